import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { canonicalUpdate } from './canonical-update.ts'
import { anyEdit, applyEdit } from '../testing/random-edits.ts'
import { readUpdate } from './reread-document.ts'
import { makeFork } from '../testing/test-fork.ts'
import { safePeer, send, syncAll } from '../testing/test-peers.ts'
import { runsFor } from '../testing/test-runs.ts'

/** The long run sets more. */
const numRuns = runsFor('STET_CANONICAL_RUNS', 30)

// What is one undo step depends on the clock.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

function canonically(doc: Y.Doc): string {
  const copy = readUpdate(canonicalUpdate(doc)!)
  // And once more: what it gives is itself canonical.
  const again = readUpdate(canonicalUpdate(copy)!)
  const [once, twice] = [copy, again].map((read) => read.getXmlFragment('prosemirror').toJSON())
  expect(twice).toBe(once)
  return once!
}

test(
  'who has the same updates reads the same, also where undo made documents differ',
  { timeout: 60_000 + numRuns * 200 },
  () => {
    let forks = 0
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 5, arbitrary: anyEdit }, { weight: 2, arbitrary: fc.constant('undo') }), {
          minLength: 10,
          maxLength: 40,
          size: 'max',
        }),
        (actions) => {
          const [a, b] = [safePeer({ clientId: 1 }), safePeer({ clientId: 3 })]
          makeFork(a, b)
          syncAll(a, b)
          if (a.fragment.toJSON() !== b.fragment.toJSON()) forks++
          for (const [index, action] of actions.entries()) {
            const peer = index % 3 === 0 ? a : b
            if (typeof action === 'string') peer.binding.undo(peer.view.state, () => {})
            else {
              const tr = applyEdit(peer.view.state, action)
              if (tr !== null) peer.view.dispatch(tr)
            }
            if (index % 4 === 0) send(a, b)
            if (index % 7 === 0) peer.binding.undoManager.stopCapturing()
          }
          syncAll(a, b)
          syncAll(a, b)
          // A client that comes later, and keeps nothing of what is deleted.
          const late = new Y.Doc()
          Y.applyUpdate(late, Y.encodeStateAsUpdate(b.doc))
          expect([canonically(b.doc), canonically(late)]).toEqual([canonically(a.doc), canonically(a.doc)])
        },
      ),
      { numRuns },
    )
    expect(forks).toBe(numRuns)
  },
)

test('a document in which very much is deleted is not read again', () => {
  const doc = new Y.Doc()
  const text = doc.getText('t')
  for (let i = 0; i < 3; i++) {
    text.insert(0, 'x'.repeat(100_000))
    text.delete(0, 100_000)
  }
  expect(canonicalUpdate(doc)).toBeNull()
})
