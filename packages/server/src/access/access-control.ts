// Everything about access that the doors of a server share, made once from its options.
import { ProtocolError } from '@stet/protocol'
import { isOriginAllowed } from '../transport/origin.ts'
import { createClientAddress } from './client-address.ts'
import { createFailedAttempts } from './failed-attempts.ts'
import { createGate } from './gate.ts'
import { createHostCheck, hostsOf } from './host-check.ts'
import { createLiveAccess } from './live-access.ts'
import { authorizeEveryone } from './open.ts'
import type { Logger } from '../logger.ts'
import type { Credentials } from './credentials.ts'
import type { FailedAttempts } from './failed-attempts.ts'
import type { Gate } from './gate.ts'
import type { LiveAccess } from './live-access.ts'
import type { AccessRequest, Authorize } from './types.ts'
import type { Clock } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'
import type { IncomingMessage } from 'node:http'

export interface AccessControlOptions {
  /** Default: everybody may do everything. */
  readonly authorize?: Authorize | undefined
  readonly allowedOrigins?: readonly string[] | undefined
  readonly trustedProxies?: readonly string[] | undefined
  /** The address that the server listens on. */
  readonly host: string
  readonly clock: Clock
  readonly log: Logger
}

export interface AccessControl {
  readonly gate: Gate
  readonly live: LiveAccess
  readonly attempts: FailedAttempts
  addressOf(request: IncomingMessage): string
  isOriginAllowed(from: { readonly origin: string | undefined; readonly host: string | undefined }): boolean
  isHostAllowed(host: string | undefined): boolean
  /** What is said to a request whose host is not. */
  wrongHost(host: string | undefined): { readonly code: string; readonly message: string }
  /** What the driver is asked. Throws a ProtocolError 'forbidden' for a cookie that a page of another site sends along. */
  requestFor(request: IncomingMessage, document: DocumentName, credentials: Credentials): AccessRequest
}

/** Throws an Error with a sentence for the operator. */
export function createAccessControl(options: AccessControlOptions): AccessControl {
  const {
    authorize = authorizeEveryone,
    allowedOrigins = [],
    trustedProxies = [],
    host,
    clock,
    log,
  } = options
  const gate = createGate({ authorize, clock, log })
  const addressOf = createClientAddress(trustedProxies)
  // Whoever shows a token cannot be somebody else's page; and an open server on a network has names we cannot know.
  const guardsHost = authorize === authorizeEveryone && isLoopbackHost(host)
  const isKnownHost = createHostCheck([host, ...hostsOf(allowedOrigins)])

  return {
    gate,
    live: createLiveAccess(gate),
    attempts: createFailedAttempts(clock),
    addressOf,
    isOriginAllowed: (from) => isOriginAllowed({ ...from, allowed: allowedOrigins }),
    isHostAllowed: (name) => !guardsHost || isKnownHost(name),
    wrongHost: (name) => ({
      code: 'forbidden-host',
      message:
        `This server is open to its own machine only, and not known as ${JSON.stringify(name ?? '')}. ` +
        'If a proxy brings people here under that name, allow it as an origin (--allowed-origins).',
    }),
    requestFor(request, document, { token, source }) {
      const { origin } = request.headers
      // A browser leaves the Origin out where a page reads from its own site.
      const reads =
        request.headers.upgrade === undefined && (request.method === 'GET' || request.method === 'HEAD')
      const isFromOurPage =
        origin === undefined
          ? reads
          : isOriginAllowed({ origin, host: request.headers.host, allowed: allowedOrigins })
      if (source === 'cookie' && !isFromOurPage) {
        throw new ProtocolError(
          'forbidden',
          'A cookie counts only with the Origin of a page that may connect.',
        )
      }
      const address = addressOf(request)
      // Kept as long as the connection is open. An object that is made of others has room for more than it holds.
      if (token === undefined)
        return origin === undefined ? { document, address } : { document, address, origin }
      return origin === undefined ? { document, address, token } : { document, address, token, origin }
    },
  }
}

/** Only this machine reaches it. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/u.test(host)
}
