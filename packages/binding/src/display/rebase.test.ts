import { EditorState } from 'prosemirror-state'
import { Transform } from 'prosemirror-transform'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { patchState } from './patch.ts'
import { anyEdit, applyEdit } from '../testing/random-edits.ts'
import type { Edit } from '../testing/random-edits.ts'
import { rebaseSteps, splitSteps } from './rebase.ts'
import { testSchema as schema } from '../testing/test-schema.ts'

const paragraph = (text: string) => schema.node('paragraph', null, schema.text(text))
const start = schema.node('doc', null, [paragraph('one one'), paragraph('two two'), paragraph('three')])

/** The steps that lead to the edited document, as they arrive from Yjs: one edit after the other. */
function received(edits: readonly Edit[]): Transform {
  const tr = new Transform(start)
  for (const edit of edits) {
    const state = EditorState.create({ doc: tr.doc })
    const edited = applyEdit(state, edit)
    if (edited === null) continue
    for (const step of patchState(state, edited.doc.content).steps) tr.step(step)
  }
  return tr
}

test('steps parted at a block lead to the same document as all of them in order', () => {
  let parted = 0
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 10 }), fc.nat(2), (edits, index) => {
      const all = received(edits)
      let from = 0
      for (let i = 0; i < index; i++) from += start.child(i).nodeSize
      const block = { from, to: from + start.child(index).nodeSize }
      const { now, later } = splitSteps(all.steps, block)
      const tr = new Transform(start)
      for (const step of now) tr.step(step)
      // What is shown now leaves the block as it is.
      expect(tr.doc.nodeAt(tr.mapping.map(from, 1))).toBe(start.child(index))
      for (const step of later) tr.step(step)
      expect(tr.doc.toString()).toBe(all.doc.toString())
      if (now.length > 0 && later.length > 0) parted++
    }),
    { numRuns: 300 },
  )
  expect(parted).toBeGreaterThan(20)
}, 60_000)

test('what comes where the block was deleted moves what follows by its own size only', () => {
  const all = new Transform(start).delete(0, 9).insert(0, schema.node('heading')).insert(3, schema.text('a'))
  const { now, later } = splitSteps(all.steps, { from: 0, to: 9 })
  const tr = new Transform(start)
  for (const step of [...now, ...later]) tr.step(step)
  expect(tr.doc.toString()).toBe(all.doc.toString())
})

test('what is typed between two changes of one text that wait stays between them', () => {
  const waiting = new Transform(start)
  waiting.insert(1, schema.text('A')).insert(9, schema.text('Z'))
  const local = new Transform(start).insert(4, schema.text('!'))
  const tr = new Transform(local.doc)
  rebaseSteps(waiting.steps, local.mapping.maps, tr)
  expect(tr.doc.firstChild!.textContent).toBe('Aone! oneZ')
})

test('a change inside what was inserted by a waiting change finds it again', () => {
  const waiting = new Transform(start)
  waiting.insert(4, schema.text('abc')).insert(6, schema.text('-'))
  const local = new Transform(start).insert(1, schema.text('12'))
  const tr = new Transform(local.doc)
  rebaseSteps(waiting.steps, local.mapping.maps, tr)
  expect(tr.doc.firstChild!.textContent).toBe('12oneab-c one')
})
