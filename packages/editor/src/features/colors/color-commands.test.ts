import { expect, test } from 'vitest'
import { after, code, createTestEditor, p, state } from '../../test-editor.ts'
import { clearFormatting } from '../marks/clear-formatting.ts'
import { activeColor, colorCommands } from './color-commands.ts'

const { setHighlight, setTextColor, toggleHighlight } = colorCommands

test('a colour is put on the selected text and taken away again', () => {
  const plain = state(p('a <a>red<b> word'))
  let red = plain
  setTextColor({ color: 'red' })(plain, (tr) => (red = plain.apply(tr)))
  expect(activeColor(red, 'text_color')).toBe('red')
  expect(activeColor(red, 'highlight')).toBe(null)
  expect(after(red, setTextColor({ color: null }))).toBe('p:a <a>red<b> word')
})

test('code is not coloured', () => {
  expect(after(state(p('<a>x'), code('let a<b>')), setHighlight({ color: 'blue' }))).toBe(
    'p:{highlight:<a>x} / code:let a<b>',
  )
  expect(after(state(code('<a>x')), toggleHighlight())).toBeUndefined()
})

test('the key highlights what is typed next, and once more does not', () => {
  const editor = createTestEditor()
  editor.type('a ')
  editor.press('Mod-Shift-h')
  editor.type('b')
  editor.press('Mod-Shift-h')
  editor.type('c')
  expect(editor.shown()).toBe('p:a {highlight:b}c<a>')
})

test('==words== are highlighted, and one undo brings the signs back', () => {
  const editor = createTestEditor()
  editor.type('so ==very== good')
  expect(editor.shown()).toBe('p:so {highlight:very} good<a>')
  const other = createTestEditor()
  other.type('==x==')
  other.press('Mod-z')
  expect(other.shown()).toBe('p:==x==<a>')
  other.press('Enter')
  other.type('a == b == c')
  expect(other.shown()).toBe('p:==x== / p:a == b == c<a>')
})

test('sub- and superscript exclude each other', () => {
  const sub = state(p('x<a>2<b>'))
  const editor = createTestEditor()
  editor.type('x')
  editor.press('Mod-,')
  editor.press('Mod-.')
  editor.type('2')
  expect(editor.shown()).toBe('p:x{superscript:2<a>}')
  expect(after(sub, clearFormatting)).toBeUndefined()
})

test('clear formatting leaves links', () => {
  let marked = state(p('<a>all of it<b>'))
  const { schema } = marked
  const marks = [schema.marks['bold'], schema.marks['highlight'], schema.marks['text_color']]
  const tr = marks.reduce((each, type) => each.addMark(1, 10, type!.create()), marked.tr)
  marked = marked.apply(tr.addMark(1, 4, schema.marks['link']!.create({ href: '/x' })))
  expect(after(marked, clearFormatting)).toBe('p:{link=/x:<a>all} of it<b>')
})
