import { decodeFrame, KnownUpdates, scanUpdate } from '@stet/protocol'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { History, mergeInOrder } from './history.ts'

const limits = { cachedReplies: 2, cachedReplyKeyBytes: 100 }

/** Plays edits of two people who sync now and then; gives the updates in the order in which a server takes them. */
function play(edits: readonly { readonly who: number; readonly at: number; readonly remove: boolean }[]) {
  const docs = [new Y.Doc(), new Y.Doc()] as const
  docs[0].clientID = 300
  docs[1].clientID = 5
  const updates: Uint8Array[] = []
  for (const [index, doc] of docs.entries()) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'peer') return
      updates.push(update)
      if (updates.length % 3 === 0) Y.applyUpdate(docs[1 - index]!, Y.encodeStateAsUpdate(doc), 'peer')
    })
  }
  for (const { who, at, remove } of edits) {
    const text = docs[who]!.getText('t')
    if (remove && text.length > 0) text.delete(at % text.length, 1)
    else text.insert(at % (text.length + 1), 'ab')
  }
  return updates
}

function fill(history: History, updates: readonly Uint8Array[]): void {
  const known = new KnownUpdates()
  for (const update of updates) {
    const scan = scanUpdate(update, known)
    if (scan.kind === 'gap') throw new Error('the updates are in order')
    known.add(scan)
    history.append(update, scan)
  }
}

function reply(history: History, stateVector: Uint8Array): Uint8Array {
  const frames = history.reply(stateVector).map(decodeFrame)
  return Y.mergeUpdates(
    frames.map((frame, index) => {
      const last = index === frames.length - 1
      if (frame.type !== (last ? 'sync-step-2' : 'update'))
        throw new Error(`frame ${index} is a ${frame.type}`)
      return frame.update
    }),
  )
}

const edits = fc.array(
  fc.record({ who: fc.nat({ max: 1 }), at: fc.nat({ max: 1_000 }), remove: fc.boolean() }),
  { maxLength: 250 },
)

test('[JN6] whoever is at any earlier state is brought to the present one by the reply', () => {
  fc.assert(
    fc.property(edits, fc.nat({ max: 250 }), (edits, at) => {
      const history = new History(limits)
      const updates = play(edits)
      fill(history, updates)
      const wanted = new Y.Doc()
      const joiner = new Y.Doc()
      for (const update of updates) Y.applyUpdate(wanted, update)
      for (const update of updates.slice(0, at)) Y.applyUpdate(joiner, update)
      Y.applyUpdate(joiner, reply(history, Y.encodeStateVector(joiner)))
      expect(wanted.store.pendingStructs).toBeNull()
      expect(Y.encodeStateAsUpdate(joiner)).toEqual(Y.encodeStateAsUpdate(wanted))
    }),
    { numRuns: 60 },
  )
})

test('[JN6] a joiner who has all content gets the deletions, however many updates there were', () => {
  const updates = play(Array.from({ length: 450 }, (_, at) => ({ who: 0, at: at * 7, remove: at % 2 === 1 })))
  const history = new History(limits)
  fill(history, updates)
  const wanted = new Y.Doc()
  for (const update of updates) Y.applyUpdate(wanted, update)
  const update = reply(history, Y.encodeStateVector(wanted))
  expect(Y.decodeUpdate(update).structs).toEqual([])
  expect(Y.equalDeleteSets(Y.decodeUpdate(update).ds, Y.snapshot(wanted).ds)).toBe(true)
})

test('[JN7] a bounded number of replies is kept for others who ask the same', () => {
  const history = new History(limits)
  fill(history, play([{ who: 0, at: 0, remove: false }]))
  const asked = [new Map(), new Map([[9, 1]]), new Map([[9, 2]])].map((clocks) => Y.encodeStateVector(clocks))
  const first = asked.map((stateVector) => history.reply(stateVector))
  expect(history.reply(asked[2]!)).toBe(first[2])
  expect(history.reply(asked[0]!)).not.toBe(first[0])
})

