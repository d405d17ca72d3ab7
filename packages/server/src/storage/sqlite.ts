// Storage in one SQLite file (WAL), behind two threads: one writes, one reads for listings. The main thread, where
// the sockets are, never waits for the disk.
//
// Durability: `append` is one transaction with synchronous=FULL and resolves after its COMMIT: what was acknowledged
// survives `kill -9` and a power cut, as far as the disk keeps what it says it has written. The rows are never
// changed afterwards; each carries a checksum that is verified whenever the document is loaded.
import { resolve } from 'node:path'
import { silentLogger } from '../logger.ts'
import { packBytes, unpackBytes } from './packed-bytes.ts'
import { startStorageThread } from './storage-thread.ts'
import { StorageError } from './storage-error.ts'
import type { Logger } from '../logger.ts'
import type { StorageThread } from './storage-thread.ts'
import type { DerivedTitle, ListResult, ReaderCalls, WriterCalls } from './thread-messages.ts'
import type { DocumentRecord, ListOptions, Storage } from './types.ts'
import type { LogRow } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'

/** An append that takes longer (milliseconds) means a disk that hangs: readiness turns red... */
const slowAppend = 5000
/** ...and after this long it is given up, so that the engine hears of it. */
const appendDeadline = 30_000

/** MiB. A document of the size for which titles are derived at all fits well. */
const defaultTitleHeap = 512

export interface SqliteStorageOptions {
  /** The data file. It and its folder are created if missing. */
  readonly path: string
  readonly log?: Logger
  /** Most bytes the data file may take. Default: as many as the disk has. */
  readonly maxBytes?: number
  /** Heap (MiB) in which titles are derived; a document that needs more is listed with the title it had. Default: 512. */
  readonly titleHeap?: number
}

export interface SqliteStorage extends Storage {
  /** Changes the most bytes the data file may take; undefined for no limit. What is stored stays. */
  limitSize(bytes: number | undefined): Promise<void>
}

/** Rejects with a StorageError 'open-failed' that names the path and what to do, for a file that cannot be used. */
export async function openSqliteStorage(options: SqliteStorageOptions): Promise<SqliteStorage> {
  const path = resolve(options.path)
  const log = options.log ?? silentLogger
  const threadData = { path, skipTitles: [] }
  let maxBytes = options.maxBytes ?? null
  let appendFailed = false
  // Start of the append under way, and whether one was given up that has still not come back.
  let appendStart: number | undefined
  let stuck = false
  let closed = false

  const writer = await startStorageThread<WriterCalls>({
    file: threadFile(new URL('./sqlite-writer.ts', import.meta.url)),
    data: () => ({ ...threadData, maxBytes }),
    onDown: (error) => log.error('The storage thread has stopped; starting it again', { error }),
    onUp: () => log.info('The storage thread is running again'),
  })

  // The document whose title is being derived, and those whose titles ended a thread before.
  let deriving: string | undefined
  const skipTitles = new Set<string>()
  const startReader = () =>
    startStorageThread<ReaderCalls>({
      file: threadFile(new URL('./sqlite-reader.ts', import.meta.url)),
      data: () => ({ ...threadData, maxBytes: null, skipTitles: [...skipTitles] }),
      maxHeap: options.titleHeap ?? defaultTitleHeap,
      onNotice: (document) => (deriving = document),
      onDown(error) {
        if (deriving !== undefined) skipTitles.add(deriving)
        log.error('The thread for listings has stopped; starting it again', { error, deriving })
        deriving = undefined
      },
    })
  // Started by the first listing: serving documents need not wait for it.
  let startedReader: Promise<StorageThread<ReaderCalls>> | undefined
  const openReader = (): Promise<StorageThread<ReaderCalls>> => {
    if (closed) return Promise.reject(new StorageError('closed', 'This storage is closed.'))
    startedReader ??= startReader().catch((error: unknown) => {
      startedReader = undefined
      throw error
    })
    return startedReader
  }

  const titles = createTitleSaver((derived) => writer.call('saveTitles', { titles: derived }))

  const recordsOf = ({ records, derived }: ListResult): readonly DocumentRecord[] => {
    deriving = undefined
    titles.save(derived)
    return records
  }

  return {
    async load(document: DocumentName) {
      const updates: Uint8Array[] = []
      for (let after = 0; ;) {
        const page = await writer.call('loadPage', { document, after })
        for (const update of unpackBytes(page)) updates.push(update)
        if (page.done) return updates
        after = page.last
      }
    },

    async append(rows: readonly LogRow[]) {
      if (rows.length === 0) return
      // More must not pile up behind a disk that hangs.
      if (stuck) throw hanging()
      const heads = rows.map(({ document, principal, time }) => ({ document, principal, time }))
      const updates = packBytes(rows.map((row) => row.update))
      const done = writer.call('append', { rows: heads, updates }, [updates.bytes.buffer])
      appendStart ??= performance.now()
      try {
        await withDeadline(done, appendDeadline, () => {
          stuck = true
          void done.catch(() => undefined).finally(() => (stuck = false))
          return hanging()
        })
        appendFailed = false
      } catch (error) {
        appendFailed = true
        throw error
      } finally {
        appendStart = undefined
      }
    },

    create: (document, time) => writer.call('create', { document, time }),
    list: async (listOptions: ListOptions) => recordsOf(await (await openReader()).call('list', listOptions)),
    describe: async (document) => recordsOf(await (await openReader()).call('describe', { document }))[0],
    healthy: () =>
      writer.up &&
      !appendFailed &&
      (appendStart === undefined || performance.now() - appendStart < slowAppend),

    async limitSize(bytes) {
      maxBytes = bytes ?? null
      await writer.call('limitSize', { bytes: maxBytes })
    },

    async close() {
      // The writer last: the last connection to close folds the WAL into the data file.
      closed = true
      const started = await startedReader?.catch(() => undefined)
      await started?.close()
      await titles.settled()
      await writer.close()
    },
  }
}

/** The same file as JavaScript where this one is: in the published package. */
function threadFile(source: URL): URL {
  return import.meta.url.endsWith('.ts') ? source : new URL(source.href.replace(/\.ts$/u, '.js'))
}

/** Writes titles down one batch at a time: whatever is derived meanwhile goes into the next. */
function createTitleSaver(save: (titles: readonly DerivedTitle[]) => Promise<unknown>) {
  const waiting = new Map<string, DerivedTitle>()
  let running: Promise<void> | undefined

  const run = async (): Promise<void> => {
    while (waiting.size > 0) {
      const batch = [...waiting.values()]
      waiting.clear()
      // A title that was not written down is derived again: nothing to report.
      await save(batch).catch(() => undefined)
    }
    running = undefined
  }

  return {
    save(derived: readonly DerivedTitle[]): void {
      for (const title of derived) waiting.set(title.document, title)
      if (waiting.size > 0) running ??= run()
    },
    settled: async (): Promise<void> => running,
  }
}

function withDeadline<T>(promise: Promise<T>, ms: number, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function hanging(): StorageError {
  return new StorageError('unavailable', 'The disk has not answered a write for a long time.')
}
