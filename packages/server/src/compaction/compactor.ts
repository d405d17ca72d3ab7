// Looks for documents whose log has grown long, and puts a snapshot in place of it: read, fold, replace, one document at
// a time. Rooms that are open do not notice: the log they append to stays the same log, and what they hold in memory
// is their own.
//
// Nothing here can lose an edit. The fold gives a snapshot only after reading it back as the same document; the storage
// replaces only if the document's generation is still the one that was read, and archives exactly the rows that were
// read; whatever is appended meanwhile comes after them. Stopped at any point, the old or the new state is stored.
import { createFoldThread } from './fold-thread.ts'
import type { CompactionEvent } from './events.ts'
import type { FoldThread } from './fold-thread.ts'
import type { CompactionSettings } from './settings.ts'
import type { CompactionCandidate, Storage } from '../storage/types.ts'
import type { Cancel, Clock } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'

export interface Compactor {
  /** So many rows were stored, in whatever documents: when it is time, it looks before the pause is over. */
  committed(rows: number): void
  /** Looks now instead of later. Resolves when what was found is done; a call meanwhile joins it. Never rejects. */
  sweep(): Promise<void>
  /** Stops, leaving the document under way as it was. Idempotent. */
  close(): Promise<void>
}

export interface CompactorOptions {
  readonly storage: Pick<Storage, 'compactable' | 'readForCompaction' | 'replaceWithSnapshot' | 'trimArchive'>
  readonly clock: Clock
  readonly settings: CompactionSettings
  readonly onEvent: (event: CompactionEvent) => void
  /** Default: a thread of its own. */
  readonly thread?: FoldThread
}

/** Documents taken from one look. What is left waits for the next. */
const documentsPerSweep = 100

/** Shortest pause between two looks, however much is written. Milliseconds. */
const shortestPause = 100

/** How long a thread that has nothing to do stays: starting one takes longer than most documents. Milliseconds. */
const threadIdleMs = 60_000

/** Documents whose rest is remembered; beyond it the oldest are forgotten, and at worst compacted early. */
const rememberedRests = 10_000

