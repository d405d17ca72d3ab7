// The storage port: where documents outlive the process. It is the engine's `Log` (append and load, the part
// on which "Saved" rests) plus what a list of documents needs. Drivers live beside this file, and every driver
// passes the suite in contract.ts.
import type { Log } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'

/**
 * Durability. `append` is the promise behind "Saved": when it resolves, a power cut or `kill -9` at the next
 * instant loses none of its rows. A driver MAY lose rows of an append that has not resolved; it MUST NOT keep a
 * part of one. Everything else here (titles, sizes, dates) is derived from the rows and may lag behind them.
 *
 * A driver
 * - MUST keep the rows of a document in the order of the appends, and never change or overwrite one;
 * - MUST reject `append` when it cannot store (full disk, lost file), and accept it again once it can;
 * - MUST reject `load` rather than return less than was stored, or anything else than was stored; one damaged
 *   document MUST NOT keep others from loading;
 * - MUST resolve `load` of an unknown document with no rows, and MUST NOT create it by that;
 * - MUST NOT let `list` or `describe` hold up an `append`;
 * - MUST NOT keep the arrays handed to `append` after it has settled, nor hand out memory it will change.
 */
export interface Storage extends Log {
  /**
   * Creates a document that has no content yet. Resolves with false, changing nothing, if it exists already.
   * `time` is in milliseconds since the epoch. (A first append to an unknown name creates the document too.)
   */
  create(document: DocumentName, time: number): Promise<boolean>
  /** Newest change first; names in descending order where the times are equal. */
  list(options: ListOptions): Promise<readonly DocumentRecord[]>
  describe(document: DocumentName): Promise<DocumentRecord | undefined>
  /** False from a failed append until one succeeds, and while the storage is unreachable. Never blocks. */
  healthy(): boolean
  /** Waits for what was asked before, then lets go of the file. Later calls reject. Idempotent. */
  close(): Promise<void>
}

export interface DocumentRecord {
  readonly document: DocumentName
  /** '' when the document says nothing that could serve as one. At most 200 UTF-16 units. May lag behind the rows. */
  readonly title: string
  /** Milliseconds since the epoch. */
  readonly created: number
  /** Time of the newest row, or `created` while there is none. Milliseconds since the epoch. */
  readonly changed: number
  /** Sum of the sizes of all rows' updates. */
  readonly bytes: number
}

export interface ListOptions {
  /** At least 1. */
  readonly limit: number
  /** Only what comes after this position in the order of the list: the last record of the page before. */
  readonly before?: ListPosition
}

export interface ListPosition {
  readonly changed: number
  readonly document: DocumentName
}
