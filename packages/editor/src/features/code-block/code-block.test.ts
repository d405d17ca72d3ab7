import { expect, test } from 'vitest'
import { after, block, bullet, code, createTestEditor, h, p, state } from '../../test-editor.ts'
import {
  backIntoCode,
  backspaceAtCodeStart,
  codeBlockCommands,
  indentCode,
  leaveCodeAfterEmptyLines,
  leaveCodeDownwards,
  outdentCode,
} from './code-block.ts'

const toggle = codeBlockCommands.toggleCodeBlock()

test('toggling makes the selected blocks one code block with a line for each, and back', () => {
  expect(after(state(p('<a>a'), h(1, 'b'), bullet(1, 'c|d<b>')), toggle)).toBe('code:<a>a\nb\nc\nd<b>')
  expect(after(state(code('a\n\n<a>b')), toggle)).toBe('p:a / p: / p:<a>b')
  expect(after(state(code('<a>')), toggle)).toBe('p:<a>')
  expect(after(state(p('x'), p('<a>')), toggle)).toBe('p:x / code:<a>')
})

test('toggling keeps the id of the first block and drops formatting', () => {
  const editor = createTestEditor()
  editor.type('**b** c')
  const id: unknown = editor.state.doc.child(0).attrs['id']
  editor.press('Mod-Alt-c')
  expect(editor.shown()).toBe('code:b c<a>')
  expect(editor.state.doc.child(0).attrs['id']).toBe(id)
})

test('Enter after two empty lines at the end leaves the code and takes them back', () => {
  expect(after(state(code('a\n\n<a>')), leaveCodeAfterEmptyLines)).toBe('code:a / p:<a>')
  expect(after(state(code('a\n<a>')), leaveCodeAfterEmptyLines)).toBeUndefined()
  expect(after(state(code('a\n\n<a>b')), leaveCodeAfterEmptyLines)).toBeUndefined()
})

test('arrow down leaves from the last line only, and only when nothing follows', () => {
  expect(after(state(code('a\nb<a>c')), leaveCodeDownwards)).toBe('code:a\nbc / p:<a>')
  expect(after(state(code('a<a>\nb')), leaveCodeDownwards)).toBeUndefined()
  expect(after(state(code('a<a>'), p('')), leaveCodeDownwards)).toBeUndefined()
})

test('Tab indents the selected lines by two spaces, Shift-Tab takes up to two away', () => {
  expect(after(state(code('a<a>b')), indentCode)).toBe('code:a  <a>b')
  expect(after(state(code('a<a>\nb\nc<b>\nd')), indentCode)).toBe('code:  a<a>\n  b\n  c<b>\nd')
  expect(after(state(code('   a<a>\n b<b>')), outdentCode)).toBe('code: a<a>\nb<b>')
  expect(after(state(p('a<a>')), indentCode)).toBeUndefined()
})

test('Backspace at the start turns code into paragraphs; in an empty paragraph after code it goes back into it', () => {
  expect(after(state(code('<a>a\nb')), backspaceAtCodeStart)).toBe('p:<a>a / p:b')
  expect(after(state(code('a<a>')), backspaceAtCodeStart)).toBeUndefined()
  expect(after(state(code('a'), p('<a>')), backIntoCode)).toBe('code:a<a>')
  expect(after(state(code('a'), p('<a>b')), backIntoCode)).toBeUndefined()
})

test('headings and lists made from code have an item for each line', () => {
  const editor = createTestEditor()
  editor.type('``` a')
  editor.press('Enter')
  editor.type('b')
  editor.press('Mod-Shift-8')
  expect(editor.shown()).toBe('bullet0:a / bullet0:b<a>')
  expect(new Set(editor.state.doc.content.content.map((node) => node.attrs['id'] as unknown)).size).toBe(2)
})

test('an indented block becomes code at the margin', () => {
  expect(after(state(block({ kind: 'task', indent: 3, quote: true }, 'a<a>')), toggle)).toBe('code:a<a>')
})
