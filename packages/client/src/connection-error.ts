// The one kind of error a connection reports: a stable code for programs, a sentence for the person. And how all
// others become one: what was thrown, and what a close code says.

import {
  closeCodes,
  errorTable,
  isErrorCode,
  mayReconnect,
  ProtocolError,
  type ErrorCode,
  type ErrorRow,
} from '@stet/protocol'
import { OfflineStoreError, type OfflineStoreErrorCode } from './offline-store.ts'

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

/** "Message too big": the same message would be sent again, and refused again, for ever. */
const tooBig = 1009

/** Whether another attempt may follow a close with this code. */
export function mayComeBack(code: number): boolean {
  return code !== tooBig && mayReconnect(code)
}

/** A final close without an error frame before it. Its reason may name the error; else its code tells. */
export function closeError(code: number, reason: string): ConnectionError {
  if (code === tooBig) {
    return new ConnectionError('too-large', 'These changes are too large for the server to take at once.')
  }
  if (isErrorCode(reason)) return new ConnectionError(reason, errorTable[reason].person)
  if (code === closeCodes.badInput) return new ConnectionError('bad-frame', errorTable['bad-frame'].person)
  const rows = Object.entries(errorTable) as [ErrorCode, ErrorRow][]
  const row = rows.find(([, row]) => row.closeCode === code)
  if (row !== undefined) return new ConnectionError(row[0], row[1].person, { cause: reason })
  const message = `The server closed this document for good (code ${code}).`
  return new ConnectionError('closed', message, { cause: reason })
}

export function toConnectionError(error: unknown): ConnectionError {
  if (error instanceof ConnectionError) return error
  if (error instanceof OfflineStoreError) {
    return new ConnectionError(`offline-${error.code}`, error.message, { cause: error })
  }
  if (error instanceof ProtocolError) {
    return new ConnectionError(error.code, errorTable[error.code].person, { cause: error })
  }
  const message = error instanceof Error ? error.message : String(error)
  return new ConnectionError('internal', message, { cause: error })
}
