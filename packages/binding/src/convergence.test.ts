// Random histories of three editors that exchange their changes in random order.

import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { anyEdit, applyEdit, canonical } from './testing/random-edits.ts'
import { anyAction, isFaithful, readsBackEqual, runHistory, start } from './testing/random-history.ts'
import { prepareFork } from './testing/test-fork.ts'
import { safePeer, stockProjectionOf } from './testing/test-peers.ts'
import { runsFor } from './testing/test-runs.ts'

/**
 * Not proven, found: of the histories of the long runs about one in ten thousand doubled a character; without the records
 * of relocation.ts, 45 in a hundred lose or double one. (What is allowed leaves room for bad luck.)
 */
const doubledOneIn = 3_000
const lostOneIn = 3_000

/** The long run sets more. */
const numRuns = runsFor('STET_HISTORIES', 100)

// What is one undo step depends on the clock; a history that replays must not.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A busy machine is slow, not wrong. */
const timeout = 60_000 + numRuns * 1_000

test(
  'every editor shows what Yjs holds after every change, all show the same after they met, and typed text is there once',
  { timeout },
  () => {
    let edits = 0
    let forks = 0
    let doubled = 0
    let lost = 0
    fc.assert(
      fc.property(fc.array(anyAction, { minLength: 10, maxLength: 60, size: 'max' }), (actions) => {
        const outcome = runHistory(actions)
        edits += outcome.edits
        forks += outcome.forked ? 1 : 0
        const isLost = outcome.misplaced.some((each) => each.endsWith('is lost'))
        lost += isLost ? 1 : 0
        doubled += outcome.misplaced.length > 0 && !isLost ? 1 : 0
        expect(outcome.faults).toEqual([])
      }),
      { numRuns },
    )
    expect(edits).toBeGreaterThan(numRuns * 5)
    expect(forks).toBeLessThan(numRuns / 20)
    expect(lost).toBeLessThanOrEqual(Math.ceil(numRuns / lostOneIn))
    expect(doubled).toBeLessThanOrEqual(Math.ceil(numRuns / doubledOneIn))
  },
)

// Yjs 13.6.33 (compare issue 736 there): undo can put restored items where nobody who reads the update puts them, so the
// undoing client and everyone else differ for good, with equal state vectors. Stays here until Yjs or we mend it; when
// this test fails, remove the guard in random-history.ts.
test('known fault of Yjs: an undo that its own update does not reproduce', () => {
  const [first, peer] = [safePeer({ clientId: 1 }), safePeer({ clientId: 3 })]
  prepareFork(first, peer)
  expect(readsBackEqual(peer)).toBe(true)
  peer.binding.undo(peer.view.state, () => {})
  expect(readsBackEqual(peer)).toBe(false)
  // The editor still shows what its Y.Doc holds.
  expect(isFaithful(peer)).toBe(true)
})

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
