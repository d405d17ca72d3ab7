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
      await expect(storage.append([rowOf('a', bytes(1))])).rejects.toThrow(/closed/u)
      await expect(storage.create(named('a'), 1)).rejects.toThrow(/closed/u)
      await expect(storage.list({ limit: 1 })).rejects.toThrow(/closed/u)
      await expect(storage.describe(named('a'))).rejects.toThrow(/closed/u)
    })

    // oxlint-disable-next-line vitest/no-conditional-tests -- a driver that keeps nothing has nothing to open again
    if (reopen) {
      it('what was appended is there after closing and opening again', async () => {
        const storage = await fresh()
        await storage.append([rowOf('a', Y.encodeStateAsUpdate(titled('Kept')), 1000)])
        await storage.create(named('b'), 2000)
        const before = { rows: await contents(storage, 'a'), list: await storage.list({ limit: 10 }) }
        await storage.close()
        const again = await reopen()
        opened.push(again)
        expect(await contents(again, 'a')).toEqual(before.rows)
        expect(await again.list({ limit: 10 })).toEqual(before.list)
        await again.append([rowOf('a', bytes(9), 3000)])
        expect(await again.load(named('a'))).toHaveLength(2)
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

/** Titles may lag: asks again until the wanted one is there. The test's own time limit ends a vain wait. */
async function eventually<T>(ask: () => Promise<T>, wanted: T): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer === wanted) return answer
    await new Promise((resolve) => setImmediate(resolve))
  }
}
