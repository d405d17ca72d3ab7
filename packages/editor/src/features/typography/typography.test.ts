import { expect, test } from 'vitest'
import { createTestEditor } from '../../test-editor.ts'

function typed(text: string): string {
  const editor = createTestEditor()
  editor.type(text)
  return editor.shown()
}

test.each([
  ['wait...', 'p:wait…<a>'],
  ['yes -- no', 'p:yes — no<a>'],
  ['yes--no', 'p:yes—no<a>'],
  ['a -> b', 'p:a → b<a>'],
])('%s becomes %s', (text, shown) => {
  expect(typed(text)).toBe(shown)
})

test.each(['git log --all', 'x....', 'i-->', '`a--b` c', '<!-- --'])('%s stays as it is', (text) => {
  expect(typed(text)).not.toMatch(/—|→/)
})

test('a divider can still be typed', () => {
  expect(typed('---')).toContain('divider')
})

test('undo brings back what was typed', () => {
  const editor = createTestEditor()
  editor.type('wait...')
  expect(editor.press('Mod-z')).toBe(true)
  expect(editor.shown()).toBe('p:wait...<a>')
})