/** A text of about this many bytes, of which every third letter was deleted, as a storage gives it. */
function snapshotOf(bytes: number): { doc: Y.Doc; snapshot: Uint8Array } {
  const doc = new Y.Doc()
  doc.clientID = 9
  doc.transact(() => {
    const text = doc.getText('t')
    text.insert(0, 'abc'.repeat(bytes / 6))
    for (let at = text.length - 1; at > text.length / 2; at -= 4) text.delete(at, 1)
  })
  return { doc, snapshot: Y.encodeStateAsUpdate(doc) }
}

test('[JN7] a large snapshot is one frame for all who lack it, whatever was committed since', () => {
  const { doc, snapshot } = snapshotOf(100_000)
  const history = new History(limits)
  const later: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => later.push(update))
  for (let at = 0; at < 250; at += 1) doc.getText('t').insert(at, 'x')
  fill(history, [snapshot, ...later])
  const empty = Y.encodeStateVector(new Map())
  const [first, ...rest] = history.reply(empty)
  expect(rest).toHaveLength(1)
  doc.getText('t').insert(0, 'y')
  const known = { clock: () => Y.getState(doc.store, 9) - 1, level: () => 0 }
  const scan = scanUpdate(later.at(-1)!, known)
  if (scan.kind === 'gap') throw new Error('the updates are in order')
  history.append(later.at(-1)!, scan)
  expect(history.reply(empty)[0]).toBe(first)
  expect(history.reply(Y.encodeStateVector(new Map([[77, 3]])))[0]).toBe(first)
  const joiner = new Y.Doc()
  Y.applyUpdate(joiner, reply(history, empty))
  expect(joiner.getText('t').toJSON()).toBe(doc.getText('t').toJSON())
})

test('[JN7] who holds a large snapshot is sent its deletions and what came after', () => {
  const { doc, snapshot } = snapshotOf(100_000)
  const history = new History(limits)
  const before = Y.encodeStateVector(doc)
  const later: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => later.push(update))
  doc.getText('t').insert(5, 'new')
  fill(history, [snapshot, ...later])
  const frames = history.reply(before)
  expect(frames).toHaveLength(2)
  const { structs, ds } = Y.decodeUpdate(reply(history, before))
  expect(structs.map(({ length }) => length)).toEqual([3])
  expect(Y.equalDeleteSets(ds, Y.snapshot(doc).ds)).toBe(true)
  // And who holds a part of it gets the rest.
  const half = Y.diffUpdate(reply(history, Y.encodeStateVector(new Map([[9, 1000]]))), new Uint8Array([0]))
  expect(Y.parseUpdateMeta(half).from.get(9)).toBe(1000)
})

test('[JN6] large and small updates in turn reach a joiner in the order of the log', () => {
  const history = new History(limits)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const text = doc.getText('t')
  for (let round = 0; round < 3; round += 1) {
    for (let at = 0; at < 3; at += 1) text.insert(at, 'small')
    text.insert(2, 'large'.repeat(10_000))
    text.delete(1, 20_000)
  }
  fill(history, updates)
  const joiner = new Y.Doc()
  for (const bytes of history.reply(Y.encodeStateVector(new Map()))) {
    const frame = decodeFrame(bytes)
    if (frame.type !== 'update' && frame.type !== 'sync-step-2') throw new Error(`not ${frame.type}`)
    Y.applyUpdate(joiner, frame.update)
    expect(joiner.store.pendingStructs).toBeNull()
  }
  expect(joiner.getText('t').toJSON()).toBe(text.toJSON())
})

test('[JN6] an unreadable state vector is refused', () => {
  expect(() => new History(limits).reply(new Uint8Array([5]))).toThrow(/state vector/)
})

test('merging in order says the same as all updates one by one', () => {
  const updates = play(Array.from({ length: 350 }, (_, at) => ({ who: at % 2, at, remove: at % 5 === 0 })))
  const [merged, single] = [new Y.Doc(), new Y.Doc()]
  Y.applyUpdate(merged, mergeInOrder(updates))
  for (const update of updates) Y.applyUpdate(single, update)
  expect(Y.encodeStateAsUpdate(merged)).toEqual(Y.encodeStateAsUpdate(single))
  expect(mergeInOrder([])).toEqual(new Uint8Array([0, 0]))
})
