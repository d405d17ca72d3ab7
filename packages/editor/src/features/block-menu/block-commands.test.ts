import { expect, test } from 'vitest'
import { after, createTestEditor, bullet, h, p, state } from '../../test-editor.ts'
import { blockCommands } from './block-commands.ts'

const { moveBlockUp, moveBlockDown, duplicateBlock, deleteBlock } = blockCommands

test('a block changes places with its neighbour, and the caret goes with its words', () => {
  expect(after(state(h(1, 'one'), p('tw<a>o'), p('three')), moveBlockUp())).toBe(
    'p:tw<a>o / h1:one / p:three',
  )
  expect(after(state(p('o<a>n<b>e'), p('two')), moveBlockDown())).toBe('p:two / p:o<a>n<b>e')
})

test('the first block has nowhere to go up, the last nowhere down', () => {
  expect(after(state(p('<a>one'), p('two')), moveBlockUp())).toBeUndefined()
  expect(after(state(p('one'), p('two<a>')), moveBlockDown())).toBeUndefined()
})

test('a list item takes along what is indented below it, and steps over what is below others', () => {
  const list = state(bullet(0, 'a<a>'), bullet(1, 'a1'), bullet(0, 'b'), bullet(1, 'b1'), p('end'))
  expect(after(list, moveBlockDown())).toBe('bullet0:b / bullet1:b1 / bullet0:a<a> / bullet1:a1 / p:end')
  const second = state(bullet(0, 'a'), bullet(1, 'a1'), bullet(0, 'b<a>'), bullet(1, 'b1'))
  expect(after(second, moveBlockUp())).toBe('bullet0:b<a> / bullet1:b1 / bullet0:a / bullet1:a1')
})

test('several selected blocks move, double and go together', () => {
  const three = state(p('o<a>ne'), p('tw<b>o'), p('three'))
  expect(after(three, moveBlockDown())).toBe('p:three / p:o<a>ne / p:tw<b>o')
  expect(after(three, duplicateBlock())).toBe('p:one / p:two / p:<a>one / p:two / p:three')
  expect(after(three, deleteBlock())).toBe('p:<a>three')
})

test('each is an undo step of its own, however fast they follow each other', () => {
  const editor = createTestEditor()
  editor.type('a')
  editor.press('Enter')
  editor.type('b')
  moveBlockUp()(editor.state, (tr) => editor.dispatch(tr))
  moveBlockDown()(editor.state, (tr) => editor.dispatch(tr))
  editor.press('Mod-z')
  expect(editor.shown()).toMatch(/^p:.*b.* \/ p:.*a/)
  editor.press('Mod-z')
  expect(editor.shown()).toMatch(/^p:.*a.* \/ p:.*b/)
})
