import type { Node } from 'prosemirror-model'
import { AllSelection } from 'prosemirror-state'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyEdit, applyEdit } from '../testing/random-edits.ts'
import type { Edit } from '../testing/random-edits.ts'
import { safePeer, settle } from '../testing/test-peers.ts'
import type { SafePeer } from '../testing/test-peers.ts'
import { runsFor } from '../testing/test-runs.ts'
import { testSchema as schema } from '../testing/test-schema.ts'

/** The long run sets more. */
const usualRuns = 50
const numRuns = runsFor('STET_UNDO_RUNS', usualRuns)

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

test('undo of typing leaves what a peer typed behind it, also when both were deleted and brought back together', () => {
  const [peer, other] = [safePeer({ clientId: 1 }), safePeer({ clientId: 2 })]
  const { view, binding } = peer
  view.dispatch(view.state.tr.insert(0, block('paragraph', '-')))
  binding.undoManager.stopCapturing()
  view.dispatch(view.state.tr.insertText('mine', 2))
  binding.undoManager.stopCapturing()
  settle(peer, other)
  other.view.dispatch(other.view.state.tr.insertText('theirs', 6))
  settle(peer, other)
  view.dispatch(view.state.tr.delete(2, 12))
  expect(textsOf(peer)).toEqual('-')
  undo(peer)
  expect(textsOf(peer)).toEqual('-minetheirs')
  undo(peer)
  expect(textsOf(peer)).toEqual('-theirs')
})

test('undo of typing takes all of it back that a peer has cut since it was brought back', () => {
  const [peer, other] = [safePeer({ clientId: 1 }), safePeer({ clientId: 2 })]
  const { view, binding } = peer
  view.dispatch(view.state.tr.insert(0, block('paragraph', '-')))
  binding.undoManager.stopCapturing()
  view.dispatch(view.state.tr.insertText('mine', 2))
  binding.undoManager.stopCapturing()
  view.dispatch(view.state.tr.delete(2, 6))
  undo(peer)
  settle(peer, other)
  other.view.dispatch(other.view.state.tr.insertText('theirs', 4))
  settle(peer, other)
  expect(textsOf(peer)).toEqual('-mitheirsne')
  undo(peer)
  expect(textsOf(peer)).toEqual('-theirs')
})

test('text that pictures cut, and undo joined, comes back whole', () => {
  const steps = takeAllBackTwice([
    { kind: 'insert-block', a: 0, b: 0, c: 346 },
    { kind: 'image', a: 933, b: 0, c: 0 },
    { kind: 'type', a: 136, b: 0, c: 1 },
    { kind: 'type', a: 0, b: 0, c: 0 },
    { kind: 'image', a: 686, b: 0, c: 0 },
  ])
  expect(steps).toBe(5)
})

test('text comes back behind the letters it was typed behind, also when these were brought back one by one', () => {
  const steps = takeAllBackTwice([
    { kind: 'insert-block', a: 0, b: 0, c: 114 },
    { kind: 'type', a: 362, b: 0, c: 0 },
    { kind: 'split', a: 82, b: 0, c: 0 },
    { kind: 'type', a: 222, b: 0, c: 0 },
    { kind: 'type', a: 0, b: 0, c: 0 },
  ])
  expect(steps).toBe(5)
})

// The run of every day has its seed, so that nothing is red by chance; the long run takes another one each time.
test('all can be taken back and done again, step by step, twice', { timeout: 60_000 + numRuns * 100 }, () => {
  let steps = 0
  fc.assert(
    fc.property(fc.array(anyEdit, { minLength: 3, maxLength: 12, size: 'max' }), (edits) => {
      steps += takeAllBackTwice(edits)
    }),
    { numRuns, ...(numRuns === usualRuns ? { seed: 5 } : {}) },
  )
  expect(steps).toBeGreaterThan(numRuns / 2)
})

/** How many steps the edits made. */
function takeAllBackTwice(edits: readonly Edit[]): number {
  const peer = safePeer({ clientId: 1 })
  const { view, binding } = peer
  const { undoManager } = binding
  const shown = [textsOf(peer)]
  for (const edit of edits) {
    const tr = applyEdit(view.state, edit)
    const { length } = undoManager.undoStack
    if (tr !== null) view.dispatch(tr)
    if (undoManager.undoStack.length > length) shown.push(textsOf(peer))
    undoManager.stopCapturing()
  }
  for (let pass = 0; pass < 2; pass++) {
    for (const text of shown.slice(0, -1).toReversed()) {
      undo(peer)
      expect(textsOf(peer)).toBe(text)
    }
    for (const text of shown.slice(1)) {
      binding.redo(view.state, () => {})
      expect(textsOf(peer)).toBe(text)
    }
  }
  return shown.length - 1
}
