import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createTestEditor } from '../../test-editor.ts'

test('opening an empty document writes nothing', () => {
  const editor = createTestEditor()
  expect(editor.shown()).toBe('')
  expect(editor.doc.store.clients.size).toBe(0)
})

test('the first character makes the first block, in one transaction', () => {
  const editor = createTestEditor()
  let updates = 0
  editor.doc.on('update', () => (updates += 1))
  editor.type('a')
  expect(editor.shown()).toBe('p:a<a>')
  expect(updates).toBe(1)
})

test.each([
  ['Enter', 'p: / p:<a>'],
  ['Mod-Alt-1', 'h1:<a>'],
  ['Mod-Shift-8', 'bullet0:<a>'],
  ['Mod-Shift-b', 'p>:<a>'],
  ['Mod-Alt-c', 'code:<a>'],
  ['Shift-Enter', 'p:|<a>'],
])('%s works in an empty document', (key, expected) => {
  const editor = createTestEditor()
  expect(editor.press(key)).toBe(true)
  expect(editor.shown()).toBe(expected)
})

test('two people who begin at once both keep what they typed', () => {
  const [one, other] = [createTestEditor(), createTestEditor()]
  one.type('mine')
  other.type('yours')
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc))
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc))
  expect(one.state.doc.eq(other.state.doc)).toBe(true)
  expect(one.state.doc.textBetween(0, one.state.doc.content.size, ' ').split(' ').sort()).toEqual([
    'mine',
    'yours',
  ])
})

test('undo back to nothing and redo', () => {
  const editor = createTestEditor()
  editor.type('a')
  editor.press('Mod-z')
  expect(editor.shown()).toBe('')
  editor.press('Mod-y')
  expect(editor.shown()).toBe('p:a<a>')
})
