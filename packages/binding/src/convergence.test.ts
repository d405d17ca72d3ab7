// Random histories of two or three editors that exchange their changes in random order.

import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { anyEdit, applyEdit, canonical } from './random-edits.ts'
import type { Edit } from './random-edits.ts'
import { projectionOf, safePeer, send, stockProjectionOf, syncAll } from './test-peers.ts'
import type { SafePeer } from './test-peers.ts'

const anyAction = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('edit' as const), peer: fc.nat(2), edit: anyEdit }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('send' as const), peer: fc.nat(2), to: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constantFrom('undo' as const, 'redo' as const, 'pause' as const),
      peer: fc.nat(2),
    }),
  },
)

const numRuns = 100

// What is one undo step depends on the clock; a history that replays must not.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A busy machine is slow, not wrong. */
const timeout = 60_000

test(
  'every editor shows what Yjs holds after every change, and all show the same after they met',
  { timeout },
  () => {
    let edits = 0
    let forks = 0
    fc.assert(
      fc.property(fc.array(anyAction, { minLength: 10, maxLength: 60, size: 'max' }), (actions) => {
        const peers = [1, 2, 3].map((clientId) => safePeer({ clientId }))
        start(peers[0]!)
        syncAll(...peers)
        for (const action of actions) {
          const peer = peers[action.peer]!
          if (action.act === 'edit') {
            const tr = applyEdit(peer.view.state, action.edit)
            if (tr !== null) {
              peer.view.dispatch(tr)
              edits++
            }
          } else if (action.act === 'send') {
            if (action.to !== action.peer) send(peer, peers[action.to]!)
          } else if (action.act === 'pause') {
            peer.binding.undoManager.stopCapturing()
          } else {
            peer.binding[action.act](peer.view.state, () => {})
            // The fault of Yjs shown below. Nothing after it is ours to judge.
            if (!readsBackEqual(peer)) {
              forks++
              return
            }
          }
          for (const each of peers) expectFaithful(each)
        }
        syncAll(...peers)
        for (const each of peers) expectFaithful(each)
        const documents = peers.map((each) => canonical(each.view.state.doc))
        expect(documents[1]).toEqual(documents[0])
        expect(documents[2]).toEqual(documents[0])
        expect(peers.flatMap((each) => each.errors)).toEqual([])
        for (const each of peers) {
          each.view.destroy()
          each.binding.destroy()
        }
      }),
      { numRuns },
    )
    expect(edits).toBeGreaterThan(numRuns * 5)
    expect(forks).toBeLessThan(numRuns / 20)
  },
)

// Yjs 13.6.33 (compare issue 736 there): undo can put restored items where nobody who reads the update puts them, so the
// undoing client and everyone else differ for good, with equal state vectors. Stays here until Yjs or we mend it; when
// this test fails, remove the guard above.
test('known fault of Yjs: an undo that its own update does not reproduce', () => {
  const [first, peer] = [safePeer({ clientId: 1 }), safePeer({ clientId: 3 })]
  start(first)
  syncAll(first, peer)
  const edit = (kind: Edit['kind'], a: number, b: number): void => {
    const tr = applyEdit(peer.view.state, { kind, a, b, c: 0 })
    if (tr !== null) peer.view.dispatch(tr)
  }
  edit('image', 957, 0)
  peer.binding.undo(peer.view.state, () => {})
  edit('delete', 0, 1)
  edit('mark', 0, 350)
  edit('split', 0, 0)
  edit('many', 1, 1)
  edit('delete', 2, 390)
  expect(readsBackEqual(peer)).toBe(true)
  peer.binding.undo(peer.view.state, () => {})
  expect(readsBackEqual(peer)).toBe(false)
  // The editor still shows what its Y.Doc holds.
  expectFaithful(peer)
})

/** Whether a document read from this peer's update is this peer's document. */
function readsBackEqual(peer: SafePeer): boolean {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(peer.doc))
  return copy.getXmlFragment('prosemirror').toJSON() === peer.fragment.toJSON()
}

function start({ view }: SafePeer): void {
  const { schema, tr } = view.state
  view.dispatch(
    tr.insert(0, [
      schema.node('heading', { level: 1 }, schema.text('Title')),
      schema.node('paragraph', null, [schema.text('aaaa bb '), schema.text('bold', [schema.mark('bold')])]),
      schema.node('paragraph'),
      schema.node('quote', null, schema.node('paragraph', null, schema.text('quoted'))),
    ]),
  )
}

function expectFaithful(peer: SafePeer): void {
  expect(canonical(peer.view.state.doc)).toEqual(canonical(projectionOf(peer)))
  peer.view.state.doc.check()
}

test('a stock peer reads what we wrote as we meant it', { timeout }, () => {
  fc.assert(
    fc.property(fc.array(anyEdit, { minLength: 1, maxLength: 30, size: 'max' }), (edits) => {
      const peer = safePeer()
      start(peer)
      for (const edit of edits) {
        const tr = applyEdit(peer.view.state, edit)
        if (tr !== null) peer.view.dispatch(tr)
      }
      expect(canonical(stockProjectionOf(peer))).toEqual(canonical(peer.view.state.doc))
    }),
    { numRuns: Math.ceil(numRuns / 3) },
  )
})
