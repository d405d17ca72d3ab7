// Two people split the same paragraph, neither knowing of the other, and each types at once in what they see.

import { describe, expect, test } from 'vitest'
import { safePeer, send, settle } from '../testing/test-peers.ts'
import type { SafePeer } from '../testing/test-peers.ts'

const text = 'abcdefghij'
const places = ['at the end of the first', 'at the start of the second'] as const
type Place = (typeof places)[number]

const ids = [
  [1, 2],
  [2, 1],
] as const

/** Nearer to the start the first part moves, nearer to the end the second. */
const splits = [2, 8, 4, 7] as const

/** Letters typed at one place by two have no order. */
function either(letters: string): string {
  return letters === 'XY' ? '(XY|YX)' : letters
}

function splitAndType(
  peer: SafePeer,
  { at, place, letter }: { at: number; place: Place; letter: string },
): void {
  const { view } = peer
  view.dispatch(view.state.tr.split(at + 1))
  view.dispatch(view.state.tr.insertText(letter, place === places[0] ? at + 1 : at + 3))
}

function meet(
  peers: readonly [SafePeer, SafePeer],
  change: (peer: SafePeer, index: 0 | 1) => void,
): readonly string[] {
  const [first, second] = peers
  const { schema, tr } = first.view.state
  first.view.dispatch(tr.insert(0, [schema.node('paragraph', null, schema.text(text))]))
  settle(first, second)
  change(first, 0)
  change(second, 1)
  send(second, first)
  settle(first, second)
  const blocks = peers.map(({ view }) => view.state.doc.children.map((block) => block.textContent))
  expect(blocks[1]).toEqual(blocks[0])
  return blocks[0] ?? []
}

describe.each(ids)('clients %i and %i', (a, b) => {
  const peers = (): [SafePeer, SafePeer] => [safePeer({ clientId: a }), safePeer({ clientId: b })]

  describe.each(splits)('both split after %i letters', (at) => {
    const [before, after] = [text.slice(0, at), text.slice(at)]
    const every = places.flatMap((mine) => places.map((theirs) => [mine, theirs] as const))

    test.each(every)('one types %s, the other %s: there it is', (mine, theirs) => {
      const blocks = meet(peers(), (peer, index) =>
        splitAndType(peer, { at, place: [mine, theirs][index] ?? mine, letter: 'XY'[index] ?? '' }),
      )
      const typedAt = (place: Place): string => (mine === place ? 'X' : '') + (theirs === place ? 'Y' : '')
      const pattern = `^${before}${either(typedAt(places[0]))}/${either(typedAt(places[1]))}${after}$`
      expect(blocks.join('/')).toMatch(new RegExp(pattern))
    })
  })

  test.each([
    [5, 9],
    [9, 5],
    [6, 7],
    [1, 3],
    [3, 8],
  ])(
    'one splits after %i letters, the other after %i: what is typed at an end stays beside its letter',
    (m, t) => {
      const blocks = meet(peers(), (peer, index) =>
        splitAndType(peer, { at: [m, t][index] ?? m, place: places[0], letter: 'XY'[index] ?? '' }),
      )
      const typed = text
        .split('')
        .map((letter, i) => letter + (i + 1 === m ? 'X' : '') + (i + 1 === t ? 'Y' : ''))
      expect(blocks.join('')).toBe(typed.join(''))
    },
  )
})
