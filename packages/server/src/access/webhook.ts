// Access by asking a program of yours: one POST for each person and document, remembered for some seconds.
//
//   POST <url>   { "document": "handbook", "token": "…", "origin": "https://…", "address": "203.0.113.7" }
//   200          { "principal": "user-17", "name": "Ann", "role": "write", "expiresAt": 1800000000000 }
//   401 403 404  denied: nobody known, may not, is not told that there is such a document
//
// Anything else, or nothing within the timeout, is no answer: nobody is let in, and clients try again.
import { parseDecision } from './parse-decision.ts'
import { Recent } from './recent.ts'
import type { AccessRequest, Authorize, Decision, Denied } from './types.ts'

export interface WebhookAccessOptions {
  readonly url: URL
  /** Sent as `Authorization: Bearer …`, so that your program knows who asks. */
  readonly secret?: string
  /** Milliseconds. Default 3000. */
  readonly timeoutMs?: number
  /** How long an answer is remembered. Milliseconds, default 5000; 0 asks every time. */
  readonly rememberMs?: number
  /** Milliseconds since the epoch. Default: the system's. */
  readonly now?: () => number
}

const maxRemembered = 10_000
/** Questions under way at once. A restart's thousand reconnects must not be a thousand requests to your program. */
const maxAsking = 32
/** Questions that wait for their turn; what comes on top gets no answer and tries again. */
const maxWaiting = 2000
/** An answer is some hundred bytes; a wrong address might send pages without end. */
const maxAnswerBytes = 64 * 1024

/** Throws an Error with a sentence for the operator. */
export function createWebhookAccess(options: WebhookAccessOptions): Authorize {
  const { url, secret, timeoutMs = 3000, rememberMs = 5000, now = Date.now } = options
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new Error(`The webhook needs an http or https address, not ${url.href}`)
  }
  const remembered = new Recent<Decision>({ maxEntries: maxRemembered, now })
  const underway = new Map<string, Promise<Decision>>()
  const turns = createTurns()

  const ask = async (body: string): Promise<Decision> => {
    await turns.take()
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
        },
        body,
        // Followed, it would take the token to wherever the answer says.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      return await readAnswer(response)
    } finally {
      turns.give()
    }
  }

  const authorize = async (request: AccessRequest): Promise<Decision> => {
    const body = bodyOf(request)
    const known = remembered.get(body) ?? underway.get(body)
    if (known !== undefined) return known
    const question = ask(body)
    underway.set(body, question)
    try {
      const decision = await question
      // Forgotten meanwhile: good enough for who asked before, not for who comes now.
      if (underway.get(body) === question) {
        const end = decision.kind === 'allow' ? (decision.expiresAt ?? Infinity) : Infinity
        remembered.set(body, decision, Math.min(now() + rememberMs, end))
      }
      return decision
    } finally {
      if (underway.get(body) === question) underway.delete(body)
    }
  }

  return Object.assign(authorize, {
    forget(): void {
      remembered.clear()
      underway.clear()
    },
  })
}

function bodyOf({ document, token, origin, address }: AccessRequest): string {
  return JSON.stringify({ document, token, origin, address })
}

async function readAnswer(response: Response): Promise<Decision> {
  const denied = denials[response.status]
  if (denied !== undefined) {
    await response.body?.cancel()
    return denied
  }
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`The access webhook answered with status ${response.status}.`)
  }
  const answer: unknown = JSON.parse(await readText(response))
  if (typeof answer !== 'object' || answer === null)
    throw new Error('The access webhook sent no JSON object.')
  return parseDecision({ ...answer, kind: 'allow', issuedAt: undefined })
}

const denials: Readonly<Partial<Record<number, Denied>>> = {
  401: { kind: 'deny', code: 'unauthorized', message: 'The token was refused.' },
  403: { kind: 'deny', code: 'forbidden', message: 'There is no access to this document.' },
  404: { kind: 'deny', code: 'not-found', message: 'There is no such document.' },
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > maxAnswerBytes) throw new Error('The access webhook sent more than an answer has.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Lets `maxAsking` go at once; the others wait in order. */
function createTurns(): { take(): Promise<void>; give(): void } {
  const waiting: (() => void)[] = []
  let asking = 0
  return {
    async take() {
      if (asking < maxAsking) {
        asking += 1
        return
      }
      if (waiting.length >= maxWaiting) throw new Error('Too many questions wait for the access webhook.')
      await new Promise<void>((resolve) => waiting.push(resolve))
    },
    give() {
      const next = waiting.shift()
      if (next === undefined) asking -= 1
      else next()
    },
  }
}
