// Moving a block writes that block anew and no other, in whichever direction, and whoever is typing goes on typing.

import { TextSelection } from 'prosemirror-state'
import type { Transaction } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import { safePeer, settle } from '../testing/test-peers.ts'
import type { SafePeer } from '../testing/test-peers.ts'

const ids = [
  [1, 2],
  [2, 1],
] as const

const cases = [
  { name: 'moved up', from: 2, to: 1, result: ['one', 'three', 'two'] },
  { name: 'moved down', from: 1, to: 2, result: ['one', 'three', 'two'] },
  { name: 'moved to the start', from: 2, to: 0, result: ['three', 'one', 'two'] },
  { name: 'moved to the end', from: 0, to: 2, result: ['two', 'three', 'one'] },
] as const

describe.each(cases)('a block $name is the only one that is written anew', ({ from, to, result }) => {
  test.each(ids)('and a peer goes on typing in its neighbours, clients %i and %i', (a, b) => {
    for (const [index, name] of ['one', 'two', 'three'].entries()) {
      const [mover, writer] = [safePeer({ clientId: a }), safePeer({ clientId: b })]
      fill(mover, ['one', 'two', 'three'])
      settle(mover, writer)
      const elements = mover.fragment.toArray()
      const moved = elements[from]
      putCaretAtEnd(writer, index)
      typeAtCaret(writer, '-')
      mover.view.dispatch(move(mover.view.state.tr, from, to))
      settle(mover, writer)
      typeAtCaret(writer, 'typed')
      settle(mover, writer)
      const expected = result.map((each) => (each === name ? `${name}-typed` : each))
      expect(show(writer)).toEqual(expected)
      expect(show(mover)).toEqual(expected)
      const kept = mover.fragment.toArray()
      expect(elements.filter((each) => !kept.includes(each))).toEqual([moved])
    }
  })
})

test('what was moved by several transactions before Yjs heard of them is known, too', () => {
  const peer = safePeer()
  fill(peer, ['one', 'two', 'three', 'four'])
  const elements = peer.fragment.toArray()
  const { tr } = peer.view.state
  peer.view.dispatch(move(move(tr.insertText('!', 4), 3, 0), 3, 1))
  expect(show(peer)).toEqual(['four', 'three', 'one!', 'two'])
  expect(peer.fragment.toArray().slice(2)).toEqual(elements.slice(0, 2))
})

function fill({ view }: SafePeer, texts: readonly string[]): void {
  const { schema, tr } = view.state
  view.dispatch(
    tr.insert(
      0,
      texts.map((text) => schema.node('paragraph', null, schema.text(text))),
    ),
  )
}

function putCaretAtEnd({ view }: SafePeer, index: number): void {
  const { doc, tr } = view.state
  const end = doc.children.slice(0, index + 1).reduce((sum, { nodeSize }) => sum + nodeSize, -1)
  view.dispatch(tr.setSelection(TextSelection.create(doc, end)))
}

/** One key after the other, as a person types. */
function typeAtCaret({ view }: SafePeer, text: string): void {
  for (const key of text) view.dispatch(view.state.tr.insertText(key))
}

function move(tr: Transaction, from: number, to: number): Transaction {
  const start = (index: number): number =>
    tr.doc.children.slice(0, index).reduce((sum, { nodeSize }) => sum + nodeSize, 0)
  const node = tr.doc.child(from)
  tr.delete(start(from), start(from + 1))
  return tr.insert(start(to), node)
}

function show({ view }: SafePeer): string[] {
  return view.state.doc.children.map((block) => block.textContent)
}
