import { fragmentName } from '@stet/document'
import { TextSelection } from 'prosemirror-state'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createTestEditor } from '../../test-editor.ts'

test('a command directly after typing is a step of its own', () => {
  const editor = createTestEditor()
  editor.type('- a')
  editor.press('Enter')
  editor.type('b')
  editor.press('Tab')
  editor.type('c')
  expect(editor.shown()).toBe('bullet0:a / bullet1:bc<a>')
  editor.press('Mod-z')
  expect(editor.shown()).toBe('bullet0:a / bullet1:b<a>')
  editor.press('Mod-z')
  expect(editor.shown()).toBe('bullet0:a / bullet0:b<a>')
  editor.press('Mod-Shift-z')
  expect(editor.shown()).toBe('bullet0:a / bullet1:b<a>')
})

test('deleting a selection does not take the typing before along', () => {
  const editor = createTestEditor()
  editor.type('abc')
  editor.press('Mod-a')
  editor.dispatch(editor.state.tr.deleteSelection())
  editor.type('new')
  editor.press('Mod-z')
  // What replaced the selection is one step with the replacing.
  expect(editor.shown()).toContain('abc')
})

test('typing elsewhere is another step', () => {
  const editor = createTestEditor()
  editor.type('one two')
  editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, 4)))
  editor.type('!')
  editor.press('Mod-z')
  expect(editor.shown()).toBe('p:one<a> two')
})

test('a change by somebody else does not divide my typing', () => {
  const editor = createTestEditor()
  editor.type('ab')
  const theirs = new Y.XmlElement('textblock')
  editor.doc.transact(() => editor.doc.getXmlFragment(fragmentName).push([theirs]), 'network')
  editor.type('cd')
  expect(editor.shown()).toBe('p:abcd<a> / p:')
  editor.press('Mod-z')
  expect(editor.shown()).toBe('p:<a>')
})
