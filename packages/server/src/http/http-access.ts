// The access of HTTP requests: the same gate as for WebSockets, with answers that HTTP has for it.
import { errorTable, ProtocolError } from '@stet/protocol'
import { readHttpCredentials } from '../access/credentials.ts'
import { whyNot } from '../access/live-access.ts'
import { HttpError } from './respond.ts'
import type { AccessControl } from '../access/access-control.ts'
import type { Credentials } from '../access/credentials.ts'
import type { GateDecision } from '../access/gate.ts'
import type { Allowed } from '../access/types.ts'
import type { DocumentName } from '@stet/protocol'
import type { IncomingMessage } from 'node:http'

/** Whoever sent a request, before it is known who that is. */
export interface Visitor {
  /** Throws an HttpError when it cannot be decided. */
  decide(document: DocumentName): Promise<Exclude<GateDecision, { kind: 'unavailable' }>>
  /** Throws an HttpError 401, 403, 404 or 503 when there is no such right. */
  require(document: DocumentName, right: 'read' | 'write'): Promise<Allowed>
}

/** Throws an HttpError when the request shows a token that cannot be one, or shows too many wrong ones. */
export function visitorOf(request: IncomingMessage, access: AccessControl): Visitor {
  const address = access.addressOf(request)
  const wait = access.attempts.waitFor(address)
  if (wait > 0) {
    throw new HttpError({
      status: 429,
      code: 'rate-limited',
      message: 'Too many tokens from this address were refused. Try again later.',
      headers: { 'retry-after': String(wait) },
    })
  }
  let credentials: Credentials
  try {
    credentials = readHttpCredentials(request.headers)
  } catch (error) {
    throw error instanceof ProtocolError ? toHttpError(error) : error
  }

  const decide: Visitor['decide'] = async (document) => {
    try {
      const asked = access.requestFor(request, document, credentials)
      const decision = await access.gate.decide(asked, (current) => current)
      if (decision.kind === 'unavailable') throw whyNot(decision)
      return decision
    } catch (error) {
      throw error instanceof ProtocolError ? toHttpError(error) : error
    }
  }

  return {
    decide,
    async require(document, right) {
      const decision = await decide(document)
      if (decision.kind === 'deny') {
        if (decision.code === 'unauthorized') access.attempts.add(address)
        throw toHttpError(whyNot(decision))
      }
      if (right === 'write' && decision.role !== 'write') {
        throw new HttpError({
          status: 403,
          code: 'read-only',
          message: `You may not write the document "${document}".`,
        })
      }
      return decision
    },
  }
}

/** Who is not signed in, and may be. */
export function notSignedIn(): HttpError {
  return toHttpError(new ProtocolError('unauthorized', 'A token is needed here.'))
}

function toHttpError({ code, message }: ProtocolError): HttpError {
  const status = { unauthorized: 401, forbidden: 403, 'not-found': 404 }[code as string] ?? 503
  const headers: Record<string, string> = {}
  if (status === 401) headers['www-authenticate'] = 'Bearer'
  if (errorTable[code].retry) headers['retry-after'] = '5'
  return new HttpError({ status, code, message, headers })
}
