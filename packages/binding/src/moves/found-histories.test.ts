// Histories that random tests found, shrunk, in which a typed character was lost or there twice.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Edit } from '../testing/random-edits.ts'
import { runHistory } from '../testing/random-history.ts'
import type { Action } from '../testing/random-history.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

const edit = (peer: number, kind: Edit['kind'], a: number, b: number): Action => ({
  act: 'edit',
  peer,
  edit: { kind, a, b, c: 0 },
})

interface Found {
  readonly name: string
  readonly actions: readonly Action[]
}

// One item can hold copies of several texts: what has become of one is no answer for the others.
const found: readonly Found[] = [
  {
    name: 'typed in a block that its writer makes one of another kind, while a peer drags the quote around it',
    actions: [
      edit(0, 'wrap', 865, 39),
      { act: 'send', peer: 0, to: 2 },
      { act: 'send', peer: 2, to: 1 },
      edit(1, 'type', 734, 602),
      edit(1, 'block-type', 171, 951),
      edit(2, 'move-block', 1000, 242),
    ],
  },
  {
    name: 'typed in a paragraph that its writer wraps and joins, while a peer joins it too and drags it away',
    actions: [
      edit(1, 'delete', 764, 652),
      edit(1, 'move-block', 315, 548),
      edit(0, 'type', 205, 170),
      edit(0, 'wrap', 766, 350),
      edit(0, 'delete', 70, 3),
    ],
  },
]

describe.each(found)('$name', ({ actions }) => {
  test('it is there once', () => {
    expect(runHistory(actions)).toMatchObject({ forked: false, faults: [], misplaced: [] })
  })
})
