import { expect, test } from 'vitest'
import { createTestEditor } from '../../test-editor.ts'

function typed(text: string): string {
  const editor = createTestEditor()
  editor.type(text)
  return editor.shown()
}

test.each([
  ['see https://a.example/x ', 'p:see {link=https://a.example/x:https://a.example/x} <a>'],
  ['www.a.example ', 'p:{link=https://www.a.example:www.a.example} <a>'],
  ['ada@a.example ', 'p:{link=mailto:ada@a.example:ada@a.example} <a>'],
  ['(https://a.example/b). ', 'p:({link=https://a.example/b:https://a.example/b}). <a>'],
  ['https://a.example/(b) ', 'p:{link=https://a.example/(b):https://a.example/(b)} <a>'],
])('%s is linked when a space ends it', (text, shown) => {
  expect(typed(text)).toBe(shown)
})

test.each([
  'https:// ',
  'a.example ',
  'javascript:alert(1) ',
  'xhttps://a.example ',
  '@ada ',
  '`https://a.example ',
])('%s is not linked', (text) => {
  expect(typed(text)).not.toContain('{link')
})

test('code has no links', () => {
  const editor = createTestEditor()
  editor.type('``` https://a.example ')
  expect(editor.shown()).not.toContain('{link')
})

test('one undo takes the link off and keeps the text', () => {
  const editor = createTestEditor()
  editor.type('https://a.example ')
  editor.press('Mod-z')
  expect(editor.shown()).toBe('p:https://a.example <a>')
})
