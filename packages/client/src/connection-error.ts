// The one kind of error a connection reports: a stable code for programs, a sentence for the person.

import type { ErrorCode } from '@stet/protocol'
import type { OfflineStoreErrorCode } from './offline-store.ts'

export type ConnectionErrorCode =
  /** The server said so; see @stet/protocol's error table. */
  | ErrorCode
  /** The copy on this device could not be read or written; editing goes on without it. */
  | `offline-${OfflineStoreErrorCode}`
  /** The option `token` threw or rejected; the next attempt asks again. */
  | 'token-failed'
  /** Something is asked for that needs a connection. */
  | 'not-connected'
  /** A frame of ours is larger than the server takes; sending it again would not help. */
  | 'too-large'
  /** The server closed the connection for good. */
  | 'closed'
  /** The connection was destroyed before the document was there. */
  | 'destroyed'

export class ConnectionError extends Error {
  readonly code: ConnectionErrorCode

  constructor(code: ConnectionErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'ConnectionError'
    this.code = code
  }
}
