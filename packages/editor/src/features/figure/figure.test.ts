import { fragmentName, jsonToYjs } from '@stet/document'
import { TextSelection } from 'prosemirror-state'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { TestEditor } from '../../test-editor.ts'
import { createTestEditor } from '../../test-editor.ts'

function editorWithFigure(): TestEditor {
  const doc = new Y.Doc()
  const content = [{ type: 'figure', attrs: { src: '/a.png' }, content: [{ type: 'text', text: 'A cat' }] }]
  jsonToYjs({ type: 'doc', content }, doc)
  const editor = createTestEditor(doc)
  editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, 3)))
  return editor
}

test('Enter in a caption goes to a line below the picture, and the caption stays whole', () => {
  const editor = editorWithFigure()
  expect(editor.press('Enter')).toBe(true)
  editor.type('Text')
  expect(editor.state.doc.children.map((node) => [node.type.name, node.textContent])).toEqual([
    ['figure', 'A cat'],
    ['textblock', 'Text'],
  ])
})

test('a line that is there is used', () => {
  const editor = editorWithFigure()
  editor.press('Enter')
  editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, 6)))
  editor.press('Enter')
  expect(editor.state.doc.childCount).toBe(2)
})

test('Backspace at the start of a caption leaves picture and caption as they are', () => {
  const editor = editorWithFigure()
  editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, 1)))
  editor.press('Backspace')
  expect(editor.doc.getXmlFragment(fragmentName).length).toBe(1)
  expect(editor.state.doc.textContent).toBe('A cat')
})

test('two people write one caption, and both are in it', () => {
  const one = editorWithFigure()
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(one.doc))
  const two = createTestEditor(copy)
  one.dispatch(one.state.tr.insertText('Look: ', 1))
  two.dispatch(two.state.tr.insertText(' sleeps', 6))
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(two.doc))
  Y.applyUpdate(two.doc, Y.encodeStateAsUpdate(one.doc))
  expect(one.state.doc.textContent).toBe('Look: A cat sleeps')
  expect(two.state.doc.eq(one.state.doc)).toBe(true)
})

test('Escape in a caption selects its picture, typing goes into the caption, and Enter goes there', () => {
  const editor = editorWithFigure()
  expect(editor.press('Escape')).toBe(true)
  expect(editor.state.selection.toJSON()).toEqual({ type: 'node', anchor: 0 })
  editor.type('!?')
  expect(editor.state.doc.textContent).toBe('A cat!?')
  editor.press('Escape')
  editor.press('Enter')
  editor.type('.')
  expect(editor.state.doc.textContent).toBe('A cat!?.')
  expect(editor.state.doc.childCount).toBe(1)
})
