import type { Node } from 'prosemirror-model'
import { AllSelection } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { safePeer, settle } from './test-peers.ts'
import type { SafePeer } from './test-peers.ts'
import { testSchema as schema } from './test-schema.ts'

function block(name: string, text: string): Node {
  return schema.node(name, null, schema.text(text))
}

/** The last paragraph is in a quote: joined with the first, its text moves there. */
function withQuote(): SafePeer {
  const peer = safePeer({ clientId: 1 })
  const { view, binding } = peer
  view.dispatch(
    view.state.tr.insert(0, [
      block('paragraph', 'one'),
      block('heading', 'some words'),
      schema.node('quote', null, [block('heading', 'quoted'), block('paragraph', 'last words')]),
    ]),
  )
  binding.undoManager.clear()
  return peer
}

const all = 'one|some words|quoted|last words'

/** From the start of the document to `rest` characters before its end. */
function deleteAllBut(rest: number, { view }: SafePeer): void {
  view.dispatch(view.state.tr.delete(1, view.state.doc.content.size - 2 - rest))
}

function textsOf({ view }: SafePeer): string {
  const texts: string[] = []
  view.state.doc.descendants((node) => {
    if (node.isTextblock) texts.push(node.textContent)
  })
  return texts.join('|')
}

function undo({ binding, view }: SafePeer): boolean {
  return binding.undo(view.state, () => {})
}

test('undo gives back a text of which only a part had moved', () => {
  const peer = withQuote()
  deleteAllBut(9, peer)
  expect(textsOf(peer)).toEqual('ast words')
  undo(peer)
  expect(textsOf(peer)).toEqual(all)
})

test('what undo gave back can be moved, taken back and done again', () => {
  const peer = withQuote()
  const { view, binding } = peer
  view.dispatch(view.state.tr.setSelection(new AllSelection(view.state.doc)).deleteSelection())
  undo(peer)
  deleteAllBut(9, peer)
  undo(peer)
  expect(textsOf(peer)).toEqual(all)
  binding.redo(view.state, () => {})
  expect(textsOf(peer)).toEqual('ast words')
  undo(peer)
  expect(textsOf(peer)).toEqual(all)
  const other = safePeer({ clientId: 2 })
  settle(peer, other)
  expect(textsOf(other)).toEqual(textsOf(peer))
})
