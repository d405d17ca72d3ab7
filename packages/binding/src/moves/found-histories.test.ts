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

/** One action a line: who does what with which numbers. */
function history(lines: string): Action[] {
  return lines
    .trim()
    .split('\n')
    .map((line): Action => {
      const [peer = '', act = '', ...rest] = line.trim().split(' ')
      const [a = 0, b = 0, c = 0] = rest.map(Number)
      if (peer === 'meet') return { act: 'meet' }
      if (act === 'to') return { act: 'send', peer: Number(peer), to: a }
      if (act === 'undo' || act === 'redo') return { act, peer: Number(peer) }
      return { act: 'edit', peer: Number(peer), edit: { kind: act as Edit['kind'], a, b, c } }
    })
}

interface Found {
  readonly name: string
  readonly actions: readonly Action[]
}

// One item can hold copies of several texts: what has become of one is no answer for the others.
const found: readonly Found[] = [
  {
    name: 'typed in a block that its writer makes one of another kind, while a peer drags the quote around it',
    actions: history(`
      0 wrap 865 39 0
      0 to 2
      2 to 1
      1 type 734 602 0
      1 block-type 171 951 0
      2 move-block 1000 242 0
    `),
  },
  {
    name: 'typed in a paragraph that its writer wraps and joins, while a peer joins it too and drags it away',
    actions: history(`
      1 delete 764 652 0
      1 move-block 315 548 0
      0 type 205 170 0
      0 wrap 766 350 0
      0 delete 70 3 0
    `),
  },
  {
    name: 'typed beside a letter that is there again after the picture its peer inserts',
    actions: history(`
      0 type 7 0 0
      meet
      2 type 0 0 0
      0 block-type 6 1 0
      2 image 9 0 0
    `),
  },
  {
    name: 'typed before the place where a peer splits, among equal letters',
    actions: history(`
      1 emoji 8 0 0
      2 many 0 0 0
      2 type 10 0 0
      1 insert-block 1 1 0
      1 type 7 0 0
      2 type 10 0 0
      1 replace-block 1 0 2
      2 type 0 0 0
      2 insert-block 2 0 751
      2 type 12 0 0
      2 emoji 0 0 0
      meet
      2 split 15 0 0
      0 emoji 0 0 0
      0 image 0 0 0
      0 split 20 0 0
    `),
  },
  {
    name: 'typed in an empty paragraph while a peer deletes the whole document',
    actions: history(`
      2 type 0 0 0
      0 type 20 0 0
      0 split 0 0 0
      0 to 1
      2 type 0 0 0
      2 many 0 0 0
      1 emoji 0 0 0
      2 type 0 0 0
      1 type 681 0 0
      2 image 0 0 0
      2 image 0 0 0
      2 image 0 0 0
      2 type 0 0 0
      2 delete 0 755 0
    `),
  },
  {
    name: 'typed in a block that one peer drags while its writer makes it another kind and takes that back',
    actions: history(`
      2 type 0 0 0
      0 type 1 0 0
      meet
      0 type 0 0 0
      0 type 2 0 0
      0 block-type 0 0 0
      1 move-block 0 1 0
      0 undo
    `),
  },
  {
    name: 'typed in a paragraph that a peer wraps while another drags it, deletes from it and takes all of it back',
    actions: history(`
      2 move-block 2 0 0
      meet
      2 type 0 0 0
      2 type 15 0 0
      meet
      1 wrap 8 0 0
      0 move-block 2 1 0
      0 delete 10 0 0
      0 undo
    `),
  },
  {
    name: 'typed behind a picture whose insertion a peer takes back',
    actions: history(`
      0 split 15 0 0
      1 insert-block 2 0 834
      meet
      1 emoji 0 0 0
      1 image 12 0 0
      1 delete 0 3 0
      2 split 0 0 0
      meet
      2 undo
      1 delete 5 15 0
      1 undo
      2 type 10 0 0
    `),
  },
  {
    name: 'typed in a paragraph that three rebuild at once, and the block of the copy that won is deleted',
    actions: history(`
      1 replace-block 3 2 1
      1 type 6 0 0
      2 type 6 0 0
      1 type 9 0 0
      1 type 0 0 0
      0 split 20 0 0
      1 many 7 0 0
      meet
      0 delete 569 15 0
      1 many 8 8 0
      0 wrap 8 0 0
      meet
      1 replace-block 0 0 4
      2 emoji 0 0 0
      1 delete 7 1 0
      0 undo
      2 wrap 9 0 0
    `),
  },
  {
    name: 'typed in a wrapped paragraph while a peer takes back what had joined it',
    actions: history(`
      2 delete 1 7 0
      0 wrap 6 0 0
      meet
      0 type 3 0 0
      2 undo
    `),
  },
  {
    name: 'typed in a quote that is dragged, wrapped, and deleted and brought back at once',
    actions: history(`
      0 delete 3 25 0
      2 many 0 25 0
      1 replace-block 3 0 6
      1 delete 0 20 0
      2 type 0 0 0
      1 undo
      0 undo
      2 type 25 0 0
      0 type 20 0 0
      meet
      2 move-block 5 0 0
      0 type 25 0 0
      0 wrap 25 0 0
      1 replace-block 5 0 0
      1 undo
    `),
  },
  {
    name: 'typed in a block that its writer took back, and that goes when a peer carries text out of it',
    actions: history(`
      2 split 0 0 0
      2 many 7 7 0
      1 split 8 0 0
      meet
      1 undo
      1 to 2
      1 type 7 0 0
    `),
  },
  {
    name: 'typed in a block that loses one copy of it by one peer and the other by another',
    actions: history(`
      2 image 0 0 0
      1 insert-block 0 0 15
      meet
      1 emoji 0 0 0
      2 move-block 0 0 0
      1 type 629 0 0
      2 split 0 0 0
      2 delete 987 310 0
      meet
      2 many 0 0 0
      2 emoji 0 0 0
      0 many 0 0 0
      2 to 0
      0 image 0 0 0
      1 block-type 134 1 0
      2 replace-block 1 1 0
      0 delete 661 8 0
    `),
  },
  {
    name: 'typed before carried text, taken back and typed again',
    actions: history(`
      2 image 12 0 0
      1 delete 20 0 0
      1 replace-block 0 0 0
      1 many 0 0 0
      2 type 0 0 0
      2 type 0 0 0
      meet
      1 type 0 0 0
      1 undo
      1 redo
    `),
  },
  {
    name: 'typed at the start of a block that is carried, of which a peer leaves no more than that letter',
    actions: history(`
      2 move-block 3 0 0
      1 wrap 0 0 0
      2 many 15 15 0
      meet
      1 undo
      2 type 0 0 0
      2 to 0
      1 to 2
      0 type 15 0 0
      0 delete 1 507 0
    `),
  },
  {
    name: 'typed in a block that a peer makes another kind, wraps and unwraps, while its writer drags it and joins it',
    actions: history(`
      1 image 0 0 0
      1 insert-block 1 0 10
      1 type 3 0 0
      meet
      2 block-type 0 0 0
      2 to 0
      0 wrap 0 0 0
      1 move-block 0 4 0
      1 delete 5 875 0
      1 to 0
      0 undo
    `),
  },
  {
    name: 'typed in a block that its peer joins, empties and brings back at once, when Yjs has forgotten what was joined',
    actions: history(`
      2 type 0 0 0
      0 type 25 0 0
      2 type 0 0 0
      meet
      2 block-type 25 1 0
      0 undo
      2 insert-block 0 0 6
      2 to 1
      0 emoji 0 0 0
      0 emoji 0 0 0
      1 type 0 0 0
      2 undo
      1 to 0
      2 image 7 0 0
      0 delete 0 398 0
      2 undo
      2 delete 611 8 0
      2 delete 6 12 0
      0 to 2
      2 undo
      0 undo
    `),
  },
  {
    name: 'typed, wrapped, taken back and done again, where a peer had brought back what was wrapped',
    actions: history(`
      2 delete 6 7 0
      1 replace-block 1 4 0
      1 undo
      2 type 7 0 0
      2 wrap 6 0 0
      meet
      2 undo
      2 redo
    `),
  },
]

describe.each(found)('$name', ({ actions }) => {
  test('it is there once', () => {
    expect(runHistory(actions)).toMatchObject({ forked: false, faults: [], misplaced: [] })
  })
})
