import { orderedNumbers } from '@stet/document'
import { EditorState } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { blockAttrs, isTextblock } from '../../state/blocks.ts'
import type { TaggedBlock } from '../../test-editor.ts'
import { block, bullet, divider, ordered, p, state } from '../../test-editor.ts'
import { numberAt, numbering, shownNumbers } from './numbering.ts'

function numbered(...blocks: readonly TaggedBlock[]): EditorState {
  const { doc } = state(...blocks)
  return EditorState.create({ doc, plugins: [numbering()] })
}

const numbersOf = (state: EditorState): number[] => shownNumbers(state).map(({ number }) => number)

test('items count on within a level, begin anew below another item, and go on after nested ones', () => {
  expect(numbersOf(numbered(ordered(0), ordered(1), ordered(1), ordered(0), ordered(1)))).toEqual([
    1, 1, 2, 2, 1,
  ])
})

test('a paragraph ends the list, another kind on the level does too, an indented paragraph does not', () => {
  expect(numbersOf(numbered(ordered(0), p('x'), ordered(0)))).toEqual([1, 1])
  expect(numbersOf(numbered(ordered(0), bullet(0), ordered(0)))).toEqual([1, 1])
  expect(numbersOf(numbered(ordered(0), block({ indent: 1 }), ordered(0)))).toEqual([1, 2])
  expect(numbersOf(numbered(ordered(0), divider(), ordered(0)))).toEqual([1, 1])
})

test('typing in an item keeps the decorations it had', () => {
  const before = numbered(ordered(0, 'a'), ordered(0, 'b'))
  const next = before.apply(before.tr.insertText('x', 1))
  expect(shownNumbers(next)).toEqual([
    { pos: 0, number: 1 },
    { pos: 4, number: 2 },
  ])
})

test('replacing a whole item by one alike keeps its number', () => {
  const before = numbered(ordered(0, 'a'), ordered(0, 'b'))
  const next = before.apply(before.tr.replaceWith(3, 6, ordered(0, 'c').node))
  expect(numbersOf(next)).toEqual([1, 2])
})

test('numberAt says what number an item would get', () => {
  const { doc } = state(ordered(0), ordered(1), p('x'), ordered(0), p('y'))
  expect(numberAt(doc, 2, 0)).toBe(2)
  expect(numberAt(doc, 4, 0)).toBe(2)
  expect(numberAt(doc, 4, 1)).toBe(1)
})

// A small generator of repeatable chance: the seed in a failing test's name replays it.
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function anyBlock(below: (below: number) => number): TaggedBlock {
  if (below(6) === 0) return divider()
  const kind = (['ordered', 'ordered', 'bullet', 'paragraph'] as const)[below(4)] ?? 'ordered'
  return block({ kind, indent: below(3), quote: below(4) === 0 }, 'x')
}

test.each(Array.from({ length: 60 }, (_, index) => index + 1))(
  'after any changes the shown numbers are those of the whole document counted at once (seed %i)',
  (seed) => {
    const below = chance(seed)
    let current = numbered(...Array.from({ length: below(12) }, () => anyBlock(below)))
    for (let change = 0; change < 20; change += 1) {
      const { doc, tr } = current
      const from = below(doc.childCount + 1)
      const to = Math.min(doc.childCount, from + below(4))
      const offsets = [0]
      doc.forEach((node, offset) => offsets.push(offset + node.nodeSize))
      const node = doc.maybeChild(from)
      if (below(3) === 0 && isTextblock(node)) {
        tr.setNodeAttribute(offsets[from]!, 'indent', (blockAttrs(node).indent + 1) % 3)
      } else {
        const fresh = Array.from({ length: below(4) }, () => anyBlock(below).node)
        tr.replaceWith(offsets[from]!, offsets[to]!, fresh)
      }
      current = current.apply(tr)
      const flat = current.doc.content.content.map((each) =>
        isTextblock(each) ? blockAttrs(each) : { kind: null, indent: 0, quote: false },
      )
      expect(numbersOf(current)).toEqual(orderedNumbers(flat).filter((number) => number !== undefined))
    }
  },
)
