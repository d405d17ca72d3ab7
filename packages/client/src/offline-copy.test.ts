import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { compactAfterRows, createOfflineCopy, type OfflineCopy } from './offline-copy.ts'
import { OfflineStoreError, type OfflineStore, type OfflineStoreErrorCode } from './offline-store.ts'

/** A store in memory whose writes end when the test says so, or fail as it says. */
class SlowStore implements OfflineStore {
  rows: Uint8Array[] = []
  appends: { readonly count: number; readonly durability: string }[] = []
  compactions = 0
  fault: OfflineStoreErrorCode | undefined
  loadFault: OfflineStoreErrorCode | undefined
  hold: Promise<void> | undefined

  async load(): Promise<readonly Uint8Array[]> {
    if (this.loadFault !== undefined) throw new OfflineStoreError(this.loadFault)
    return this.rows
  }

  async append(updates: readonly Uint8Array[], durability: string): Promise<void> {
    this.appends.push({ count: updates.length, durability })
    await this.hold
    if (this.fault !== undefined) throw new OfflineStoreError(this.fault)
    this.rows = [...this.rows, ...updates]
  }

  async compact(): Promise<void> {
    this.compactions += 1
  }

  async clear(): Promise<void> {
    this.rows = []
  }

  close(): void {}
}

const server = Symbol('the server')

let doc: Y.Doc
let store: SlowStore
let states: string[]
let errors: Error[]

beforeEach(() => {
  vi.useFakeTimers()
  doc = new Y.Doc()
  store = new SlowStore()
  states = []
  errors = []
})

afterEach(() => {
  vi.useRealTimers()
})

function create(): OfflineCopy {
  return createOfflineCopy({
    doc,
    store,
    isRemote: (origin) => origin === server,
    onState: (state) => {
      if (states.at(-1) !== state) states.push(state)
    },
    onError: (error) => errors.push(error),
  })
}

async function loaded(): Promise<OfflineCopy> {
  const copy = create()
  await copy.loaded
  await vi.advanceTimersByTimeAsync(0)
  return copy
}

function type(text: string, origin?: unknown): void {
  doc.transact(() => doc.getText('t').insert(doc.getText('t').length, text), origin)
}

function kept(): string {
  const other = new Y.Doc()
  for (const row of store.rows) Y.applyUpdate(other, row)
  return other.getText('t').toJSON()
}

test('every change is kept: own ones to the disk, those of the server in the cache', async () => {
  await loaded()
  type('mine')
  await vi.advanceTimersByTimeAsync(0)
  type(' theirs', server)
  await vi.advanceTimersByTimeAsync(0)
  expect(kept()).toBe('mine theirs')
  expect(store.appends.map((append) => append.durability)).toEqual(['strict', 'relaxed'])
  expect(states).toEqual(['kept', 'pending', 'kept', 'pending', 'kept'])
})

test('the changes of one turn are one write, and those made during a write are the next', async () => {
  await loaded()
  const gate = Promise.withResolvers<void>()
  store.hold = gate.promise
  for (const letter of 'abc') type(letter)
  await vi.advanceTimersByTimeAsync(0)
  for (const letter of 'defg') type(letter)
  await vi.advanceTimersByTimeAsync(0)
  expect(store.appends.map((append) => append.count)).toEqual([3])
  expect(states.at(-1)).toBe('pending')
  gate.resolve()
  await vi.advanceTimersByTimeAsync(0)
  expect(store.appends.map((append) => append.count)).toEqual([3, 4])
  expect(states.at(-1)).toBe('kept')
  expect(kept()).toBe('abcdefg')
})

