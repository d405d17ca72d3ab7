import { EditorState } from 'prosemirror-state'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { patchState } from './patch.ts'
import { anyEdit, applyEdit } from '../testing/random-edits.ts'
import type { Edit } from '../testing/random-edits.ts'
import { testSchema as schema } from '../testing/test-schema.ts'

const start = schema.node('doc', null, [
  schema.node('paragraph', null, schema.text('aaaa bbbb')),
  schema.node('quote', null, [schema.node('paragraph', null, schema.text('one')), schema.node('paragraph')]),
  schema.node('paragraph', null, schema.text('😀😁')),
])

function edited(edits: readonly Edit[]): EditorState {
  let state = EditorState.create({ doc: start })
  for (const edit of edits) {
    const tr = applyEdit(state, edit)
    if (tr !== null) state = state.apply(tr)
  }
  return state
}

const edits = fc.array(anyEdit, { maxLength: 8 })

test('the patched document equals what was asked for, whatever the two documents are', () => {
  fc.assert(
    fc.property(edits, edits, (before, after) => {
      const state = edited(before)
      const { content } = edited(after).doc
      const tr = patchState(state, content)
      expect(tr.doc.content.eq(content)).toBe(true)
      tr.doc.check()
    }),
    { numRuns: 300 },
  )
}, 60_000)

test('an equal document takes no steps, even when its nodes are other objects', () => {
  fc.assert(
    fc.property(edits, (before) => {
      const state = edited(before)
      const copy = schema.nodeFromJSON(state.doc.toJSON())
      expect(patchState(state, copy.content).steps).toEqual([])
    }),
    { numRuns: 100 },
  )
}, 60_000)

test('steps that the schema allows only together become one', () => {
  const state = EditorState.create({ doc: start })
  const quoteAt = start.child(0).nodeSize
  // One paragraph leaves the front of the quote while another arrives at its end; in between it would be empty.
  const [first, second] = [start.child(1).child(0), start.child(1).child(1)]
  const swapped = start.child(1).type.create(null, [second, first])
  const tr = patchState(state, start.content.replaceChild(1, swapped))
  expect(tr.doc.nodeAt(quoteAt)!.eq(swapped)).toBe(true)
})
