// What can be seen of a request to become a WebSocket without asking anybody: whether it names a document, where it
// comes from, and whether there is room for it.
import { ProtocolError } from '@stet/protocol'
import { createConnectRate, networkOf } from './connect-rate.ts'
import { parseSyncPath } from './sync-path.ts'
import { retryAfter, tooManyConnects } from './upgrade-refusals.ts'
import type { AccessControl } from '../access/access-control.ts'
import type { ServerLimits } from '../limits.ts'
import type { Refusal } from './refuse-upgrade.ts'
import type { DocumentName } from '@stet/protocol'
import type { IncomingMessage } from 'node:http'

export interface UpgradeCheckOptions {
  readonly limits: Pick<ServerLimits, 'sockets' | 'connectsPerSecond' | 'connectBurst'>
  readonly access: AccessControl
}

/** Why it is refused, or the document it asks for. `taken`: sockets that are open, or about to be. */
export type UpgradeCheck = (request: IncomingMessage, taken: number) => Refusal | DocumentName

export function createUpgradeCheck({ limits, access }: UpgradeCheckOptions): UpgradeCheck {
  const byAddress = createConnectRate(
    { perSecond: limits.connectsPerSecond, burst: limits.connectBurst },
    () => performance.now(),
  )
  return (request, taken) => {
    const document = documentOf(request)
    if (typeof document === 'object') return document
    const { origin, host } = request.headers
    if (!access.isHostAllowed(host)) return { status: 403, ...access.wrongHost(host) }
    if (!access.isOriginAllowed({ origin, host })) {
      return {
        status: 403,
        code: 'forbidden-origin',
        message: `Pages of ${JSON.stringify(origin)} may not connect to this server.`,
      }
    }
    const address = access.addressOf(request)
    const early = byAddress.attempt(networkOf(address))
    if (early > 0) return tooManyConnects(early)
    const wait = access.attempts.waitFor(address)
    if (wait > 0) {
      return {
        status: 429,
        code: 'rate-limited',
        message: 'Too many tokens from this address were refused. Try again later.',
        headers: retryAfter(wait),
      }
    }
    if (taken >= limits.sockets) {
      return {
        status: 503,
        code: 'too-many-connections',
        message: 'This server has all the connections it can take.',
        headers: retryAfter(5),
      }
    }
    return document
  }
}

function documentOf(request: IncomingMessage): Refusal | DocumentName {
  if (request.method !== 'GET') {
    return {
      status: 405,
      code: 'method-not-allowed',
      message: `A WebSocket is opened with GET, not ${request.method}.`,
      headers: { allow: 'GET' },
    }
  }
  let document: DocumentName | undefined
  try {
    document = parseSyncPath(request.url ?? '')
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return { status: 400, code: error.code, message: error.message }
  }
  return (
    document ?? {
      status: 404,
      code: 'not-found',
      message: 'There is no WebSocket here. Documents are at /sync/<document>.',
    }
  )
}
