import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseDocumentName } from '@stet/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../storage/memory.ts'
import { openSqliteStorage } from '../storage/sqlite.ts'
import { createCompactor } from './compactor.ts'
import { foldDocument } from './fold-document.ts'
import { defaultCompactionSettings } from './settings.ts'
import type { CompactionEvent } from './events.ts'
import type { FoldThread } from './fold-thread.ts'
import type { CompactionSettings } from './settings.ts'
import type { Storage } from '../storage/types.ts'

// Starts threads, each of which may take a second on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const plan = parseDocumentName('plan')
const notes = parseDocumentName('notes')
let cleanups: (() => unknown)[]
let events: CompactionEvent[]
let clock: ReturnType<typeof createTestClock>

beforeEach(() => {
  cleanups = []
  events = []
  clock = createTestClock()
})
afterEach(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup()
})

/** Time stands until the test moves it. */
function createTestClock() {
  let time = 1_000_000
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  return {
    now: () => time,
    setTimer(ms: number, run: () => void) {
      const timer = { at: time + ms, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    advance(ms: number) {
      time += ms
      for (const timer of timers) {
        if (timer.at > time) continue
        timers.delete(timer)
        timer.run()
      }
    },
    get waiting() {
      return timers.size
    },
  }
}

/** Folds on this thread: most rules here are not about threads. */
function foldHere(fold = foldDocument): FoldThread & { folds: number; stops: number } {
  const thread = {
    folds: 0,
    stops: 0,
    async fold(updates: readonly Uint8Array[]) {
      thread.folds += 1
      const started = clock.now()
      try {
        const snapshot = fold(updates)
        return { kind: 'folded' as const, snapshot, ms: clock.now() - started }
      } catch (error) {
        return { kind: 'unsound' as const, message: String(error) }
      }
    },
    async stop() {
      thread.stops += 1
    },
  }
  return thread
}

const drivers: readonly (readonly [string, () => Promise<Storage>])[] = [
  ['memory', async () => createMemoryStorage()],
  [
    'SQLite',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'stet-compactor-'))
      cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
      return openSqliteStorage({ path: join(folder, 'stet.sqlite') })
    },
  ],
]

async function openStorage(open: () => Promise<Storage>): Promise<Storage> {
  const storage = await open()
  cleanups.push(() => storage.close())
  return storage
}

function start(options: {
  storage: Pick<Storage, 'compactable' | 'readForCompaction' | 'replaceWithSnapshot' | 'trimArchive'>
  thread?: FoldThread
  settings?: Partial<CompactionSettings>
}) {
  const compactor = createCompactor({
    storage: options.storage,
    clock,
    settings: { ...defaultCompactionSettings, rows: 10, ...options.settings },
    onEvent: (event) => events.push(event),
    ...(options.thread === undefined ? {} : { thread: options.thread }),
  })
  cleanups.push(() => compactor.close())
  return compactor
}

/** Somebody who types, one update per letter. */
function createTypist(storage: Storage, document = plan) {
  const doc = new Y.Doc()
  let updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  return {
    doc,
    async type(letters: number): Promise<void> {
      const text = doc.getText('text')
      for (let i = 0; i < letters; i += 1) {
        if (i % 5 === 4) text.delete(0, 1)
        else text.insert(text.length, String.fromCharCode(97 + (i % 26)))
      }
      const rows = updates.map((update) => ({ document, update, principal: 'ann', time: clock.now() }))
      updates = []
      await storage.append(rows)
    },
  }
}

async function textOf(storage: Storage, document = plan): Promise<string> {
  const doc = new Y.Doc()
  for (const update of await storage.load(document)) Y.applyUpdate(doc, update)
  expect(doc.store.pendingStructs).toBeNull()
  return doc.getText('text').toJSON()
}

