/**
 * The ports: all that a room needs of the world, as small interfaces.
 *
 * The engine decides, the shell acts. Sockets, disks and timers live on the other side of these interfaces, which
 * is why a whole server with its clients can also run inside one test, in virtual time (`sim/`).
 */
import type { DocumentName } from '@stet/protocol'

/** One accepted Yjs update (V1 encoding) on its way into a document's log. */
export interface LogRow {
  readonly document: DocumentName
  readonly update: Uint8Array
  /** Who wrote it, as the shell authenticated them. */
  readonly principal: string
  /** Milliseconds since the epoch, when the engine accepted it. */
  readonly time: number
  /** Client ids that belong to somebody from this row on. Absent: none. */
  readonly claims?: readonly Claim[]
}

/** Client ids of Yjs that one principal alone may add to, in one document. */
export interface Claim {
  readonly principal: string
  readonly clients: readonly number[]
}

/**
 * The durable log of all documents.
 *
 * - `append` MUST resolve only after every row is on stable storage; all of them or none; in the order given.
 * - `append` MUST reject when it cannot store, and MUST NOT stay unsettled for ever: a promise that never settles
 *   stops saving for all rooms. A rejected append MAY nevertheless have stored its rows (a timeout, a lost reply):
 *   the engine appends the same rows again, and a row stored twice does no harm.
 * - The engine calls `append` again only after the last call has settled: there is one writer.
 * - `load` MUST give every appended row of the document, oldest first, and MUST reject rather than give less than
 *   was stored. The first update MAY be a snapshot that says what the oldest rows said. A document never written to is an empty list.
 *   A ProtocolError 'load-failed' says that the document is damaged, and its message is for whoever wanted to join.
 * - `append` MUST store the claims of a row with the row: both or neither. A later claim to an id replaces the earlier.
 * - `claims` MUST give all claims of the document that stand, in any order and grouping, also those whose rows a
 *   snapshot has replaced. It is called with `load`, while nothing of the document is being appended.
 * - Neither may keep or change the arrays it was given after settling. The bytes given out are the engine's own.
 */
export interface Log {
  load(document: DocumentName): Promise<readonly Uint8Array[]>
  claims(document: DocumentName): Promise<readonly Claim[]>
  append(rows: readonly LogRow[]): Promise<void>
}

/**
 * One connection's way out.
 *
 * MUST NOT throw (a socket that is gone swallows what it is given), MUST NOT call back into the engine before the
 * call has returned, MUST keep the order of calls, and MUST NOT change the bytes: one array is shared by all
 * receivers.
 */
export interface Outlet {
  /**
   * True when it was taken (or the connection is gone). False when too much waits already for a peer that reads
   * slowly: this frame is not sent. The shell calls `drained` of the session when nothing waits any more, and
   * until then the engine gives it no frame. An outlet MUST NOT take frames without bound.
   */
  sendFrame(bytes: Uint8Array): boolean
  /** Called only for sessions that joined with `stet: true`. */
  sendText(text: string): void
  /** Closes the connection once what was sent before is out. The engine sends nothing after it. */
  close(code: number, reason: string): void
}

/** Stops a timer that has not run yet; does nothing after that. */
export type Cancel = () => void

/** Time as an argument. `setTimer` MUST NOT run its callback before `setTimer` has returned. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  setTimer(ms: number, run: () => void): Cancel
}
