/**
 * Group commit: one batch on its way to the log at any time, for all rooms together; when it is stored the next one starts
 * with everything that arrived meanwhile. The slower the disk, the larger the batches: the rate looks after itself. With
 * a fast disk a row waits a moment for others, because what a commit costs it costs for one row as for twenty.
 *
 * A batch that could not be stored is not dropped, split or overtaken: the same rows are tried again, with growing
 * pauses, until they are stored. What waits is bounded in bytes; beyond that `enqueue` says no, and nobody has been
 * promised anything.
 */
import type { Limits } from './limits.ts'
import type { Cancel, Clock, Log, LogRow } from './ports.ts'

export interface Committer<Entry extends { readonly row: LogRow }> {
  /** Takes the entry in, or gives false when too much waits already. */
  enqueue(entry: Entry): boolean
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
  /** Gives up on what waits. Gives the number of rows that were not stored. */
  stop(): number
  /** False from a failed append until the next one that worked. */
  readonly healthy: boolean
  /** What was taken in and is not yet durable. */
  readonly queued: Queued
}

export interface Queued {
  readonly rows: number
  readonly bytes: number
}

export interface CommitterOptions<Entry> {
  readonly log: Log
  readonly clock: Clock
  readonly limits: Pick<
    Limits,
    | 'queueBytes'
    | 'batchRows'
    | 'batchBytes'
    | 'commitSpacingMs'
    | 'commitMsPerReceiver'
    | 'retryFirstMs'
    | 'retryLongestMs'
  >
  /** How many are told of these entries. */
  readonly receivers: (entries: readonly Entry[]) => number
  /** These entries are durable now, in this order. MUST NOT throw. */
  readonly onCommitted: (
    entries: readonly Entry[],
    stored: { readonly bytes: number; readonly ms: number },
  ) => void
  /** An append failed; `attempt` counts from 1. MUST NOT throw. */
  readonly onFailed: (error: unknown, attempt: number) => void
  /** An append worked after one that failed. Called before `onCommitted`. MUST NOT throw. */
  readonly onRecovered: () => void
}

/** When nothing was stored for so many times the spacing, chances are one in ten that waiting gathers anything. */
const quietSpacings = 10

export function createCommitter<Entry extends { readonly row: LogRow }>(
  options: CommitterOptions<Entry>,
): Committer<Entry> {
  const { log, clock, limits } = options
  let queue: Entry[] = []
  /** Rows and bytes not yet durable, those on their way included. */
  let rows = 0
  let bytes = 0
  let running = false
  let lastStart = -Infinity
  /** Since when the first in the queue is in it. */
  let waitingSince = 0
  /** After the last append: how long the first row of the next one is to wait for others. */
  let spacing = 0
  let healthy = true
  /** An object, so that the loops below are seen to depend on something that changes. */
  const life = { stopped: false }
  let wake: (() => void) | undefined
  let waiters: (() => void)[] = []

  async function run(): Promise<void> {
    // Frames that the transport delivers in the same turn belong into the first batch together.
    await Promise.resolve()
    while (queue.length > 0 && !life.stopped) {
      const wait = gatheringTime()
      if (wait > 0) await pause(wait)
      lastStart = clock.now()
      const batch = takeBatch()
      spacing = spacingAfter(batch)
      await commit(batch)
    }
    running = false
    for (const resolve of waiters) resolve()
    waiters = []
  }

  /** How much longer the first in the queue is to wait for others; after a pause, in which nobody came, not at all. */
  function gatheringTime(): number {
    const now = clock.now()
    if (now - lastStart > quietSpacings * spacing) return 0
    // A clock set back must not make anybody wait longer than that.
    return Math.min(spacing, waitingSince + spacing - now)
  }

  /** Waiting is worth what it gathers: rows into one append, and for all who hear of them updates into one message. */
  function spacingAfter(batch: readonly Entry[]): number {
    const { commitSpacingMs, commitMsPerReceiver } = limits
    const gathered = Math.max(batch.length, options.receivers(batch) * commitMsPerReceiver)
    return Math.min(commitSpacingMs, gathered)
  }

  async function commit(batch: readonly Entry[]): Promise<void> {
    const stored = batch.map((entry) => entry.row)
    const size = stored.reduce((sum, row) => sum + row.update.byteLength, 0)
    const started = clock.now()
    for (let attempt = 1; ; attempt += 1) {
      try {
        await log.append(stored)
        break
      } catch (error) {
        if (life.stopped) return
        healthy = false
        options.onFailed(error, attempt)
        await pause(Math.min(limits.retryFirstMs * 2 ** Math.min(attempt - 1, 20), limits.retryLongestMs))
      }
      if (life.stopped) return
    }
    if (life.stopped) return
    rows -= batch.length
    bytes -= size
    if (!healthy) {
      healthy = true
      options.onRecovered()
    }
    options.onCommitted(batch, { bytes: size, ms: clock.now() - started })
  }

  function takeBatch(): readonly Entry[] {
    let count = 0
    let size = 0
    for (const { row } of queue) {
      if (count === limits.batchRows) break
      if (count > 0 && size + row.update.byteLength > limits.batchBytes) break
      count += 1
      size += row.update.byteLength
    }
    const batch = queue.slice(0, count)
    queue = queue.slice(count)
    return batch
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel: Cancel = clock.setTimer(ms, resolve)
      wake = () => {
        cancel()
        resolve()
      }
    })
  }

  return {
    enqueue(entry) {
      const size = entry.row.update.byteLength
      // A single update is let through whatever its size: its own limit is elsewhere, and an empty queue must not refuse.
      if (life.stopped || (rows > 0 && bytes + size > limits.queueBytes)) return false
      if (queue.length === 0) waitingSince = clock.now()
      queue.push(entry)
      rows += 1
      bytes += size
      if (!running) {
        running = true
        void run()
      }
      return true
    },
    idle() {
      if (!running) return Promise.resolve()
      return new Promise((resolve) => {
        waiters.push(resolve)
      })
    },
    stop() {
      life.stopped = true
      wake?.()
      return rows
    },
    get healthy() {
      return healthy
    },
    get queued() {
      return { rows, bytes }
    },
  }
}
