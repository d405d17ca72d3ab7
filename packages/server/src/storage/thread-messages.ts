// What the main thread and the storage threads say to each other. Each call names its operation, what goes in and
// what comes out, so that both sides are checked against one table.
import type { PackedBytes } from './packed-bytes.ts'
import type { Claim } from '@stet/engine'
import type { StorageErrorCode } from './storage-error.ts'
import type {
  CompactableOptions,
  CompactionCandidate,
  DocumentRecord,
  ListOptions,
  SnapshotReplacement,
  TrimOptions,
} from './types.ts'

/** Operations of the one writer. */
export type WriterCalls = {
  append: { request: { rows: readonly RowHead[]; updates: PackedBytes }; result: null }
  create: { request: { document: string; time: number }; result: boolean }
  /** `bytes` is the snapshot. False: the document has another generation by now, and nothing was changed. */
  replaceWithSnapshot: {
    request: Omit<SnapshotReplacement, 'snapshot'> & { readonly bytes: Uint8Array }
    result: boolean
  }
  trimArchive: { request: TrimOptions; result: number }
  saveTitles: { request: { titles: readonly DerivedTitle[] }; result: null }
  limitSize: { request: { bytes: number | null }; result: null }
}

/** Operations of the readers: of one for listings, and of one for loads, which must not wait for titles. */
export type ReaderCalls = {
  /** A part of a document: a large one crosses the thread in pieces. */
  loadPage: { request: { document: string; after: number | null }; result: LoadedPage }
  claims: { request: { document: string }; result: readonly Claim[] }
  compactable: { request: CompactableOptions; result: readonly CompactionCandidate[] }
  list: { request: ListOptions; result: ListResult }
  describe: { request: { document: string }; result: ListResult }
}

export interface RowHead {
  readonly document: string
  readonly principal: string
  readonly time: number
  readonly claims?: readonly Claim[]
}

export interface LoadedPage extends PackedBytes {
  /** Sequence number of the last row read so far: the `after` of the next page. */
  readonly last: number
  readonly done: boolean
  /** The first part is a snapshot of the rows up to `seq`. Only on the first page. */
  readonly snapshot: { readonly seq: number } | null
  /** Of the snapshot that is stored, 0 for none. Only on the first page. */
  readonly generation: number
  /** What was found wrong with the snapshot; the rows it was made from are given in its place. */
  readonly damage: string | null
}

export interface ListResult {
  readonly records: readonly DocumentRecord[]
  /** Titles found to have changed, to be written down by the writer. */
  readonly derived: readonly DerivedTitle[]
}

export interface DerivedTitle {
  readonly document: string
  readonly title: string
  /** The sequence number up to which the title was read. */
  readonly seq: number
}

/** What a thread is started with. */
export interface ThreadData {
  readonly path: string
  /** Writer: most bytes the file may take, null for no limit. */
  readonly maxBytes: number | null
  /** Reader: documents whose title is not to be derived, because that ended an earlier thread. */
  readonly skipTitles: readonly string[]
}

export type CallTable = Readonly<Record<string, { request: unknown; result: unknown }>>

export type ToThread<Calls extends CallTable> =
  | { [Op in keyof Calls]: { id: number; op: Op; request: Calls[Op]['request'] } }[keyof Calls]
  | { id: number; op: 'close' }

export type FromThread =
  | { readonly type: 'ready' }
  | { readonly type: 'open-failed'; readonly error: WireError }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: WireError }
  | { readonly type: 'notice'; readonly text: string }

/** An error as it crosses the thread: structured clone would drop our class and code. */
export interface WireError {
  readonly code: StorageErrorCode
  readonly message: string
}
