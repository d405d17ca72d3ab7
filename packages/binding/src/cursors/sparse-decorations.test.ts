import * as fc from 'fast-check'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { expect, test } from 'vitest'
import { testSchema as schema } from '../testing/test-schema.ts'
import { sparse } from './sparse-decorations.ts'

const texts = ['one', '', 'three words here', 'x', 'last']
const doc = schema.node(
  'doc',
  null,
  texts.map((text) => schema.node('paragraph', null, text === '' ? [] : [schema.text(text)])),
)

test('a sparse set answers for every block as the whole set does', () => {
  const anyPosition = fc.nat(doc.content.size)
  fc.assert(
    fc.property(fc.array(fc.tuple(anyPosition, anyPosition), { maxLength: 6 }), (spans) => {
      // A set takes the array it is made of apart.
      const decorations = spans.map(([a, b]) =>
        a === b
          ? Decoration.inline(0, doc.content.size, {})
          : Decoration.inline(Math.min(a, b), Math.max(a, b), { class: `${a}` }),
      )
      const whole = DecorationSet.create(doc, decorations.slice())
      const few = sparse(DecorationSet.create(doc, decorations.slice()))
      doc.forEach((node, offset) => {
        const told = few.forChild(offset, node) as DecorationSet
        const asked = whole.forChild(offset, node) as DecorationSet
        expect(places(told)).toEqual(places(asked))
      })
    }),
    { numRuns: 200 },
  )
})

function places(source: DecorationSet): unknown {
  const found: unknown[] = []
  source.forEachSet((set) => found.push(...set.find().map(({ from, to }) => [from, to])))
  return found
}
