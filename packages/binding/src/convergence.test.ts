// Random histories of two or three editors that exchange their changes in random order.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyEdit, applyEdit, canonical } from './random-edits.ts'
import { projectionOf, safePeer, send, stockProjectionOf, syncAll } from './test-peers.ts'
import type { SafePeer } from './test-peers.ts'

const anyAction = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('edit' as const), peer: fc.nat(2), edit: anyEdit }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('send' as const), peer: fc.nat(2), to: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constantFrom('undo' as const, 'redo' as const), peer: fc.nat(2) }),
  },
)

const numRuns = 100

/** A busy machine is slow, not wrong. */
const timeout = 60_000

test(
  'every editor shows what Yjs holds after every change, and all show the same after they met',
  { timeout },
  () => {
    let edits = 0
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
          } else {
            peer.binding[action.act](peer.view.state, () => {})
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
  },
)

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
