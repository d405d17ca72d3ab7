// When documents are compacted, and what that may cost.

const KiB = 1024
const MiB = 1024 * KiB
const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

export interface CompactionSettings {
  /** Rows beyond the snapshot from which a document is compacted: each is read and scanned at every cold open. */
  readonly rows: number
  /** The same in bytes of such rows: a few large pastes weigh as much as many keystrokes. */
  readonly bytes: number
  /** A document at rest is compacted from this many rows on, so that it opens fast the next day. */
  readonly idleRows: number
  /** How long a document must not have changed to count as at rest. Milliseconds. */
  readonly idleMs: number
  /** Pause between two looks for documents to compact. Milliseconds. */
  readonly everyMs: number
  /**
   * After a compaction that took t, the document is left alone for this many times t: a large one that is edited all
   * day costs a few percent of a core, and is not written to the disk over and over.
   */
  readonly restFactor: number
  /** Pause before a document that failed is tried again, and then only if it has changed. Milliseconds. */
  readonly failureRestMs: number
  /** Larger documents are not compacted, but reported: as a Y.Doc they take about eleven times their size. */
  readonly maxBytes: number
  /** Most heap of the thread, MiB. A document that needs more ends the thread, not the server, and is reported. */
  readonly heap: number
  /** A document that takes longer is given up and reported. Milliseconds. */
  readonly foldMs: number
  /** How long archived rows are kept after a snapshot took their place: for history and recovery. Milliseconds. */
  readonly retentionMs: number
  /** Pause between two looks for rows that were kept long enough. Milliseconds. */
  readonly trimEveryMs: number
  /** Rows let go at once: commits wait for it. */
  readonly trimRows: number
}

export const defaultCompactionSettings: CompactionSettings = {
  rows: 500,
  bytes: 256 * KiB,
  idleRows: 20,
  idleMs: 2 * minute,
  everyMs: 15 * second,
  restFactor: 20,
  failureRestMs: 10 * minute,
  maxBytes: 32 * MiB,
  heap: 768,
  foldMs: 2 * minute,
  retentionMs: 30 * day,
  trimEveryMs: 60 * minute,
  trimRows: 500,
}
