// What every storage driver must do, as tests: call this in a test file of yours with a factory for your driver.
//
//   describeStorageContract({ name: 'my driver', open: () => openMyStorage(...), reopen: ... })
import { parseDocumentName } from '@stet/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { DocumentName } from '@stet/protocol'
import type { Storage } from './types.ts'

export interface StorageContract {
  readonly name: string
  /** Gives fresh, empty storage at each call. The suite closes what it opens. */
  readonly open: () => Promise<Storage>
  /** Opens the data of the storage opened last again, after it was closed. Only storage that keeps nothing has none. */
  readonly reopen?: () => Promise<Storage>
}

export function describeStorageContract({ name, open, reopen }: StorageContract): void {
  describe(`storage contract: ${name}`, () => {
    const opened: Storage[] = []
    const fresh = async (): Promise<Storage> => {
      const storage = await open()
      opened.push(storage)
      return storage
    }
    afterEach(async () => {
      for (const storage of opened.splice(0)) await storage.close()
    })

    it('a document never written to loads as no rows, and is not created by that', async () => {
      const storage = await fresh()
      expect(await storage.load(named('a'))).toEqual([])
      expect(await storage.describe(named('a'))).toBeUndefined()
      expect(await storage.list({ limit: 10 })).toEqual([])
    })

    it('load gives every appended row, in order, byte for byte', async () => {
      const storage = await fresh()
      const updates = Array.from({ length: 50 }, (_, i) => new Uint8Array([i, 255 - i, 0, i]))
      for (let i = 0; i < updates.length; i += 7) {
        await storage.append(updates.slice(i, i + 7).map((update) => rowOf('a', update)))
      }
      expect(await contents(storage, 'a')).toEqual(updates.map((update) => Array.from(update)))
    })

    it('claims are those of all rows, a later one in the place of an earlier, each document its own', async () => {
      const storage = await fresh()
      await storage.append([
        { ...rowOf('a', bytes(1)), claims: [{ principal: 'ann', clients: [1, 2, 4_294_967_295] }] },
        { ...rowOf('b', bytes(2)), claims: [{ principal: 'ben', clients: [1] }] },
        rowOf('a', bytes(3)),
      ])
      await storage.append([{ ...rowOf('a', bytes(4)), claims: [{ principal: 'ben', clients: [2, 3] }] }])
      expect(await owners(storage, 'a')).toEqual({ 1: 'ann', 2: 'ben', 3: 'ben', 4_294_967_295: 'ann' })
      expect(await owners(storage, 'b')).toEqual({ 1: 'ben' })
      expect(await storage.claims(named('c'))).toEqual([])
      expect(await storage.describe(named('c'))).toBeUndefined()
    })

    it('claims stay when a snapshot takes the place of their rows, and when the rows are let go', async () => {
      const storage = await fresh()
      await storage.append([{ ...rowOf('a', bytes(1)), claims: [{ principal: 'ann', clients: [7] }] }])
      await compact(storage, bytes(11))
      expect(await storage.trimArchive({ archivedBefore: 9_000, limit: 10 })).toBe(1)
      expect(await owners(storage, 'a')).toEqual({ 7: 'ann' })
    })

    it('one append may carry rows of many documents, and each document gets its own', async () => {
      const storage = await fresh()
      await storage.append([rowOf('a', bytes(1)), rowOf('b', bytes(2)), rowOf('a', bytes(3))])
      await storage.append([rowOf('b', bytes(4))])
      expect(await numbers(storage, 'a')).toEqual([1, 3])
      expect(await numbers(storage, 'b')).toEqual([2, 4])
    })

    it('appends that overlap keep the order in which they were called', async () => {
      const storage = await fresh()
      await Promise.all([1, 2, 3, 4, 5].map((n) => storage.append([rowOf('a', bytes(n))])))
      expect(await numbers(storage, 'a')).toEqual([1, 2, 3, 4, 5])
    })

    it('an append of no rows does nothing', async () => {
      const storage = await fresh()
      await storage.append([])
      expect(await storage.list({ limit: 10 })).toEqual([])
    })

    it('an empty update is kept as one', async () => {
      const storage = await fresh()
      await storage.append([rowOf('a', new Uint8Array())])
      expect((await storage.load(named('a'))).map((u) => u.length)).toEqual([0])
    })

    it('updates that are views on a larger buffer are stored without the rest of it', async () => {
      const storage = await fresh()
      const wide = new Uint8Array(1000).fill(7)
      const view = wide.subarray(10, 13)
      await storage.append([rowOf('a', view), rowOf('a', wide.subarray(500, 501))])
      wide.fill(9)
      expect(await contents(storage, 'a')).toEqual([[7, 7, 7], [7]])
      expect((await storage.describe(named('a')))?.bytes).toBe(4)
    })

    it('changing what was loaded does not change what is stored', async () => {
      const storage = await fresh()
      await storage.append([rowOf('a', bytes(1))])
      const [loaded] = await storage.load(named('a'))
      loaded?.fill(99)
      expect(await numbers(storage, 'a')).toEqual([1])
    })

    it('a large document loads whole', async () => {
      const storage = await fresh()
      const block = new Uint8Array(300_000).map((_, i) => i % 251)
      for (let i = 0; i < 10; i += 1) await storage.append([rowOf('a', block), rowOf('a', bytes(i))])
      const rows = await storage.load(named('a'))
      expect(rows.map((row) => row.length)).toEqual(
        Array.from({ length: 20 }, (_, i) => (i % 2 ? 1 : 300_000)),
      )
      expect(rows[18]).toEqual(block)
    })

    it('names that differ only in case or a trailing character are different documents', async () => {
      const storage = await fresh()
      await storage.append([rowOf('Doc', bytes(1)), rowOf('doc', bytes(2)), rowOf('doc~', bytes(3))])
      expect(await numbers(storage, 'Doc')).toEqual([1])
      expect(await numbers(storage, 'doc')).toEqual([2])
      expect(await numbers(storage, 'doc~')).toEqual([3])
    })

    it('create makes an empty document once, and says false the second time', async () => {
      const storage = await fresh()
      expect(await storage.create(named('a'), 1000)).toBe(true)
      expect(await storage.create(named('a'), 2000)).toBe(false)
      expect(await storage.load(named('a'))).toEqual([])
      expect(await storage.describe(named('a'))).toEqual({
        document: 'a',
        title: '',
        created: 1000,
        changed: 1000,
        bytes: 0,
      })
    })

    it('create leaves a document that rows made alone', async () => {
      const storage = await fresh()
      await storage.append([rowOf('a', bytes(1), 500)])
      expect(await storage.create(named('a'), 2000)).toBe(false)
      expect(await storage.describe(named('a'))).toMatchObject({ created: 500, changed: 500, bytes: 1 })
      expect(await numbers(storage, 'a')).toEqual([1])
    })

    it('the first and the newest row give the dates, all rows the size', async () => {
      const storage = await fresh()
      await storage.append([rowOf('a', bytes(1, 2, 3), 1000)])
      await storage.append([rowOf('a', bytes(4), 3000), rowOf('a', bytes(5), 2000)])
      expect(await storage.describe(named('a'))).toMatchObject({ created: 1000, changed: 3000, bytes: 5 })
    })

    it('the list has the newest change first, and pages through all documents without a gap or a repeat', async () => {
      const storage = await fresh()
      const times = [50, 10, 40, 40, 40, 20, 30]
      await storage.append(times.map((time, i) => rowOf(`d${i}`, bytes(1), time)))
      const all = (await storage.list({ limit: 100 })).map((record) => record.document)
      expect(all).toEqual(['d0', 'd4', 'd3', 'd2', 'd6', 'd5', 'd1'])
      const paged: DocumentName[] = []
      for (let page = await storage.list({ limit: 2 }); page.length > 0;) {
        paged.push(...page.map((record) => record.document))
        page = await storage.list({ limit: 2, before: page.at(-1)! })
      }
      expect(paged).toEqual(all)
    })

    it('titles come from the content and follow it', async () => {
      const storage = await fresh()
      const doc = new Y.Doc()
      const updates: Uint8Array[] = []
      doc.on('update', (update: Uint8Array) => updates.push(update))
      doc.getMap('meta').set('title', 'First')
      await storage.append(updates.splice(0).map((update) => rowOf('a', update)))
      expect(await eventually(async () => (await storage.describe(named('a')))?.title, 'First')).toBe('First')
      doc.getMap('meta').set('title', 'Second')
      await storage.append(updates.splice(0).map((update) => rowOf('a', update)))
      expect(await eventually(async () => (await storage.list({ limit: 1 }))[0]?.title, 'Second')).toBe(
        'Second',
      )
    })

    it('rows that are no Yjs updates leave the title empty and the list whole', async () => {
      const storage = await fresh()
      await storage.append([rowOf('bad', bytes(255, 255, 255))])
      await storage.append([rowOf('good', Y.encodeStateAsUpdate(titled('Good')), 2000)])
      expect((await storage.list({ limit: 10 })).map((record) => record.title)).toEqual(['Good', ''])
    })

    it('a snapshot is loaded in place of the rows it was made from, before the rows after it', async () => {
      const storage = await fresh()
      await storage.append([rowOf('a', bytes(1)), rowOf('a', bytes(2)), rowOf('b', bytes(3))])
      expect(await compact(storage, bytes(12, 12))).toBe(true)
      expect(await numbers(storage, 'a')).toEqual([12])
      await storage.append([rowOf('a', bytes(4)), rowOf('a', bytes(5))])
      expect(await numbers(storage, 'a')).toEqual([12, 4, 5])
      expect(await numbers(storage, 'b')).toEqual([3])
      expect(await storage.describe(named('a'))).toMatchObject({ bytes: 4 })
    })

    it('what is read for compaction is the snapshot and the rows beyond it, and nothing where there are none', async () => {
      const storage = await fresh()
      expect(await storage.readForCompaction(named('a'))).toBeUndefined()
      await storage.append([rowOf('a', bytes(1)), rowOf('a', bytes(2))])
      expect(await storage.readForCompaction(named('a'))).toEqual({
        generation: 0,
        snapshot: undefined,
        afterSeq: 0,
        upToSeq: 2,
        rows: [bytes(1), bytes(2)],
      })
      await compact(storage, bytes(12))
      expect(await storage.readForCompaction(named('a'))).toBeUndefined()
      await storage.append([rowOf('a', bytes(3))])
      expect(await storage.readForCompaction(named('a'))).toEqual({
        generation: 1,
        snapshot: bytes(12),
        afterSeq: 2,
        upToSeq: 3,
        rows: [bytes(3)],
      })
    })

    it('rows appended between the reading and the replacing stay behind the snapshot', async () => {
      const storage = await fresh()
      await storage.append([rowOf('a', bytes(1)), rowOf('a', bytes(2))])
      const input = await storage.readForCompaction(named('a'))
      await storage.append([rowOf('a', bytes(3))])
      const { generation, afterSeq, upToSeq, rows } = input!
      const replacement = { document: named('a'), generation, afterSeq, upToSeq, rowsRead: rows.length }
      const replacing = storage.replaceWithSnapshot({ ...replacement, snapshot: bytes(12), time: 5000 })
      await storage.append([rowOf('a', bytes(4))])
      expect(await replacing).toBe(true)
      expect(await numbers(storage, 'a')).toEqual([12, 3, 4])
    })

    it('of two who read the same, the second to replace changes nothing', async () => {
      const storage = await fresh()
      await storage.append([rowOf('a', bytes(1)), rowOf('a', bytes(2))])
      const { generation, afterSeq, upToSeq, rows } = (await storage.readForCompaction(named('a')))!
      const replacement = { document: named('a'), generation, afterSeq, upToSeq, rowsRead: rows.length }
      const both = [bytes(12), bytes(21)].map((snapshot) =>
        storage.replaceWithSnapshot({ ...replacement, snapshot, time: 5000 }),
      )
      expect(await Promise.all(both)).toEqual([true, false])
      expect(await numbers(storage, 'a')).toEqual([12])
    })

    it('a replacement whose rows are not those that are there is rejected, and changes nothing', async () => {
      const storage = await fresh()
      await storage.append([rowOf('a', bytes(1)), rowOf('a', bytes(2))])
      const replacement = {
        document: named('a'),
        generation: 0,
        afterSeq: 0,
        snapshot: bytes(12),
        time: 5000,
      }
      for (const wrong of [
        { upToSeq: 3, rowsRead: 3 },
        { upToSeq: 2, rowsRead: 1 },
      ]) {
        await expect(storage.replaceWithSnapshot({ ...replacement, ...wrong })).rejects.toMatchObject({
          code: 'damaged',
        })
      }
      expect(await numbers(storage, 'a')).toEqual([1, 2])
    })

    it('a document becomes compactable by rows, by bytes, or by rest, and stops to be by a snapshot', async () => {
      const storage = await fresh()
      await storage.append(Array.from({ length: 5 }, () => rowOf('a', bytes(1), 9000)))
      await storage.append([rowOf('heavy', new Uint8Array(100), 9000)])
      await storage.append([rowOf('rests', bytes(1), 1000), rowOf('rests', bytes(2), 1000)])
      await storage.append([rowOf('new', bytes(1), 9000), rowOf('short', bytes(1), 1000)])
      const options = { limit: 10, rows: 3, bytes: 50, idle: { rows: 2, before: 5000 } }
      expect(await storage.compactable(options)).toEqual([
        { document: 'a', lastSeq: 5, rows: 5, bytes: 5 },
        { document: 'rests', lastSeq: 2, rows: 2, bytes: 2 },
        { document: 'heavy', lastSeq: 1, rows: 1, bytes: 100 },
      ])
      expect(await storage.compactable({ ...options, limit: 1 })).toHaveLength(1)
      await compact(storage, new Uint8Array(60))
      const names = (await storage.compactable(options)).map(({ document }) => document)
      expect(names).toEqual(['rests', 'heavy'])
    })

    it('archived rows are let go by when they were archived, a few at a time, and loads do not notice', async () => {
      const storage = await fresh()
      await storage.append([1, 2, 3, 4, 5].map((n) => rowOf('a', bytes(n))))
      await compact(storage, bytes(15), 5000)
      await storage.append([rowOf('a', bytes(6))])
      await compact(storage, bytes(21), 7000)
      await storage.append([rowOf('a', bytes(7))])
      expect(await storage.trimArchive({ archivedBefore: 5000, limit: 10 })).toBe(0)
      expect(await storage.trimArchive({ archivedBefore: 5001, limit: 3 })).toBe(3)
      expect(await storage.trimArchive({ archivedBefore: 5001, limit: 3 })).toBe(2)
      expect(await storage.trimArchive({ archivedBefore: 5001, limit: 3 })).toBe(0)
      expect(await numbers(storage, 'a')).toEqual([21, 7])
      expect(await storage.trimArchive({ archivedBefore: 9999, limit: 3 })).toBe(1)
      expect(await numbers(storage, 'a')).toEqual([21, 7])
      await storage.append([rowOf('a', bytes(8))])
      expect(await storage.readForCompaction(named('a'))).toMatchObject({ generation: 2, upToSeq: 8 })
    })

    it('the title follows the content across a snapshot', async () => {
      const storage = await fresh()
      const doc = titled('First')
      await storage.append([rowOf('a', Y.encodeStateAsUpdate(doc))])
      await compact(storage, Y.encodeStateAsUpdate(doc))
      const before = Y.encodeStateVector(doc)
      doc.getMap('meta').set('title', 'Second')
      await storage.append([rowOf('a', Y.encodeStateAsUpdate(doc, before))])
      expect(await eventually(async () => (await storage.describe(named('a')))?.title, 'Second')).toBe(
        'Second',
      )
    })

    it('is healthy while it works', async () => {
      const storage = await fresh()
      await storage.append([rowOf('a', bytes(1))])
      expect(storage.healthy()).toBe(true)
    })

    it('after close every call rejects, and closing again does nothing', async () => {
      const storage = await fresh()
      await storage.close()
      await storage.close()
      expect(storage.healthy()).toBe(false)
      await expect(storage.load(named('a'))).rejects.toThrow(/closed/u)
      await expect(storage.claims(named('a'))).rejects.toThrow(/closed/u)
      await expect(storage.append([rowOf('a', bytes(1))])).rejects.toThrow(/closed/u)
      await expect(storage.create(named('a'), 1)).rejects.toThrow(/closed/u)
      await expect(storage.list({ limit: 1 })).rejects.toThrow(/closed/u)
      await expect(storage.describe(named('a'))).rejects.toThrow(/closed/u)
      await expect(storage.readForCompaction(named('a'))).rejects.toThrow(/closed/u)
      await expect(storage.trimArchive({ archivedBefore: 1, limit: 1 })).rejects.toThrow(/closed/u)
    })

    // oxlint-disable-next-line vitest/no-conditional-tests -- a driver that keeps nothing has nothing to open again
    if (reopen) {
      it('what was appended is there after closing and opening again', async () => {
        const storage = await fresh()
        const claims = [{ principal: 'ann', clients: [7] }]
        await storage.append([{ ...rowOf('a', Y.encodeStateAsUpdate(titled('Kept')), 1000), claims }])
        await storage.create(named('b'), 2000)
        const before = { rows: await contents(storage, 'a'), list: await storage.list({ limit: 10 }) }
        await storage.close()
        const again = await reopen()
        opened.push(again)
        expect(await contents(again, 'a')).toEqual(before.rows)
        expect(await again.list({ limit: 10 })).toEqual(before.list)
        expect(await again.claims(named('a'))).toEqual(claims)
        await again.append([rowOf('a', bytes(9), 3000)])
        expect(await again.load(named('a'))).toHaveLength(2)
      })

      it('a snapshot is there after closing and opening again', async () => {
        const storage = await fresh()
        await storage.append([rowOf('a', bytes(1)), rowOf('a', bytes(2))])
        await compact(storage, bytes(12))
        await storage.append([rowOf('a', bytes(3))])
        await storage.close()
        const again = await reopen()
        opened.push(again)
        expect(await numbers(again, 'a')).toEqual([12, 3])
        await again.append([rowOf('a', bytes(4))])
        await compact(again, bytes(34))
        expect(await numbers(again, 'a')).toEqual([34])
      })
    }
  })
}

