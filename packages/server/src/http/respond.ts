// Responses: JSON in one shape, errors in one shape, and the headers that every response carries.
import type { ServerResponse } from 'node:http'

/** The page loads only what this server serves; nothing inline runs, nobody frames it from elsewhere. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'self'",
    "connect-src 'self' ws: wss:",
    "img-src 'self' data:",
    "style-src 'self'",
    "script-src 'self'",
    // The players of the sites whose pages can be embedded; the editor loads one only when somebody asks for it.
    "frame-src 'self' https://www.youtube-nocookie.com https://player.vimeo.com https://www.loom.com",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    // Text becomes part of the page or code only through the few policies that our code and ProseMirror's make.
    "require-trusted-types-for 'script'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  // A document's address is all it takes to open it: it must not travel to the sites its links lead to.
  'referrer-policy': 'no-referrer',
}

/** An answer other than success, thrown by a handler and turned into a response by the router. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor({ status, code, message, headers = {} }: HttpErrorOptions) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

export interface HttpErrorOptions {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

export function sendJson(response: ServerResponse, value: unknown, reply: Reply = { status: 200 }): void {
  sendBody(response, JSON.stringify(value), {
    status: reply.status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...reply.headers,
    },
  })
}

export function sendError(response: ServerResponse, error: HttpErrorOptions): void {
  const { status, code, message, headers = {} } = error
  sendJson(response, { error: { code, message } }, { status, headers })
}

/** Node leaves the body of an answer to HEAD out by itself. */
export function sendBody(response: ServerResponse, body: string, { status, headers = {} }: Reply): void {
  response.writeHead(status, { ...securityHeaders, 'content-length': Buffer.byteLength(body), ...headers })
  response.end(body)
}
