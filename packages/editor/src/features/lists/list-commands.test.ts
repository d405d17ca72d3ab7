import { expect, test } from 'vitest'
import { after, block, bullet, createTestEditor, h, ordered, p, state, task } from '../../test-editor.ts'
import { backspaceAtItemStart, leaveEmptyItem, listCommands } from './list-commands.ts'

const { indent, outdent, toggleBulletList, toggleOrderedList, toggleTaskList, toggleChecked } = listCommands

test('toggling a list kind makes items, changes the kind keeping the indent, and makes paragraphs again', () => {
  expect(after(state(p('<a>one'), h(1, 'two<b>')), toggleBulletList())).toBe(
    'bullet0:<a>one / bullet0:two<b>',
  )
  expect(after(state(bullet(2, 'one<a>')), toggleOrderedList())).toBe('ordered2:one<a>')
  expect(after(state(bullet(2, 'one<a>')), toggleBulletList())).toBe('p:one<a>')
  expect(after(state(bullet(0, '<a>one'), p('two<b>')), toggleBulletList())).toBe(
    'bullet0:<a>one / bullet0:two<b>',
  )
})

test('turning a ticked task into something else and back leaves it unticked', () => {
  expect(after(state(task(true, 'one<a>')), toggleBulletList())).toBe('bullet0:one<a>')
  expect(after(state(task(true, 'one<a>')), toggleTaskList())).toBe('p:one<a>')
})

test('an item goes in at most one deeper than the item before it, and not at all as the first', () => {
  expect(after(state(bullet(0, 'a'), bullet(0, '<a>b')), indent())).toBe('bullet0:a / bullet1:<a>b')
  expect(after(state(bullet(0, 'a'), bullet(1, '<a>b')), indent())).toBe('bullet0:a / bullet1:<a>b')
  expect(after(state(bullet(0, '<a>a')), indent())).toBe('bullet0:<a>a')
  expect(after(state(p('x'), bullet(0, '<a>a')), indent())).toBe('p:x / bullet0:<a>a')
})

test('an item takes the items under it along, in and out', () => {
  const list = state(bullet(0, 'a'), bullet(0, '<a>b'), ordered(1, 'c'), bullet(2, 'd'), bullet(0, 'e'))
  expect(after(list, indent())).toBe('bullet0:a / bullet1:<a>b / ordered2:c / bullet3:d / bullet0:e')
  const nested = state(bullet(0, 'a'), bullet(1, '<a>b'), bullet(2, 'c'), bullet(1, 'd'))
  expect(after(nested, outdent())).toBe('bullet0:a / bullet0:<a>b / bullet1:c / bullet1:d')
})

test('nothing goes deeper than the document allows', () => {
  const deep = state(bullet(7, 'a'), bullet(7, '<a>b'), bullet(8, 'c'))
  expect(after(deep, indent())).toBe('bullet7:a / bullet8:<a>b / bullet8:c')
})

test('indent and outdent do not apply outside lists, so that Tab leaves the editor there', () => {
  expect(after(state(p('a<a>')), indent())).toBeUndefined()
  expect(after(state(h(1, 'a<a>')), outdent())).toBeUndefined()
})

test('Enter and Backspace in an empty item go one level out, then out of the list', () => {
  expect(after(state(bullet(1, '<a>')), leaveEmptyItem)).toBe('bullet0:<a>')
  expect(after(state(task(true, '<a>')), leaveEmptyItem)).toBe('p:<a>')
  expect(after(state(bullet(0, 'x<a>')), leaveEmptyItem)).toBeUndefined()
  expect(after(state(ordered(1, '<a>x')), backspaceAtItemStart)).toBe('ordered0:<a>x')
  expect(after(state(ordered(0, '<a>x')), backspaceAtItemStart)).toBe('p:<a>x')
  expect(after(state(ordered(0, 'x<a>')), backspaceAtItemStart)).toBeUndefined()
})

test('ticking ticks all selected tasks, and unticks them when all are ticked', () => {
  const mixed = state(task(true, '<a>a'), p('b'), task(false, 'c<b>'))
  expect(after(mixed, toggleChecked())).toBe('task0x:<a>a / p:b / task0x:c<b>')
  expect(after(state(task(true, 'a<a>')), toggleChecked())).toBe('task0:a<a>')
  expect(after(state(bullet(0, 'a<a>')), toggleChecked())).toBeUndefined()
})

test('changing a kind writes attributes of the same element, so that text typed meanwhile survives', () => {
  const editor = createTestEditor()
  editor.type('abc')
  const element: unknown = editor.doc.getXmlFragment('prosemirror').get(0)
  editor.press('Mod-Shift-8')
  expect(editor.shown()).toBe('bullet0:abc<a>')
  expect(editor.doc.getXmlFragment('prosemirror').get(0)).toBe(element)
})

test('Enter keeps the kind and the indent, unticked and with an id of its own', () => {
  const editor = createTestEditor()
  editor.type('[x] done')
  editor.press('Enter')
  editor.type('next')
  expect(editor.shown()).toBe('task0x:done / task0:next<a>')
  const ids = [0, 1].map((index) => editor.state.doc.child(index).attrs['id'] as unknown)
  expect(new Set(ids).size).toBe(2)
  expect(ids).not.toContain(null)
})

test('an indented paragraph is no list item', () => {
  expect(after(state(block({ indent: 2 }, '<a>x')), leaveEmptyItem)).toBeUndefined()
  expect(after(state(block({ indent: 2 }, '<a>x')), backspaceAtItemStart)).toBeUndefined()
})
