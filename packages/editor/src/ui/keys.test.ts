import { expect, test } from 'vitest'
import { ariaKeys, shownKeys } from './keys.ts'

test('shortcuts read as people of the platform write them', () => {
  expect(shownKeys('Mod-Shift-8', false)).toBe('Ctrl+Shift+8')
  expect(shownKeys('Mod-Shift-8', true)).toBe('⇧⌘8')
  expect(ariaKeys('Mod-B', true)).toBe('Meta+B')
})

test('arrow keys are shown as arrows', () => {
  expect(shownKeys('Alt-Shift-ArrowUp', false)).toBe('Alt+Shift+↑')
  expect(shownKeys('Alt-Shift-ArrowRight', true)).toBe('⌥⇧→')
})
