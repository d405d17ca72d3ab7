import { expect, test } from 'vitest'
import { createTestEditor } from '../test-editor.ts'

function typed(text: string): string {
  const editor = createTestEditor()
  for (const line of text.split('\n')) {
    if (line !== text.split('\n')[0]) editor.press('Enter')
    editor.type(line)
  }
  return editor.shown()
}

test.each([
  ['# T', 'h1:T<a>'],
  ['## T', 'h2:T<a>'],
  ['### T', 'h3:T<a>'],
  ['#### T', 'p:#### T<a>'],
  ['- a', 'bullet0:a<a>'],
  ['* a', 'bullet0:a<a>'],
  ['1. a', 'ordered0:a<a>'],
  ['1) a', 'ordered0:a<a>'],
  ['2020. a', 'p:2020. a<a>'],
  ['[ ] a', 'task0:a<a>'],
  ['[] a', 'task0:a<a>'],
  ['[x] a', 'task0x:a<a>'],
  ['> a', 'p>:a<a>'],
  ['> - a', 'bullet0>:a<a>'],
  ['- [ ] a', 'task0:a<a>'],
  ['---a', 'divider: / p:a<a>'],
  ['``` a', 'code:a<a>'],
  ['```ts a', 'code(ts):a<a>'],
  ['```ts\na', 'code(ts):a<a>'],
  ['a - b', 'p:a - b<a>'],
])('typing %s gives %s', (text, expected) => {
  expect(typed(text)).toBe(expected)
})

test.each([
  ['a **b** c', 'p:a {bold:b} c<a>'],
  ['__b__ c', 'p:{bold:b} c<a>'],
  ['*i* c', 'p:{italic:i} c<a>'],
  ['_i_ c', 'p:{italic:i} c<a>'],
  ['`x*y*` c', 'p:{code:x*y*} c<a>'],
  ['~~s~~ c', 'p:{strike:s} c<a>'],
  ['2 * 3 * 4', 'p:2 * 3 * 4<a>'],
  ['snake_case_name ', 'p:snake_case_name <a>'],
  ['** b**', 'p:** b**<a>'],
  ['it`s *i* c', 'p:it`s {italic:i} c<a>'],
])('typing %s marks text: %s', (text, expected) => {
  expect(typed(text)).toBe(expected)
})

test('a number makes an item only when the item would get that number', () => {
  expect(typed('2. a')).toBe('p:2. a<a>')
  expect(typed('1. a\n\n2. b')).toBe('ordered0:a / ordered0:b<a>')
  expect(typed('1. a\n\n3. b')).toBe('ordered0:a / p:3. b<a>')
})

test('in code nothing is converted', () => {
  expect(typed('``` a **b** # c')).toBe('code:a **b** # c<a>')
})

test('Backspace directly after a rule gives back what was typed; a second one deletes', () => {
  const editor = createTestEditor()
  editor.type('**bold**')
  expect(editor.press('Backspace')).toBe(true)
  expect(editor.shown()).toBe('p:**bold**<a>')
  expect(editor.press('Backspace')).toBe(false)
})

test('after more typing, Backspace is only Backspace', () => {
  const editor = createTestEditor()
  editor.type('# a')
  expect(editor.press('Backspace')).toBe(false)
  expect(editor.shown()).toBe('h1:a<a>')
})

test('a rule is an undo step of its own, apart from the typing before and after it', () => {
  const editor = createTestEditor()
  editor.type('# Title')
  editor.press('Mod-z')
  expect(editor.shown()).toBe('h1:<a>')
  editor.press('Mod-z')
  expect(editor.shown()).toBe('p:# <a>')
  editor.press('Mod-y')
  expect(editor.shown()).toBe('h1:<a>')
  editor.press('Mod-Shift-z')
  expect(editor.shown()).toBe('h1:Title<a>')
})