export function createCompactor(options: CompactorOptions): Compactor {
  const { storage, clock, settings, onEvent } = options
  const thread = options.thread ?? createFoldThread({ heap: settings.heap, deadline: settings.foldMs })
  /** Documents to leave alone until a time; those that failed, also until they have changed. */
  const resting = new Map<DocumentName, { readonly until: number; readonly failedAt: number | undefined }>()
  /** An object, so that the loops below are seen to depend on something that changes. */
  const life = { closed: false }
  let trimmedAt = Number.NEGATIVE_INFINITY
  let foldedAt = Number.NEGATIVE_INFINITY
  let sweeping: Promise<void> | undefined
  let cancel: Cancel | undefined
  /** Rows stored since the last look, and when the next one may be. */
  let stored = 0
  let nextLook = 0

  const rest = (document: DocumentName, until: number, failedAt?: number): void => {
    resting.delete(document)
    resting.set(document, { until, failedAt })
    for (const oldest of resting.keys()) {
      if (resting.size <= rememberedRests) break
      resting.delete(oldest)
    }
  }

  const isDue = ({ document, lastSeq }: CompactionCandidate): boolean => {
    const known = resting.get(document)
    return known === undefined || (clock.now() >= known.until && known.failedAt !== lastSeq)
  }

  const fail = (candidate: CompactionCandidate, started: number, failure: Failure): void => {
    const now = clock.now()
    rest(candidate.document, now + settings.failureRestMs, candidate.lastSeq)
    onEvent({ type: 'compaction-failed', document: candidate.document, ...failure, ms: now - started })
  }

  const compact = async (candidate: CompactionCandidate, started: number): Promise<void> => {
    const { document } = candidate
    if (candidate.bytes > settings.maxBytes) {
      const message = `It has ${candidate.bytes} bytes; up to ${settings.maxBytes} are compacted.`
      return fail(candidate, started, { reason: 'too-large', message })
    }
    // A log that was never compacted may be too long for one reading; then this goes on where the last snapshot ends.
    let cost = 0
    for (let reached = 0; reached < candidate.lastSeq && !life.closed;) {
      const input = await storage.readForCompaction(document)
      if (input === undefined) break
      const { generation, snapshot, afterSeq, upToSeq, rows } = input
      const updates = snapshot === undefined ? rows : [snapshot, ...rows]
      const result = await thread.fold(updates)
      foldedAt = clock.now()
      if (life.closed) return
      if (result.kind !== 'folded') {
        return fail(candidate, started, { reason: result.kind, message: result.message })
      }
      cost += result.ms
      const time = clock.now()
      const read = { document, generation, afterSeq, upToSeq, rowsRead: rows.length }
      const replaced = await storage.replaceWithSnapshot({ ...read, snapshot: result.snapshot, time })
      if (!replaced) {
        onEvent({ type: 'compaction-skipped', document, ms: time - started })
        break
      }
      reached = upToSeq
      onEvent({
        type: 'compacted',
        document,
        rows: rows.length,
        bytesBefore: updates.reduce((sum, update) => sum + update.length, 0),
        bytesAfter: result.snapshot.length,
        ms: time - started,
      })
    }
    rest(document, clock.now() + settings.restFactor * cost)
  }

  const trim = async (): Promise<void> => {
    const now = clock.now()
    if (now - trimmedAt < settings.trimEveryMs) return
    trimmedAt = now
    let rows = 0
    for (let gone = settings.trimRows; gone === settings.trimRows && !life.closed;) {
      gone = await storage.trimArchive({
        archivedBefore: now - settings.retentionMs,
        limit: settings.trimRows,
      })
      rows += gone
    }
    if (rows > 0) onEvent({ type: 'archive-trimmed', rows })
  }

  const look = async (): Promise<void> => {
    stored = 0
    try {
      const asked = clock.now()
      const candidates = await storage.compactable({
        // Those that rest may be the longest, and must not hide the others.
        limit: documentsPerSweep + resting.size,
        rows: settings.rows,
        bytes: settings.bytes,
        idle: { rows: settings.idleRows, before: clock.now() - settings.idleMs },
      })
      // A look reads one line per document of the storage: where there are very many it must not be all that it does.
      nextLook = clock.now() + Math.max(shortestPause, settings.restFactor * (clock.now() - asked))
      const due = candidates.filter(isDue).slice(0, documentsPerSweep)
      for (const candidate of due) {
        if (life.closed) return
        const started = clock.now()
        try {
          await compact(candidate, started)
        } catch (error) {
          if (!life.closed) fail(candidate, started, { reason: 'storage', message: messageOf(error) })
        }
      }
      // A thread costs memory.
      if (due.length === 0 && clock.now() - foldedAt >= threadIdleMs) await thread.stop()
      await trim()
    } catch (error) {
      if (!life.closed) onEvent({ type: 'sweep-failed', message: messageOf(error) })
    }
  }

  const sweep = (): Promise<void> => {
    if (life.closed) return Promise.resolve()
    cancel?.()
    sweeping ??= look().finally(() => {
      sweeping = undefined
      later()
    })
    return sweeping
  }

  const later = (): void => {
    if (life.closed || sweeping !== undefined) return
    const soon = Math.max(shortestPause, nextLook - clock.now())
    cancel?.()
    cancel = clock.setTimer(
      stored > settings.rows ? Math.min(soon, settings.everyMs) : settings.everyMs,
      () => void sweep(),
    )
  }
  later()

  return {
    committed(rows) {
      const enough = stored > settings.rows
      stored += rows
      if (!enough && stored > settings.rows) later()
    },
    sweep,
    async close() {
      if (life.closed) return sweeping
      life.closed = true
      cancel?.()
      await thread.stop()
      await sweeping
    },
  }
}

type Failure = Pick<Extract<CompactionEvent, { type: 'compaction-failed' }>, 'reason' | 'message'>

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
