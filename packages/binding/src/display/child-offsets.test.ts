import type { Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { carryOffsets, childBefore, childOffsets } from './child-offsets.ts'
import { testSchema as schema } from '../testing/test-schema.ts'

const paragraph = (text: string): Node =>
  schema.node('paragraph', null, text === '' ? [] : [schema.text(text)])
const doc = schema.node('doc', null, ['one', '', 'three'].map(paragraph))

test('offsets are where the children start, and where the content ends', () => {
  expect([...childOffsets(doc)]).toEqual([0, 5, 7, 14])
  expect([...childOffsets(schema.node('doc'))]).toEqual([0])
})

test('the child before a position is the last one that starts before it', () => {
  const offsets = childOffsets(doc)
  expect([1, 5, 6, 7, 8, 14].map((position) => childBefore(offsets, position))).toEqual([0, 0, 1, 1, 2, 2])
})

test.each(['', 'o', 'one', 'four'])(
  'a document takes them over from the one before, with “%s” in a block',
  (text) => {
    childOffsets(doc)
    const after = doc.copy(doc.content.replaceChild(0, paragraph(text)))
    carryOffsets(doc, after, 0)
    const fresh = schema.node('doc', null, [paragraph(text), paragraph(''), paragraph('three')])
    expect([...childOffsets(after)]).toEqual([...childOffsets(fresh)])
  },
)
