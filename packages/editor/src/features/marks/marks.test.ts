import { TextSelection } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { createTestEditor } from '../../test-editor.ts'
import { isMarkActive, markCommands } from './marks.ts'

test('without a selection a mark applies to what is typed next, also after Enter', () => {
  const editor = createTestEditor()
  editor.press('Mod-b')
  editor.type('a')
  editor.press('Enter')
  editor.type('b')
  editor.press('Mod-b')
  editor.type('c')
  expect(editor.shown()).toBe('p:{bold:a} / p:{bold:b}c<a>')
})

test('in an empty document choosing a mark makes the first block', () => {
  const editor = createTestEditor()
  expect(markCommands.toggleItalic()(editor.state, (tr) => editor.dispatch(tr))).toBe(true)
  expect(editor.shown()).toBe('p:<a>')
  expect(isMarkActive(editor.state, 'italic')).toBe(true)
})

test('a mark is active only when all selected text has it, and toggling then completes it', () => {
  const editor = createTestEditor()
  editor.type('**a**b')
  editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, 1, 3)))
  expect(isMarkActive(editor.state, 'bold')).toBe(false)
  editor.press('Mod-b')
  expect(isMarkActive(editor.state, 'bold')).toBe(true)
  editor.press('Mod-b')
  expect(editor.shown()).toBe('p:<a>ab<b>')
})
