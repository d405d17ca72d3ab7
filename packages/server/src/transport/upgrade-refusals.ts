// What an upgrade that is not granted is answered with, as HTTP.
import type { Refusal } from './refuse-upgrade.ts'
import type { ProtocolError } from '@stet/protocol'

export const restarting: Refusal = {
  status: 503,
  code: 'restarting',
  message: 'The server restarts.',
  headers: retryAfter(1),
}

export function statusOf({ code }: ProtocolError): Refusal['status'] {
  if (code === 'unauthorized') return 401
  if (code === 'access-unavailable') return 503
  return code === 'not-found' ? 404 : 403
}

export function headersOf({ code }: ProtocolError): Record<string, string> {
  if (code === 'unauthorized') return { 'www-authenticate': 'Bearer' }
  return code === 'access-unavailable' ? retryAfter(5) : {}
}

export function tooManyConnects(waitMs: number): Refusal {
  return {
    status: 429,
    code: 'rate-limited',
    message: 'Too many connections are being opened. Try again in a moment.',
    headers: retryAfter(Math.ceil(waitMs / 1000)),
  }
}

export function retryAfter(seconds: number): Record<string, string> {
  return { 'retry-after': String(seconds) }
}