test('what was loaded is not written again', async () => {
  const other = new Y.Doc()
  other.getText('t').insert(0, 'earlier')
  store.rows = [Y.encodeStateAsUpdate(other)]
  const copy = create()
  expect(await copy.loaded).toBe(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(doc.getText('t').toJSON()).toBe('earlier')
  expect(store.appends).toEqual([])
})

test('a document that comes with content is kept whole', async () => {
  type('from elsewhere')
  await loaded()
  expect(kept()).toBe('from elsewhere')
})

test('an unreadable row is reported, and the others are shown', async () => {
  const other = new Y.Doc()
  other.getText('t').insert(0, 'good')
  store.rows = [Uint8Array.of(255, 255), Y.encodeStateAsUpdate(other)]
  await loaded()
  expect(doc.getText('t').toJSON()).toBe('good')
  expect(errors).toHaveLength(1)
})

test('flush starts writing at once, without waiting for the write under way', async () => {
  const copy = await loaded()
  store.hold = Promise.withResolvers<void>().promise
  type('a')
  await vi.advanceTimersByTimeAsync(0)
  type('b')
  copy.flush()
  expect(store.appends.map((append) => append.count)).toEqual([1, 1])
})

test('many rows are folded', async () => {
  await loaded()
  for (let i = 0; i < compactAfterRows; i++) {
    type('x')
    await vi.advanceTimersByTimeAsync(0)
  }
  expect(store.compactions).toBe(1)
})

describe('a store that fails', () => {
  test('is said once, tried again with later edits, and nothing is lost', async () => {
    await loaded()
    store.fault = 'full'
    type('a')
    await vi.advanceTimersByTimeAsync(0)
    type('b')
    type('c')
    await vi.advanceTimersByTimeAsync(1000)
    expect(states.at(-1)).toBe('failed')
    expect(errors.map((error) => error.message)).toEqual([
      'There is no space left on this device to keep changes. Free some space.',
    ])
    store.fault = undefined
    type('d')
    await vi.advanceTimersByTimeAsync(1000)
    expect(states.at(-1)).toBe('kept')
    expect(kept()).toBe('abcd')
  })

  test('is tried again without an edit too', async () => {
    await loaded()
    store.fault = 'blocked'
    type('a')
    await vi.advanceTimersByTimeAsync(0)
    store.fault = undefined
    await vi.advanceTimersByTimeAsync(5000)
    expect(kept()).toBe('a')
  })

  test('costs one attempt a second while someone types, not one per key', async () => {
    await loaded()
    store.fault = 'full'
    for (let i = 0; i < 100; i++) {
      type('x')
      await vi.advanceTimersByTimeAsync(50)
    }
    expect(store.appends.length).toBeLessThan(9)
    store.fault = undefined
    await vi.advanceTimersByTimeAsync(1000)
    expect(kept()).toBe('x'.repeat(100))
  })

  test('a write that never ends counts as failed after 10 s', async () => {
    await loaded()
    store.hold = Promise.withResolvers<void>().promise
    type('a')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(states.at(-1)).toBe('failed')
    store.hold = undefined
    await vi.advanceTimersByTimeAsync(5000)
    expect(kept()).toBe('a')
  })

  test('that lost its rows gets the whole document at once', async () => {
    await loaded()
    type('a')
    await vi.advanceTimersByTimeAsync(0)
    store.rows = []
    store.fault = 'lost'
    type('b')
    await vi.advanceTimersByTimeAsync(0)
    store.fault = undefined
    await vi.advanceTimersByTimeAsync(1)
    expect(kept()).toBe('ab')
  })

  test('that was forgotten in another tab is left alone for good', async () => {
    await loaded()
    store.fault = 'forgotten'
    type('a')
    await vi.advanceTimersByTimeAsync(0)
    store.fault = undefined
    type('b')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(store.appends).toHaveLength(1)
    expect(states.at(-1)).toBe('failed')
  })

  test('that cannot be read at first is read later, for it may hold edits of an earlier visit', async () => {
    const other = new Y.Doc()
    other.getText('t').insert(0, 'earlier')
    store.rows = [Y.encodeStateAsUpdate(other)]
    store.loadFault = 'blocked'
    const copy = create()
    expect(await copy.loaded).toBe(false)
    expect(states).toEqual(['failed'])
    store.loadFault = undefined
    await vi.advanceTimersByTimeAsync(5000)
    expect(doc.getText('t').toJSON()).toBe('earlier')
    expect(states.at(-1)).toBe('kept')
  })
})

test('close waits for the last write', async () => {
  const copy = await loaded()
  const gate = Promise.withResolvers<void>()
  store.hold = gate.promise
  type('last')
  const closed = vi.fn<() => void>()
  const closing = copy.close().finally(closed)
  await vi.advanceTimersByTimeAsync(100)
  expect(closed).not.toHaveBeenCalled()
  gate.resolve()
  await closing
  expect(kept()).toBe('last')
  expect(vi.getTimerCount()).toBe(0)
})