function named(name: string): DocumentName {
  return parseDocumentName(name)
}

function rowOf(document: string, update: Uint8Array, time = 1000) {
  return { document: named(document), update, principal: 'somebody', time }
}

function bytes(...values: number[]): Uint8Array {
  return new Uint8Array(values)
}

async function owners(storage: Storage, document: string): Promise<Record<number, string>> {
  const claims = await storage.claims(named(document))
  return Object.fromEntries(claims.flatMap(({ principal, clients }) => clients.map((id) => [id, principal])))
}

async function contents(storage: Storage, document: string): Promise<number[][]> {
  return (await storage.load(named(document))).map((update) => Array.from(update))
}

async function numbers(storage: Storage, document: string): Promise<(number | undefined)[]> {
  return (await storage.load(named(document))).map((update) => update[0])
}

function titled(title: string): Y.Doc {
  const doc = new Y.Doc()
  doc.getMap('meta').set('title', title)
  return doc
}

/** Reads what there is of `a` and puts these bytes in its place. */
async function compact(storage: Storage, snapshot: Uint8Array, time = 5000): Promise<boolean> {
  const { generation, afterSeq, upToSeq, rows } = (await storage.readForCompaction(named('a')))!
  const read = { document: named('a'), generation, afterSeq, upToSeq, rowsRead: rows.length }
  return storage.replaceWithSnapshot({ ...read, snapshot, time })
}

/** Titles may lag: asks again until the wanted one is there. The test's own time limit ends a vain wait. */
async function eventually<T>(ask: () => Promise<T>, wanted: T): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer === wanted) return answer
    await new Promise((resolve) => setImmediate(resolve))
  }
}
