// What can go wrong between a client and a server, in one table: the code on the wire, how the connection ends, how
// loud the log is, and what a person reads. Everything else in Stet refers to these codes and adds only detail.

import { closeCodes, type CloseCode } from './close-codes.ts'

export type ErrorCode =
  | 'bad-document-name'
  | 'bad-frame'
  | 'unknown-frame'
  | 'bad-state-vector'
  | 'bad-update'
  | 'bad-awareness'
  | 'bad-text-frame'
  | 'document-full'
  | 'unauthorized'
  | 'forbidden'
  | 'forbidden-client'
  | 'access-unavailable'
  | 'read-only'
  | 'not-found'
  | 'rate-limited'
  | 'too-many-connections'
  | 'too-slow'
  | 'load-failed'
  | 'storage-unavailable'
  | 'restarting'
  | 'internal'

/** A fault of the peer, or one the peer has to hear about. The message says what was wrong and what to do. */
export class ProtocolError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'ProtocolError'
    this.code = code
  }
}

export interface ErrorRow {
  /** The code to close with when this error ends a connection; null: it never does, the connection goes on. */
  readonly closeCode: CloseCode | null
  /** Whether trying again later can help. */
  readonly retry: boolean
  /** `error`: a developer should look. `info`: something changed. `debug`: the rest. */
  readonly logLevel: 'debug' | 'info' | 'error'
  /** One sentence for the person at the screen. */
  readonly person: string
}

const { internalError, restart, tryLater, badInput, unauthorized, forbidden, notFound, loadFailed } =
  closeCodes

const refused = 'The server could not accept this change. It is kept on this device; reload the page.'
const misread = 'This page and the server do not understand each other. Reload the page.'

export const errorTable: Readonly<Record<ErrorCode, ErrorRow>> = {
  'bad-document-name': row(badInput, false, 'debug', 'This is not a valid document address.'),
  'bad-frame': row(badInput, false, 'info', misread),
  'unknown-frame': row(badInput, false, 'info', misread),
  'bad-state-vector': row(badInput, false, 'info', misread),
  'bad-update': row(badInput, false, 'info', refused),
  'bad-awareness': row(badInput, false, 'info', misread),
  'bad-text-frame': row(badInput, false, 'info', misread),
  'document-full': row(badInput, false, 'info', 'This document has reached its size limit.'),
  unauthorized: row(unauthorized, false, 'debug', 'Sign in to open this document.'),
  forbidden: row(forbidden, false, 'debug', 'You do not have access to this document.'),
  'forbidden-client': row(
    forbidden,
    false,
    'info',
    'These changes carry the mark of another person and were not accepted. Reload the page.',
  ),
  'access-unavailable': row(
    tryLater,
    true,
    'error',
    'The server cannot check your access right now. Trying again.',
  ),
  'read-only': row(null, false, 'debug', 'You can read this document but not change it.'),
  'not-found': row(notFound, false, 'debug', 'There is no such document.'),
  'rate-limited': row(tryLater, true, 'info', 'Too much at once. Your changes are sent again in a moment.'),
  'too-many-connections': row(tryLater, true, 'info', 'This document is full of people. Trying again soon.'),
  'too-slow': row(tryLater, true, 'info', 'Your connection is slow. Connecting again.'),
  'load-failed': row(loadFailed, true, 'error', 'This document cannot be opened right now. Trying again.'),
  'storage-unavailable': row(null, true, 'error', 'The server cannot save right now. You can go on writing.'),
  restarting: row(restart, true, 'info', 'The server restarts. Connecting again.'),
  internal: row(internalError, true, 'error', 'Something went wrong on the server. Connecting again.'),
}

/** Whether a string from the wire is a code this version knows. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorTable, text)
}

// Four cells in the order of the table's columns; an options object would make the table unreadable.
function row(
  closeCode: CloseCode | null,
  retry: boolean,
  logLevel: ErrorRow['logLevel'],
  person: string,
): ErrorRow {
  return { closeCode, retry, logLevel, person }
}
