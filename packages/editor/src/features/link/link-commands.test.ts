import type { EditorState } from 'prosemirror-state'
import { AllSelection, TextSelection } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { after, code, p, state } from '../../test-editor.ts'
import { completeHref, linkAt, linkCommands } from './link-commands.ts'

const { setLink, removeLink } = linkCommands

function linked(caret: number): EditorState {
  const plain = state(p('see the site now'))
  const { schema } = plain
  const link = schema.marks['link']!.create({ href: 'https://a.example/' })
  const tr = plain.tr.addMark(5, 13, link).addMark(9, 13, schema.marks['bold']!.create())
  return plain.apply(tr.setSelection(TextSelection.create(tr.doc, caret)))
}

test('setLink links the selection', () => {
  expect(after(state(p('see <a>it<b>')), setLink({ href: 'a.example' }))).toBe(
    'p:see {link=https://a.example:<a>it<b>}',
  )
})

test('setLink links all selected text but code', () => {
  const plain = state(code('let a'), p('one'), p('two'))
  const all = plain.apply(plain.tr.setSelection(new AllSelection(plain.doc)))
  const linkedAll = after(all, setLink({ href: '/x' }))
  expect(linkedAll).toContain('p:{link=/x:one}')
  expect(linkedAll).toContain('p:{link=/x:two}')
  expect(linkedAll).toContain('code:let a')
  expect(after(state(code('<a>let a<b>')), setLink({ href: '/x' }))).toBeUndefined()
})

test('setLink with a caret inserts the text, or the address', () => {
  expect(after(state(p('see <a>')), setLink({ href: '/x', text: 'it' }))).toBe('p:see {link=/x:it<a>}')
  expect(after(state(p('<a>')), setLink({ href: '/x' }))).toBe('p:{link=/x:/x<a>}')
})

test('a caret in a link means the whole link, whatever other marks are in it', () => {
  for (const caret of [5, 7, 9, 11, 13]) {
    expect(linkAt(linked(caret))).toEqual({ from: 5, to: 13, href: 'https://a.example/' })
  }
  expect(linkAt(linked(3))).toBeUndefined()
  expect(linkAt(linked(14))).toBeUndefined()
  expect(after(linked(7), setLink({ href: '/new' }))).toBe(
    'p:see {link=/new:th<a>e }{link=/new+bold:site} now',
  )
  expect(after(linked(7), removeLink())).toBe('p:see th<a>e {bold:site} now')
  expect(after(linked(3), removeLink())).toBeUndefined()
})

test('an address that is not safe to follow is refused, and code has no links', () => {
  expect(after(state(p('<a>x<b>')), setLink({ href: 'javascript:alert(1)' }))).toBeUndefined()
  expect(after(state(p('<a>x<b>')), setLink({ href: '  ' }))).toBeUndefined()
  expect(after(state(code('<a>x<b>')), setLink({ href: '/x' }))).toBeUndefined()
})

test.each([
  ['example.org', 'https://example.org'],
  ['docs.example.org:8080/a?b#c', 'https://docs.example.org:8080/a?b#c'],
  ['ada@example.org', 'mailto:ada@example.org'],
  [' /page ', '/page'],
  ['#part', '#part'],
  ['http://x', 'http://x'],
  ['mailto:a@b.c', 'mailto:a@b.c'],
])('the typed address %s means %s', (typed, meant) => {
  expect(completeHref(typed)).toBe(meant)
})
