// Storage in one SQLite file (WAL), behind three threads: one writes, one loads documents, one reads for listings. The
// main thread, where the sockets are, never waits for the disk, and no commit waits for a reader.
//
// Durability: `append` is one transaction with synchronous=FULL and resolves after its COMMIT: what was acknowledged
// survives `kill -9` and a power cut, as far as the disk keeps what it says it has written. The rows are never
// changed afterwards; each carries a checksum that is verified whenever the document is loaded.
import { resolve } from 'node:path'
import { silentLogger } from '../logger.ts'
import { packBytes, unpackBytes } from './packed-bytes.ts'
import { startStorageThread } from './storage-thread.ts'
import { StorageError } from './storage-error.ts'
import { threadFile } from './thread-file.ts'
import type { Logger } from '../logger.ts'
import type { StorageThread } from './storage-thread.ts'
import type { DerivedTitle, ListResult, LoadedPage, ReaderCalls, WriterCalls } from './thread-messages.ts'
import type { DocumentRecord, ListOptions, Storage } from './types.ts'
import type { LogRow } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'

/** An append that takes longer (milliseconds) means a disk that hangs: readiness turns red... */
const slowAppend = 5000
/** ...and after this long it is given up, so that the engine hears of it. */
const appendDeadline = 30_000

/** One snapshot is made from at most about so many rows and bytes: what is read lies in memory at once. */
const compactionRows = 20_000
const compactionBytes = 32 * 1024 * 1024

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
  const startLoader = () =>
    startStorageThread<ReaderCalls>({
      file: threadFile(new URL('./sqlite-reader.ts', import.meta.url)),
      data: () => ({ ...threadData, maxBytes: null }),
      onDown: (error) => log.error('The thread for loading has stopped; starting it again', { error }),
      onUp: () => log.info('The thread for loading is running again'),
    })
  // Each is started when it is first needed: opening waits for the writer only.
  const listing = createLateThread(startReader)
  const loading = createLateThread(startLoader)

  const loadPage = async (document: DocumentName, after: number | null): Promise<LoadedPage> => {
    const page = await (await loading.open()).call('loadPage', { document, after })
    if (page.damage !== null) {
      log.error('A damaged snapshot was passed over; the rows it was made from are still there', {
        document,
        damage: page.damage,
      })
    }
    return page
  }

  const titles = createTitleSaver((derived) => writer.call('saveTitles', { titles: derived }))

  const recordsOf = ({ records, derived }: ListResult): readonly DocumentRecord[] => {
    deriving = undefined
    titles.save(derived)
    return records
  }

  return {
    async load(document) {
      const updates: Uint8Array[] = []
      for (let after: number | null = null; ;) {
        const page = await loadPage(document, after)
        for (const update of unpackBytes(page)) updates.push(update)
        if (page.done) return updates
        after = page.last
      }
    },

    claims: async (document) => (await loading.open()).call('claims', { document }),

    async append(rows: readonly LogRow[]) {
      if (rows.length === 0) return
      // More must not pile up behind a disk that hangs.
      if (stuck) throw hanging()
      const heads = rows.map(({ document, principal, time, claims }) =>
        claims === undefined ? { document, principal, time } : { document, principal, time, claims },
      )
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
    list: async (listOptions: ListOptions) =>
      recordsOf(await (await listing.open()).call('list', listOptions)),
    describe: async (document) => recordsOf(await (await listing.open()).call('describe', { document }))[0],

    compactable: async (compactableOptions) => (await loading.open()).call('compactable', compactableOptions),
    async readForCompaction(document) {
      const first = await loadPage(document, null)
      const rows = unpackBytes(first)
      const snapshot = first.snapshot === null ? undefined : rows.shift()
      let bytes = first.bytes.length
      let page = first
      while (!page.done && rows.length < compactionRows && bytes < compactionBytes) {
        page = await loadPage(document, page.last)
        rows.push(...unpackBytes(page))
        bytes += page.bytes.length
      }
      if (rows.length === 0) return undefined
      return {
        generation: first.generation,
        snapshot,
        afterSeq: page.last - rows.length,
        upToSeq: page.last,
        rows,
      }
    },
    async replaceWithSnapshot({ snapshot, ...replacement }) {
      const bytes = new Uint8Array(snapshot)
      return writer.call('replaceWithSnapshot', { ...replacement, bytes }, [bytes.buffer])
    },
    trimArchive: (trimOptions) => writer.call('trimArchive', trimOptions),

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
      await listing.close()
      await loading.close()
      await titles.settled()
      await writer.close()
    },
  }
}

/** A thread that is started by its first use. A start that failed is tried again by the next. */
function createLateThread(start: () => Promise<StorageThread<ReaderCalls>>) {
  let started: Promise<StorageThread<ReaderCalls>> | undefined
  let closed = false
  return {
    open(): Promise<StorageThread<ReaderCalls>> {
      if (closed) return Promise.reject(new StorageError('closed', 'This storage is closed.'))
      started ??= start().catch((error: unknown) => {
        started = undefined
        throw error
      })
      return started
    },
    async close(): Promise<void> {
      closed = true
      const thread = await started?.catch(() => undefined)
      await thread?.close()
    },
  }
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
