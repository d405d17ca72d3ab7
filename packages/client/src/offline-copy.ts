// Keeps a document's offline copy up to date: every change of the doc is on its way to the store as soon as
// it happened, batched while a write is under way, and nothing is called kept before it is committed. A store
// that fails never stops the editing: what waits is held, tried again, and said.

import * as Y from 'yjs'
import { OfflineStoreError, type OfflineStore } from './offline-store.ts'

export interface OfflineCopy {
  /** Brings the kept rows into the doc. Resolves with whether there were any; never rejects. */
  readonly loaded: Promise<boolean>
  /** Starts writing now what waits: the page may go away. */
  flush(): void
  /** Deletes the copy and stops keeping one. */
  forget(): Promise<void>
  /** Resolves when the last write is committed or has failed. */
  close(): Promise<void>
}

export interface OfflineCopyOptions {
  readonly doc: Y.Doc
  readonly store: OfflineStore
  /** True for changes that came from the server, which need not be forced to disk at once. */
  readonly isRemote: (origin: unknown) => boolean
  readonly onState: (state: 'pending' | 'kept' | 'failed') => void
  /** A failure, once until a write works again; `message` is for a person. */
  readonly onError: (error: Error) => void
}

/** Rows that make folding worth its while: loading 500 small rows takes some 10 ms, folding about as long. */
export const compactAfterRows = 500

/** Waiting updates are folded beyond this many, so that a store that stays full costs one update of memory. */
const maxWaiting = 200

/** A write that neither commits nor fails within this time is taken for failed. */
const writeTimeoutMs = 10_000

const editRetryMs = 1000
const firstRetryMs = 5000
const lastRetryMs = 60_000

export function createOfflineCopy(options: OfflineCopyOptions): OfflineCopy {
  return new StoredCopy(options)
}

class StoredCopy implements OfflineCopy {
  readonly loaded: Promise<boolean>
  private readonly options: OfflineCopyOptions
  private waiting: Uint8Array[] = []
  /** The rows in the store may be incomplete, so the next write is the whole document. */
  private whole = false
  private strict = false
  /** The kept rows are in the doc. */
  private read = false
  private rows = 0
  private writing = 0
  private scheduled = false
  private failures = 0
  private retry: { readonly timer: ReturnType<typeof setTimeout>; readonly soon: boolean } | undefined
  private ended = false
  private last: Promise<void> = Promise.resolve()

  constructor(options: OfflineCopyOptions) {
    this.options = options
    // A doc that comes with content was not seen growing.
    this.whole = hasContent(options.doc)
    options.doc.on('update', this.onUpdate)
    this.loaded = this.load()
  }

  flush(): void {
    if (!this.ended && this.hasWaiting()) this.write()
  }

  async forget(): Promise<void> {
    this.end()
    this.options.onState('failed')
    await this.last
    await this.options.store.clear()
  }

  async close(): Promise<void> {
    await this.loaded
    this.flush()
    this.end()
    await this.last
    this.options.store.close()
  }

