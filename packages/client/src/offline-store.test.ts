import {
  forceCloseDatabase,
  IDBDatabase as FakeDatabase,
  IDBFactory,
  IDBTransaction as FakeTransaction,
} from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createIndexedDbStore, OfflineStoreError } from './offline-store.ts'

let indexedDB: IDBFactory

beforeEach(() => {
  indexedDB = new IDBFactory()
})

afterEach(() => {
  vi.restoreAllMocks()
})

const open = (name = 'doc') => createIndexedDbStore({ name, indexedDB })

/** Updates of a doc in which `texts` were typed one after the other. */
function typed(...texts: string[]): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const text of texts) doc.getText('t').insert(doc.getText('t').length, text)
  return updates
}

function textOf(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc.getText('t').toJSON()
}

describe('append and load', () => {
  test('what was appended is there for the next store of that name, in order, and for no other', async () => {
    const store = open()
    await store.append(typed('a', 'b'), 'strict')
    await store.append(typed('c'), 'relaxed')
    store.close()
    expect(await open().load()).toHaveLength(3)
    expect(await open('other').load()).toEqual([])
  })

  test('a transaction that runs out of space rejects with full, keeps nothing of it, and the next may work', async () => {
    const store = open()
    await store.append(typed('a'), 'strict')
    // eslint-disable-next-line typescript/unbound-method -- called with the `this` of the spy below
    const begin = FakeTransaction.prototype.objectStore
    vi.spyOn(FakeTransaction.prototype, 'objectStore').mockImplementationOnce(function (
      this: IDBTransaction,
      name: string,
    ) {
      // As browsers do: the rows are taken, and the transaction is aborted when the disk is full.
      queueMicrotask(() => (this as unknown as { _abort(name: string): void })._abort('QuotaExceededError'))
      return begin.call(this, name)
    })
    const refused = store.append(typed('b', 'c'), 'strict')
    await expect(refused).rejects.toMatchObject({ code: 'full' })
    await expect(refused).rejects.toThrow('no space')
    expect(await store.load()).toHaveLength(1)
    await store.append(typed('b'), 'strict')
    expect(await store.load()).toHaveLength(2)
  })

  test('a browser that forbids it rejects with unavailable, and is asked again the next time', async () => {
    const store = open()
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('no', 'SecurityError')
    })
    await expect(store.load()).rejects.toMatchObject({ code: 'unavailable' })
    expect(await store.load()).toEqual([])
  })

  test('strict asks for the disk', async () => {
    const transaction = vi.spyOn(FakeDatabase.prototype, 'transaction')
    await open().append(typed('a'), 'strict')
    expect(transaction).toHaveBeenCalledWith('updates', 'readwrite', { durability: 'strict' })
  })
})

describe('compact', () => {
  test('folds the rows into one that holds the same', async () => {
    const store = open()
    await store.append(typed('a', 'b', 'c'), 'strict')
    await store.compact({ gc: true })
    const rows = await store.load()
    expect(rows).toHaveLength(1)
    expect(textOf(rows)).toBe('abc')
  })

  test('two tabs that append and compact at once lose no row of each other', async () => {
    const [one, two] = [open(), open()]
    const [first, second] = [typed('a', 'b', 'c', 'd'), typed('1', '2', '3', '4')]
    const work: Promise<void>[] = []
    for (let i = 0; i < 4; i++) {
      work.push(one.append([first[i]!], 'strict'), two.compact({ gc: true }))
      work.push(two.append([second[i]!], 'strict'), one.compact({ gc: true }))
    }
    await Promise.all(work)
    const rows = await open().load()
    expect(rows.length).toBeLessThan(8)
    expect(Array.from(textOf(rows)).sort().join('')).toBe('1234abcd')
    expect(textOf(rows)).toBe(textOf([...first, ...second]))
  })

  test('a row that waits for one which is not there keeps waiting, and is not dropped', async () => {
    const [first, second, third] = typed('a', 'b', 'c')
    const store = open()
    await store.append([second!, third!], 'strict')
    await store.compact({ gc: true })
    const rows = await store.load()
    expect(rows).toHaveLength(1)
    expect(textOf([...rows, first!])).toBe('abc')
  })

  test('a row that cannot be read stops the folding and leaves all rows as they are', async () => {
    const store = open()
    await store.append([...typed('a'), Uint8Array.of(255, 255)], 'strict')
    await expect(store.compact({ gc: true })).rejects.toBeInstanceOf(OfflineStoreError)
    expect(await store.load()).toHaveLength(2)
  })

  test('keeps what a document without gc keeps', async () => {
    const doc = new Y.Doc({ gc: false })
    const store = open()
    doc.getText('t').insert(0, 'gone')
    const snapshot = Y.snapshot(doc)
    const before = Y.encodeStateAsUpdate(doc)
    doc.getText('t').delete(0, 4)
    await store.append([before, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc))], 'strict')
    await store.compact({ gc: false })
    const again = new Y.Doc({ gc: false })
    for (const row of await store.load()) Y.applyUpdate(again, row)
    expect(again.getText('t').toJSON()).toBe('')
    expect(Y.createDocFromSnapshot(again, snapshot).getText('t').toJSON()).toBe('gone')
  })
})

describe('clear', () => {
  test('deletes the database, and neither this nor another tab brings it back', async () => {
    const [one, two] = [open(), open()]
    await one.append(typed('a'), 'strict')
    await two.load()
    await one.clear()
    expect(await indexedDB.databases()).toEqual([])
    await expect(one.append(typed('b'), 'strict')).rejects.toMatchObject({ code: 'forgotten' })
    await expect(two.append(typed('b'), 'strict')).rejects.toMatchObject({ code: 'forgotten' })
    expect(await indexedDB.databases()).toEqual([])
  })

  test('a write of another tab that is under way does not make it fail', async () => {
    const [one, two] = [open(), open()]
    await Promise.all([one.load(), two.load()])
    const writing = two.append(typed('a'), 'strict')
    await one.clear()
    await writing
    expect(await indexedDB.databases()).toEqual([])
  })

  test('a newer version of the page takes the database over', async () => {
    const store = open()
    await store.load()
    await new Promise((resolve) => {
      indexedDB.open('doc', 2).addEventListener('success', resolve)
    })
    await expect(store.append(typed('a'), 'strict')).rejects.toMatchObject({ code: 'outdated' })
  })

  test('a database that the browser cleared says so once, and can be filled again', async () => {
    const databases: IDBDatabase[] = []
    const opening = indexedDB.open.bind(indexedDB)
    vi.spyOn(indexedDB, 'open').mockImplementation((...args) => {
      const request = opening(...args)
      request.addEventListener('success', () => databases.push(request.result))
      return request
    })
    const store = open()
    await store.load()
    const closed = new Promise((resolve) => databases[0]!.addEventListener('close', resolve))
    forceCloseDatabase(databases[0] as never)
    await closed
    await expect(store.append(typed('a'), 'strict')).rejects.toMatchObject({ code: 'lost' })
    await store.append(typed('a'), 'strict')
    expect(await store.load()).toHaveLength(1)
  })
})
