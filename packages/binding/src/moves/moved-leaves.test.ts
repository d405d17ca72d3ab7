// Nodes without content (an image, a mention, a line break) go with the text they stand in: moved by two at once they are
// there once, and what one person inserts in a block that the other moves is not lost.

import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { findWrapping } from 'prosemirror-transform'
import { describe, expect, test } from 'vitest'
import { safePeer, send, settle } from '../testing/test-peers.ts'
import type { SafePeer } from '../testing/test-peers.ts'

type Change = (tr: Transaction) => Transaction

const ids = [
  [1, 2],
  [2, 1],
] as const

/** `*` is an image. */
function paragraphs(peer: SafePeer, texts: readonly string[]): Node[] {
  const { schema } = peer.view.state
  return texts.map((text) =>
    schema.node(
      'paragraph',
      null,
      text
        .split(/(\*)/)
        .filter((part) => part !== '')
        .map((part) => (part === '*' ? schema.node('image', { src: 'x.png' }) : schema.text(part))),
    ),
  )
}

function show(doc: Node): string {
  return doc.children
    .map((block) => {
      let text = block.type.name === 'quote' ? '> ' : ''
      block.descendants((node) => {
        text += node.isText ? node.text : node.type.name === 'image' ? '*' : ''
      })
      return text
    })
    .join(' / ')
}

interface Meeting {
  readonly start: readonly string[]
  readonly mine: Change
  readonly theirs: Change
}

/** What both show in the end; `first`: who of them is heard first. */
function meet([a, b]: readonly [number, number], { start, mine, theirs }: Meeting): string[] {
  const [first, second] = [safePeer({ clientId: a }), safePeer({ clientId: b })]
  first.view.dispatch(first.view.state.tr.insert(0, paragraphs(first, start)))
  settle(first, second)
  first.view.dispatch(mine(first.view.state.tr))
  second.view.dispatch(theirs(second.view.state.tr))
  if (a === 1) send(second, first)
  else send(first, second)
  settle(first, second)
  expect([...first.errors, ...second.errors]).toEqual([])
  return [first, second].map(({ view }) => show(view.state.doc))
}

const wrap: Change = (tr) => {
  const range = tr.doc.resolve(1).blockRange()!
  return tr.wrap(range, findWrapping(range, tr.doc.type.schema.nodes['quote']!)!)
}
const dragTo =
  (index: number): Change =>
  (tr) => {
    const node = tr.doc.child(0)
    tr.delete(0, node.nodeSize)
    const before = tr.doc.children.slice(0, index)
    return tr.insert(
      before.reduce((sum, { nodeSize }) => sum + nodeSize, 0),
      node,
    )
  }
const toCode: Change = (tr) => tr.setBlockType(1, 1, tr.doc.type.schema.nodes['code']!)
const insertImage =
  (at: number): Change =>
  (tr) =>
    tr.insert(at, tr.doc.type.schema.node('image', { src: 'new.png' }))

describe.each(ids)('clients %i and %i', (...clients) => {
  test.each([
    [
      'split off',
      ['a*blonger longer', 'next'],
      (tr: Transaction) => tr.split(4),
      'a*b / longer longer / next',
    ],
    [
      'split off at the end',
      ['longer longer*b', 'next'],
      (tr: Transaction) => tr.split(15),
      'longer longer* / b / next',
    ],
    [
      'split off with the end',
      ['longer longera*b', 'next'],
      (tr: Transaction) => tr.split(14),
      'longer longer / a*b / next',
    ],
    ['wrapped', ['one*two', 'next'], wrap, '> one*two / next'],
    ['wrapped, several alike', ['a**b*', 'next'], wrap, '> a**b* / next'],
    ['wrapped, with nothing else', ['*', 'next'], wrap, '> * / next'],
    ['joined', ['one', '*two*'], (tr: Transaction) => tr.join(5), 'one*two*'],
  ])('what two have %s is there once', (_name, start, change, result) => {
    expect(meet(clients, { start, mine: change, theirs: change })).toEqual([result, result])
  })

  test('what two drag to different places is in one of them', () => {
    const [shown, other] = meet(clients, { start: ['a*b', 'x', 'y'], mine: dragTo(1), theirs: dragTo(2) })
    expect(['x / a*b / y', 'x / y / a*b']).toContain(shown)
    expect(other).toBe(shown)
  })

  const moves: readonly (readonly [string, Change, (text: string) => string])[] = [
    ['wraps', wrap, (text) => `> ${text} / next`],
    ['drags', dragTo(1), (text) => `next / ${text}`],
  ]
  describe.each(moves)('one %s the paragraph', (_name, move, result) => {
    test.each([
      [1, '*abcd'],
      [3, 'ab*cd'],
      [5, 'abcd*'],
    ])('what the other inserts in it at %i goes along', (at, text) => {
      const shown = meet(clients, { start: ['abcd', 'next'], mine: move, theirs: insertImage(at) })
      expect(shown).toEqual([result(text), result(text)])
    })

    test('what the other inserts in it when it is empty goes along', () => {
      const shown = meet(clients, { start: ['', 'next'], mine: move, theirs: insertImage(1) })
      expect(shown).toEqual([result('*'), result('*')])
    })
  })

  test.each([
    [5, 'ab / cd*', 3],
    [4, 'ab / c*d', 3],
    [2, 'a*b / cd', 3],
    [1, '*ab / cd', 3],
  ])(
    'one inserts at %i and the other splits: it goes with the letter before it (%s)',
    (at, result, split) => {
      const meeting = { start: ['abcd'], mine: (tr: Transaction) => tr.split(split), theirs: insertImage(at) }
      expect(meet(clients, meeting)).toEqual([result, result])
    },
  )

  test('where it cannot be, it gets a block of its own', () => {
    const shown = meet(clients, { start: ['abcd', 'next'], mine: toCode, theirs: insertImage(3) })
    expect(shown).toEqual(['abcd / * / next', 'abcd / * / next'])
  })

  test('undo takes back what was carried, and nothing else', () => {
    const [first, second] = clients.map((clientId) => safePeer({ clientId })) as [SafePeer, SafePeer]
    first.view.dispatch(first.view.state.tr.insert(0, paragraphs(first, ['abcd'])))
    first.binding.undoManager.stopCapturing()
    settle(first, second)
    first.view.dispatch(wrap(first.view.state.tr))
    second.view.dispatch(insertImage(3)(second.view.state.tr))
    settle(first, second)
    second.binding.undo(second.view.state, () => {})
    settle(first, second)
    expect([first, second].map(({ view }) => show(view.state.doc))).toEqual(['> abcd', '> abcd'])
    first.binding.undo(first.view.state, () => {})
    settle(first, second)
    expect([first, second].map(({ view }) => show(view.state.doc))).toEqual(['abcd', 'abcd'])
  })
})