describe.each(drivers)('on %s', (_, open) => {
  it('a long log becomes one snapshot that says the same, and a short one stays', async () => {
    const storage = await openStorage(open)
    const compactor = start({ storage })
    const ann = createTypist(storage)
    await ann.type(30)
    await createTypist(storage, notes).type(5)
    await compactor.sweep()
    expect(await storage.load(plan)).toHaveLength(1)
    expect(await storage.load(notes)).toHaveLength(5)
    expect(await textOf(storage)).toBe(ann.doc.getText('text').toJSON())
    expect(events).toMatchObject([{ type: 'compacted', document: 'plan', rows: 30 }])
  })

  it('what is appended at any step of a compaction is there after it', async () => {
    const storage = await openStorage(open)
    const ann = createTypist(storage)
    await ann.type(20)
    const after: string[] = []
    /** The storage as the compactor sees it, with somebody typing before and after each of its steps. */
    const between = async <T>(step: string, call: () => Promise<T>): Promise<T> => {
      await ann.type(1)
      const calling = call()
      await ann.type(1)
      const result = await calling
      await ann.type(1)
      after.push(step)
      return result
    }
    const compactor = start({
      storage: {
        compactable: (options) => between('compactable', () => storage.compactable(options)),
        readForCompaction: (name) => between('read', () => storage.readForCompaction(name)),
        replaceWithSnapshot: (snapshot) => between('replace', () => storage.replaceWithSnapshot(snapshot)),
        trimArchive: (options) => storage.trimArchive(options),
      },
      settings: { restFactor: 0, rows: 0 },
    })
    for (let round = 0; round < 3; round += 1) {
      await compactor.sweep()
      expect(await textOf(storage)).toBe(ann.doc.getText('text').toJSON())
    }
    expect(after.filter((step) => step === 'replace')).toHaveLength(3)
    expect(events.every(({ type }) => type === 'compacted')).toBe(true)
  })

  it('of two compactors on one storage one replaces, and nothing is lost', async () => {
    const storage = await openStorage(open)
    const ann = createTypist(storage)
    await ann.type(30)
    const compactors = [start({ storage, thread: foldHere() }), start({ storage, thread: foldHere() })]
    await Promise.all(compactors.map((compactor) => compactor.sweep()))
    expect(await textOf(storage)).toBe(ann.doc.getText('text').toJSON())
    expect(events.filter(({ type }) => type === 'compacted')).toHaveLength(1)
    expect(events.filter(({ type }) => type === 'compaction-failed')).toEqual([])
  })

  it('rows are let go once they were archived for the retention, step by step', async () => {
    const storage = await openStorage(open)
    const settings = { retentionMs: 1000, trimEveryMs: 0, trimRows: 7, everyMs: 1e9 }
    const compactor = start({ storage, settings, thread: foldHere() })
    const ann = createTypist(storage)
    await ann.type(30)
    await compactor.sweep()
    await compactor.sweep()
    expect(events.filter(({ type }) => type === 'archive-trimmed')).toEqual([])
    clock.advance(1001)
    await compactor.sweep()
    expect(events.at(-1)).toEqual({ type: 'archive-trimmed', rows: 30 })
    expect(await textOf(storage)).toBe(ann.doc.getText('text').toJSON())
  })
})

describe('what cannot be compacted stays as it is', () => {
  it('a mismatch replaces nothing, is reported, and is not tried again until the document changes', async () => {
    const storage = createMemoryStorage()
    const thread = foldHere(() => {
      throw new Error('other content than before')
    })
    const compactor = start({ storage, thread, settings: { failureRestMs: 5000 } })
    const ann = createTypist(storage)
    await ann.type(30)
    const before = await storage.load(plan)
    await compactor.sweep()
    expect(await storage.load(plan)).toEqual(before)
    expect(events).toEqual([
      {
        type: 'compaction-failed',
        document: 'plan',
        reason: 'unsound',
        message: expect.stringMatching(/other content/u),
        ms: 0,
      },
    ])
    clock.advance(6000)
    await compactor.sweep()
    expect(thread.folds).toBe(1)
    await ann.type(1)
    await compactor.sweep()
    expect(thread.folds).toBe(2)
  })

  it('rows that are no document, and the next document is compacted all the same', async () => {
    const storage = createMemoryStorage()
    const compactor = start({ storage })
    const rows = Array.from({ length: 20 }, () => new Uint8Array([255, 255]))
    await storage.append(rows.map((update) => ({ document: notes, update, principal: 'x', time: 1 })))
    await createTypist(storage).type(15)
    await compactor.sweep()
    expect(events.map(({ type }) => type)).toEqual(['compaction-failed', 'compacted'])
    expect(await storage.load(notes)).toHaveLength(20)
  })

  it('a document above the size limit is not even read', async () => {
    const storage = createMemoryStorage()
    const thread = foldHere()
    const compactor = start({ storage, thread, settings: { maxBytes: 100 } })
    await createTypist(storage).type(30)
    await compactor.sweep()
    expect(thread.folds).toBe(0)
    expect(events).toMatchObject([{ type: 'compaction-failed', reason: 'too-large' }])
  })

  it('a document that needs too much memory ends its thread, and the next one gets a new thread', async () => {
    const storage = createMemoryStorage()
    const compactor = start({ storage, settings: { heap: 24 } })
    const doc = new Y.Doc()
    doc.transact(() => {
      // One struct per character, as somebody typing backwards makes them.
      for (let i = 0; i < 150_000; i += 1) doc.getText('text').insert(0, 'x')
    })
    const large = Y.encodeStateAsUpdate(doc)
    await storage.append([{ document: notes, update: large, principal: 'x', time: 1 }])
    await storage.append(
      Array.from({ length: 20 }, () => ({
        document: notes,
        update: new Uint8Array([0, 0]),
        principal: 'x',
        time: 1,
      })),
    )
    await createTypist(storage).type(15)
    await compactor.sweep()
    expect(events).toMatchObject([
      { type: 'compaction-failed', document: 'notes', reason: 'too-large', message: /24 MiB/u },
      { type: 'compacted', document: 'plan' },
    ])
  })

  it('a document that takes too long is given up', async () => {
    const storage = createMemoryStorage()
    const compactor = start({ storage, settings: { foldMs: 0 } })
    await createTypist(storage).type(30)
    await compactor.sweep()
    expect(events).toMatchObject([
      { type: 'compaction-failed', reason: 'too-large', message: /longer than/u },
    ])
  })

  it('storage that fails is reported and asked again later', async () => {
    const storage = createMemoryStorage()
    let broken = true
    const failing = async <T>(call: () => Promise<T>): Promise<T> => {
      if (broken) throw new Error('no disk')
      return call()
    }
    const compactor = start({
      storage: {
        compactable: (options) => failing(() => storage.compactable(options)),
        readForCompaction: (name) => storage.readForCompaction(name),
        replaceWithSnapshot: (snapshot) => storage.replaceWithSnapshot(snapshot),
        trimArchive: (options) => storage.trimArchive(options),
      },
      thread: foldHere(),
    })
    await createTypist(storage).type(30)
    await compactor.sweep()
    broken = false
    await compactor.sweep()
    expect(events.map(({ type }) => type)).toEqual(['sweep-failed', 'compacted'])
  })
})

