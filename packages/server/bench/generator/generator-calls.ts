// What the load generator can be asked to do.
import type { Dialect } from './dialect.ts'

export interface CrowdOptions {
  readonly port: number
  readonly dialect: Dialect
  /** Clients are dealt to the documents in turn. */
  readonly documents: readonly string[]
  readonly clients: number
  /** Most connections being opened at once. */
  readonly atOnce: number
  /** Each client knows what was written in its document by this crowd, which is closed by now. */
  readonly knows?: number
  /** Each shows itself at opening, as stock clients do. */
  readonly greet: boolean
}

export interface Opened {
  readonly crowd: number
  readonly ms: number
  /** How long one client waited until it had joined. */
  readonly p99Ms: number
  readonly bytes: number
}

export interface LoadOptions {
  readonly crowd: number
  /** Edits per second of the whole crowd, at random moments. */
  readonly rate: number
  /** A caret moves with every edit. */
  readonly presence: boolean
  /** Not counted: until everything is warm. */
  readonly warmUpMs: number
  readonly ms: number
}

export interface LoadResult {
  /** Edits sent while it counted. */
  readonly edits: number
  /** How often one of them should have arrived at somebody else, and did. */
  readonly expected: number
  readonly delivered: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of the generator itself, warm-up included: its share of a core, and p99 of how late its event loop was. */
  readonly ownCpu: number
  readonly ownLagMs: number
  /** Connections that were closed on the way. */
  readonly lost: number
}

export interface SavingOptions {
  readonly crowd: number
  /** Edits each client has on their way at most. */
  readonly window: number
  readonly ms: number
}

export interface SavingResult {
  readonly perSecond: number
  readonly ownCpu: number
}

export interface StallOptions {
  readonly crowd: number
  readonly edits: number
  readonly bytesPerEdit: number
}

export interface Caught {
  /** How many of the readers have every edit. */
  readonly whole: number
  readonly ms: number
}

// A type, not an interface: it has to fit a table of calls.
export type GeneratorCalls = {
  open(options: CrowdOptions): Promise<Opened>
  load(options: LoadOptions): Promise<LoadResult>
  /** As many edits as are confirmed to be stored. */
  save(options: SavingOptions): Promise<SavingResult>
  /** All but the first stop reading, and the first writes; resolves when it has sent everything. */
  stall(options: StallOptions): Promise<void>
  /** They read again, until each has everything or nothing more comes. */
  resume(crowd: number): Promise<Caught>
  close(crowd: number): void
}
