// The storage port: where documents outlive the process. It is the engine's `Log` (append and load, the part
// on which "Saved" rests) plus what a list of documents needs. Drivers live beside this file, and every driver
// passes the suite in contract.ts.
//
// Compaction. `load` MAY give, as its first update, a snapshot in place of the oldest rows; whoever makes snapshots
// (src/compaction) reads with `readForCompaction` and puts them in place with `replaceWithSnapshot`. A driver knows
// nothing about what is in the bytes.
import type { Log } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'

/**
 * Durability. `append` is the promise behind "Saved": when it resolves, a power cut or `kill -9` at the next
 * instant loses none of its rows. A driver MAY lose rows of an append that has not resolved; it MUST NOT keep a
 * part of one. Everything else here (titles, sizes, dates) is derived from the rows and may lag behind them.
 *
 * A driver
 * - MUST keep claims for as long as the document, also when the rows they came with are let go;
 * - MUST keep the rows of a document in the order of the appends, and never change or overwrite one;
 * - MUST NOT let go of a row unless `trimArchive` says so, and never of one that no intact snapshot stands for;
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
  /** Documents with many rows beyond their snapshot, the longest first. */
  compactable(options: CompactableOptions): Promise<readonly CompactionCandidate[]>
  /**
   * The snapshot and the rows after it, oldest first; not more of them than one snapshot should be made from at once,
   * so there may be later ones. Undefined when there is no row beyond the snapshot. Rejects as `load` does.
   */
  readForCompaction(document: DocumentName): Promise<CompactionInput | undefined>
  /**
   * From now on `load` gives this snapshot in place of the rows up to `upToSeq`, which become archived: all of it or
   * nothing, and appends meanwhile lose nothing. Resolves with false, changing nothing, when the document's generation
   * is not the one that was read any more. MUST reject when the rows that are there are not the rows that were read.
   */
  replaceWithSnapshot(replacement: SnapshotReplacement): Promise<boolean>
  /** Lets go of archived rows, in one small step. Resolves with how many: fewer than `limit` means none are left. */
  trimArchive(options: TrimOptions): Promise<number>
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
  /** What `load` gives: the size of the snapshot and of the updates after it. */
  readonly bytes: number
}

/** A document is compactable when any of the three holds. */
export interface CompactableOptions {
  /** At most this many documents. */
  readonly limit: number
  /** More rows than this beyond the snapshot. */
  readonly rows: number
  /** More bytes than this in rows beyond the snapshot. */
  readonly bytes: number
  /** At least this many rows beyond the snapshot, and not changed since a time (ms since the epoch). */
  readonly idle: { readonly rows: number; readonly before: number }
}

export interface CompactionCandidate {
  readonly document: DocumentName
  /** Of the newest row: a document that failed is not tried again until this has grown. */
  readonly lastSeq: number
  /** Rows beyond the snapshot. */
  readonly rows: number
  /** What `load` gives, in bytes. */
  readonly bytes: number
}

export interface CompactionInput {
  /** How many snapshots the document has had. */
  readonly generation: number
  /** Undefined for a document that has none yet. */
  readonly snapshot: Uint8Array | undefined
  /** The rows are those with the sequence numbers from `afterSeq` + 1 to `upToSeq`. */
  readonly afterSeq: number
  readonly upToSeq: number
  readonly rows: readonly Uint8Array[]
}

export interface SnapshotReplacement {
  readonly document: DocumentName
  /** `generation`, `afterSeq` and `upToSeq` as they were read, `rowsRead` the number of rows. */
  readonly generation: number
  readonly afterSeq: number
  readonly upToSeq: number
  readonly rowsRead: number
  readonly snapshot: Uint8Array
  /** Milliseconds since the epoch: when the rows became archived. */
  readonly time: number
}

export interface TrimOptions {
  /** Rows that were archived before this time (ms since the epoch). */
  readonly archivedBefore: number
  /** At most this many rows: an append may have to wait for the step. */
  readonly limit: number
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