describe('when a look comes, and what it takes on', () => {
  it('looks every so often by itself, and after close never again', async () => {
    const storage = createMemoryStorage()
    const compactor = start({ storage, thread: foldHere(), settings: { everyMs: 100 } })
    await createTypist(storage).type(30)
    clock.advance(99)
    expect(events).toEqual([])
    clock.advance(1)
    await compactor.sweep()
    expect(events).toMatchObject([{ type: 'compacted' }])
    await compactor.close()
    expect(clock.waiting).toBe(0)
    await createTypist(storage, notes).type(30)
    await compactor.sweep()
    expect(events).toHaveLength(1)
  })

  it('looks early when as many rows were stored as one document may have', async () => {
    const storage = createMemoryStorage()
    const compactor = start({ storage, thread: foldHere(), settings: { rows: 10, everyMs: 60_000 } })
    await createTypist(storage).type(30)
    compactor.committed(10)
    clock.advance(1000)
    expect(await storage.load(plan)).toHaveLength(30)
    compactor.committed(1)
    clock.advance(99)
    expect(clock.waiting).toBe(1)
    clock.advance(1)
    await compactor.sweep()
    expect(await storage.load(plan)).toHaveLength(1)
    expect(clock.waiting).toBe(1)
  })

  it('a document at rest is compacted from fewer rows on', async () => {
    const storage = createMemoryStorage()
    const settings = { idleRows: 5, idleMs: 1000, everyMs: 1e9 }
    const compactor = start({ storage, thread: foldHere(), settings })
    await createTypist(storage).type(6)
    await compactor.sweep()
    expect(await storage.load(plan)).toHaveLength(6)
    clock.advance(1001)
    await compactor.sweep()
    expect(await storage.load(plan)).toHaveLength(1)
  })

  it('a document rests after a compaction, in proportion to what it cost', async () => {
    const storage = createMemoryStorage()
    const slow = foldHere((updates) => {
      clock.advance(50)
      return foldDocument(updates)
    })
    const compactor = start({ storage, thread: slow, settings: { restFactor: 10, everyMs: 1e9 } })
    const ann = createTypist(storage)
    await ann.type(30)
    await compactor.sweep()
    await ann.type(30)
    clock.advance(499)
    await compactor.sweep()
    expect(slow.folds).toBe(1)
    clock.advance(1)
    await compactor.sweep()
    expect(slow.folds).toBe(2)
  })

  it('a log too long for one reading is compacted piece by piece', async () => {
    const storage = createMemoryStorage()
    const ann = createTypist(storage)
    await ann.type(30)
    const compactor = start({
      storage: {
        compactable: (options) => storage.compactable(options),
        async readForCompaction(name) {
          const input = await storage.readForCompaction(name)
          if (input === undefined) return undefined
          const rows = input.rows.slice(0, 8)
          return { ...input, rows, upToSeq: input.afterSeq + rows.length }
        },
        replaceWithSnapshot: (snapshot) => storage.replaceWithSnapshot(snapshot),
        trimArchive: (options) => storage.trimArchive(options),
      },
      thread: foldHere(),
    })
    await compactor.sweep()
    expect(events).toHaveLength(4)
    expect(await storage.load(plan)).toHaveLength(1)
    expect(await textOf(storage)).toBe(ann.doc.getText('text').toJSON())
  })

  it('a thread that had nothing to do for a minute is ended, and not before', async () => {
    const storage = createMemoryStorage()
    const thread = foldHere()
    const compactor = start({ storage, thread })
    await createTypist(storage).type(30)
    await compactor.sweep()
    await compactor.sweep()
    expect(thread.stops).toBe(0)
    clock.advance(60_000)
    await compactor.sweep()
    expect(thread.stops).toBe(1)
  })

  it('closing in the middle of a document leaves it as it was', async () => {
    const storage = createMemoryStorage()
    const compactor = start({ storage })
    await createTypist(storage).type(30)
    const sweeping = compactor.sweep()
    await compactor.close()
    await sweeping
    expect(await storage.load(plan)).toHaveLength(30)
    expect(events).toEqual([])
  })
})
