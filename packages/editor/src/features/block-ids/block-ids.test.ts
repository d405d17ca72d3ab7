import type { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { block, divider, p, state } from '../../test-editor.ts'
import { blockIdsPlugin } from './block-ids.ts'

function withIds(initial: EditorState): EditorState {
  let count = 0
  const { doc, selection } = initial
  return EditorState.create({ doc, selection, plugins: [blockIdsPlugin(() => `new-${(count += 1)}`)] })
}

const idsOf = (doc: Node): unknown[] => doc.content.content.map((node) => node.attrs['id'] as unknown)

test('a block that is inserted here gets an id', () => {
  const before = withIds(state(p('a')))
  const inserted = before.tr.insert(3, [p('b').node, divider().node])
  expect(idsOf(before.apply(inserted).doc)).toEqual([null, 'new-1', 'new-2'])
})

test('typing gives no ids: blocks of other programs stay as they are', () => {
  const before = withIds(state(p('a<a>')))
  const { transactions } = before.applyTransaction(before.tr.insertText('b'))
  expect(transactions).toHaveLength(1)
})

test('a split keeps the first id and gives the second block another', () => {
  const before = withIds(state(block({ id: 'one' }, 'a<a>b')))
  expect(idsOf(before.apply(before.tr.split(2)).doc)).toEqual(['one', 'new-1'])
})

test('a pasted copy gets another id wherever it is put, and a moved block keeps its own', () => {
  const before = withIds(state(block({ id: 'one' }, 'a'), block({ id: 'two' }, 'b')))
  const copy = before.doc.child(1)
  expect(idsOf(before.apply(before.tr.insert(0, copy)).doc)).toEqual(['new-1', 'one', 'two'])
  const moved = before.tr.delete(3, 6).insert(0, copy)
  expect(idsOf(before.apply(moved).doc)).toEqual(['two', 'one'])
})

test('of two inserted blocks with one id the first keeps it', () => {
  const before = withIds(state(p('a')))
  const twin = block({ id: 'twin' }, 'x').node
  expect(idsOf(before.apply(before.tr.insert(3, [twin, twin])).doc)).toEqual([null, 'twin', 'new-1'])
})

test('what comes from the shared document is left alone', () => {
  const before = withIds(state(p('a')))
  const remote = before.tr.insert(3, p('b').node).setMeta('y-sync$', { isChangeOrigin: true })
  expect(idsOf(before.apply(remote).doc)).toEqual([null, null])
})

test('the marks chosen for what is typed next survive', () => {
  const before = withIds(state(p('a<a>')))
  const marks = [before.schema.marks['bold']!.create()]
  const next = before.apply(before.tr.split(2).setStoredMarks(marks))
  expect(next.storedMarks).toEqual(marks)
})
