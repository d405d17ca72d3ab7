// /embed/<document>: the editor and nothing else, for a frame in a page of another site. Which sites may show it is the
// operator's to say, and the browser's to hold: `frame-ancestors`. Without a word from the operator it is our own only.
import { join } from 'node:path'
import { isDocumentName } from '@stet/protocol'
import { HttpError, securityHeaders } from './respond.ts'
import { findFile, sendFile } from './static-files.ts'
import type { Route } from './router.ts'

export interface EmbedPageOptions {
  readonly webRoot: string | undefined
  /** Origins, each with or without `*.` before its host. */
  readonly frameAncestors: readonly string[]
}

/** Throws a TypeError for an origin that cannot be meant: it would become part of a header. */
export function embedPageRoute({ webRoot, frameAncestors }: EmbedPageOptions): Route {
  const wrong = frameAncestors.find((origin) => !isFrameAncestor(origin))
  if (wrong !== undefined) {
    throw new TypeError(
      `frameAncestors: ${JSON.stringify(wrong)} is no origin such as "https://example.com" or "https://*.example.com".`,
    )
  }
  const policy = securityHeaders['content-security-policy'] ?? ''
  const headers = {
    ...securityHeaders,
    'content-security-policy': policy.replace(
      "frame-ancestors 'self'",
      ["frame-ancestors 'self'", ...frameAncestors].join(' '),
    ),
  }
  return {
    path: '/embed/:',
    methods: {
      async GET(context) {
        const page = webRoot === undefined ? undefined : await findFile(join(webRoot, 'embed.html'))
        if (page === undefined || !isDocumentName(context.parameter)) {
          const message =
            page === undefined ? 'This server has no page to embed.' : 'No document has this name.'
          throw new HttpError({ status: 404, code: 'not-found', message })
        }
        await sendFile(context, page, { hashed: false, headers })
      },
    },
  }
}

export function isFrameAncestor(text: string): boolean {
  return /^https?:\/\/(?:(?:\*\.)?[a-z\d-]+(?:\.[a-z\d-]+)*|\[[\da-f:]+\])(?::\d{1,5})?$/i.test(text)
}
