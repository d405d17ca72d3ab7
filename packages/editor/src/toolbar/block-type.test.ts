import { expect, test } from 'vitest'
import { bullet, code, divider, h, p, state } from '../test-editor.ts'
import { blockType } from './block-type.ts'

test.each([
  ['paragraph', state(p('a<a>'))],
  ['heading-2', state(h(2, 'a<a>'), p('b'))],
  ['bullet', state(bullet(0, 'a<a>'), bullet(1, 'b<b>'))],
  ['code', state(code('a<a>'))],
  ['mixed', state(h(1, 'a<a>'), p('b<b>'))],
  ['paragraph', state(divider())],
])('the text style is %s', (style, state) => {
  expect(blockType(state)).toBe(style)
})
