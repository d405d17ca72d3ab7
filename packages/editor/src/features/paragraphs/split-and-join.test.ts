import { TextSelection } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { after, block, bullet, code, createTestEditor, h, p, quote, state, task } from '../../test-editor.ts'
import {
  backspaceToParagraph,
  deleteEmptyBefore,
  deleteEmptyHere,
  leaveEmptyQuote,
  splitTextblock,
} from './split-and-join.ts'

test('Enter splits a block into two of the same kind', () => {
  expect(after(state(p('a<a>b')), splitTextblock)).toBe('p:a / p:<a>b')
  expect(after(state(bullet(2, 'a<a>b')), splitTextblock)).toBe('bullet2:a / bullet2:<a>b')
  expect(after(state(task(true, 'a<a>b')), splitTextblock)).toBe('task0x:a / task0:<a>b')
  expect(after(state(quote('a<a>b')), splitTextblock)).toBe('p>:a / p>:<a>b')
  expect(after(state(h(2, 'a<a>b')), splitTextblock)).toBe('h2:a / h2:<a>b')
})

test('Enter at the end of a heading begins text', () => {
  expect(after(state(h(1, 'a<a>')), splitTextblock)).toBe('h1:a / p:<a>')
})

test('Enter at the start leaves the text in its block and puts an empty one before it', () => {
  expect(after(state(block({ id: 'mine' }, '<a>ab')), splitTextblock)).toBe('p: / p:<a>ab')
  expect(after(state(h(1, '<a>ab')), splitTextblock)).toBe('p: / h1:<a>ab')
  const editor = createTestEditor()
  editor.type('ab')
  const element: unknown = editor.doc.getXmlFragment('prosemirror').get(0)
  editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, 1)))
  editor.press('Enter')
  expect(editor.doc.getXmlFragment('prosemirror').get(1)).toBe(element)
})

test('Enter replaces a selection', () => {
  expect(after(state(p('a<a>b'), p('c<b>d')), splitTextblock)).toBe('p:a / p:<a>d')
})

test('Enter on an empty quoted block ends the quote', () => {
  expect(after(state(quote('<a>')), leaveEmptyQuote)).toBe('p:<a>')
  expect(after(state(quote('x<a>')), leaveEmptyQuote)).toBeUndefined()
})

test('Backspace at the start takes one quality away at a time', () => {
  expect(after(state(h(1, '<a>a')), backspaceToParagraph)).toBe('p:<a>a')
  expect(after(state(block({ kind: 'heading', quote: true }, '<a>a')), backspaceToParagraph)).toBe('p>:<a>a')
  expect(after(state(quote('<a>a')), backspaceToParagraph)).toBe('p:<a>a')
  expect(after(state(block({ indent: 1 }, '<a>a')), backspaceToParagraph)).toBe('p:<a>a')
  expect(after(state(p('<a>a')), backspaceToParagraph)).toBeUndefined()
})

test('an empty neighbour is removed, so that text stays in its own block', () => {
  expect(after(state(p('a'), p(''), bullet(0, '<a>b')), deleteEmptyBefore)).toBe('p:a / bullet0:<a>b')
  expect(after(state(code(''), p('<a>b')), deleteEmptyBefore)).toBe('p:<a>b')
  expect(after(state(p('a'), p('<a>b')), deleteEmptyBefore)).toBeUndefined()
  expect(after(state(p('<a>'), h(1, 'b')), deleteEmptyHere)).toBe('h1:<a>b')
  expect(after(state(p('<a>')), deleteEmptyHere)).toBeUndefined()
})