  private readonly onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return
    this.waiting.push(update)
    if (this.waiting.length > maxWaiting) this.waiting = [Y.mergeUpdates(this.waiting)]
    if (!this.options.isRemote(origin)) this.strict = true
    if (this.failures > 0) {
      this.options.onState('failed')
      this.retryIn(editRetryMs, true)
    } else {
      this.options.onState('pending')
      this.schedule()
    }
  }

  private async load(): Promise<boolean> {
    const { doc } = this.options
    try {
      const rows = await withTimeout(this.options.store.load())
      if (this.ended) return hasContent(doc)
      this.read = true
      this.rows = rows.length
      this.apply(rows)
      if (this.hasWaiting()) this.schedule()
      else this.options.onState('kept')
    } catch (error) {
      this.whole = true
      this.fail(error)
    }
    return hasContent(doc)
  }

  private apply(rows: readonly Uint8Array[]): void {
    const { doc, onError } = this.options
    try {
      doc.transact(() => {
        for (const row of rows) this.applyRow(row)
      }, this)
    } catch (error) {
      // An observer of the doc threw; the content is in.
      onError(asError(error))
    }
  }

  private applyRow(row: Uint8Array): void {
    try {
      Y.applyUpdate(this.options.doc, row, this)
    } catch (error) {
      // One unreadable row must not take the others with it; the server may have what it held.
      const message = 'A part of the copy on this device cannot be read; the rest was.'
      this.options.onError(new Error(message, { cause: error }))
    }
  }

  /** One write per turn: all that a paste or a drag changes in one go is one transaction. */
  private schedule(): void {
    if (this.scheduled || this.ended) return
    this.scheduled = true
    queueMicrotask(() => {
      this.scheduled = false
      // While a write is under way the changes gather for the next; `finish` starts it.
      if (!this.ended && this.writing === 0 && this.hasWaiting()) this.write()
    })
  }

  private write(): void {
    this.cancelRetry()
    const { doc, store } = this.options
    const { whole } = this
    const batch = whole ? [Y.encodeStateAsUpdate(doc)] : this.waiting
    const durability = this.strict || whole ? 'strict' : 'relaxed'
    this.waiting = []
    this.whole = false
    this.strict = false
    this.writing += 1
    const written = withTimeout(store.append(batch, durability)).then(
      () => this.finish(batch.length),
      (error: unknown) => {
        this.writing -= 1
        this.waiting = whole ? this.waiting : [...batch, ...this.waiting]
        this.whole ||= whole || codeOf(error) === 'lost'
        this.strict ||= durability === 'strict'
        this.fail(error)
      },
    )
    this.last = settled([this.last, written])
  }

  private finish(rows: number): void {
    this.writing -= 1
    this.failures = 0
    this.rows += rows
    if (this.hasWaiting()) {
      this.options.onState('pending')
      if (this.writing === 0 && !this.ended) this.write()
      return
    }
    if (this.writing > 0) return
    this.options.onState('kept')
    if (this.rows >= compactAfterRows && !this.ended) {
      this.rows = 1
      this.last = settled([this.last, this.compact()])
    }
  }

  private async compact(): Promise<void> {
    try {
      await this.options.store.compact({ gc: this.options.doc.gc })
    } catch (error) {
      // A failed fold loses nothing: the rows stay as they are until the next attempt.
      if (codeOf(error) !== 'forgotten') this.options.onError(asError(error))
    }
  }

  private fail(error: unknown): void {
    this.options.onState('failed')
    this.failures += 1
    // Said once per outage, not per keystroke.
    if (this.failures === 1) this.options.onError(asError(error))
    const code = codeOf(error)
    if (code === 'forgotten' || code === 'outdated') this.end()
    this.retryIn(code === 'lost' ? 0 : Math.min(lastRetryMs, firstRetryMs * 2 ** (this.failures - 1)), false)
  }

  /** `soon`: an edit asks for it; it may replace a longer wait, but edits do not push it further away. */
  private retryIn(ms: number, soon: boolean): void {
    if (this.ended || this.retry?.soon === true || (soon && this.writing > 0)) return
    this.cancelRetry()
    const timer = setTimeout(() => {
      this.retry = undefined
      if (this.ended || this.writing > 0) return
      // What could not be read at the start may hold edits of an earlier visit that the server lacks.
      if (!this.read) this.last = settled([this.last, this.load()])
      else if (this.hasWaiting()) this.write()
    }, ms)
    this.retry = { timer, soon }
  }

  private cancelRetry(): void {
    clearTimeout(this.retry?.timer)
    this.retry = undefined
  }

  private hasWaiting(): boolean {
    return this.waiting.length > 0 || (this.whole && hasContent(this.options.doc))
  }

  private end(): void {
    this.ended = true
    this.cancelRetry()
    this.options.doc.off('update', this.onUpdate)
  }
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new OfflineStoreError('blocked')), writeTimeoutMs)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

async function settled(work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work)
}

function hasContent(doc: Y.Doc): boolean {
  return doc.store.clients.size > 0
}

function codeOf(error: unknown): string | undefined {
  return error instanceof OfflineStoreError ? error.code : undefined
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error), { cause: error })
}
