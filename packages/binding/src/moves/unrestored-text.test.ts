// Undo where the block is not there any more: somebody else has moved it, or this person, twice. All text is there once.

import { TextSelection } from 'prosemirror-state'
import type { Transaction } from 'prosemirror-state'
import { findWrapping } from 'prosemirror-transform'
import { describe, expect, test } from 'vitest'
import { safePeer, settle } from '../testing/test-peers.ts'
import type { SafePeer } from '../testing/test-peers.ts'

const ids = [
  [1, 2],
  [2, 1],
] as const

function startWith(peers: readonly [SafePeer, SafePeer], texts: readonly string[]): void {
  const [{ view, binding }] = peers
  const { schema, tr } = view.state
  view.dispatch(
    tr.insert(
      0,
      texts.map((text) => schema.node('paragraph', null, schema.text(text))),
    ),
  )
  binding.undoManager.clear()
  settle(...peers)
}

/** A step of its own for undo. */
function edit({ view, binding }: SafePeer, change: (tr: Transaction) => Transaction): void {
  binding.undoManager.stopCapturing()
  view.dispatch(change(view.state.tr))
}

function undo({ view, binding }: SafePeer): void {
  binding.undo(view.state, () => {})
}

function show({ view }: SafePeer): string {
  return view.state.doc.children
    .map((block) => (block.type.name === 'quote' ? '> ' : '') + block.textContent)
    .join(' / ')
}

/** Wraps the block around this position. */
function wrap(tr: Transaction, at: number): Transaction {
  const range = tr.doc.resolve(at).blockRange()!
  return tr.wrap(range, findWrapping(range, tr.doc.type.schema.nodes['quote']!)!)
}

function moveFirst(tr: Transaction): Transaction {
  const node = tr.doc.child(0)
  return tr.delete(0, node.nodeSize).insert(tr.doc.content.size, node)
}

function moveLast(tr: Transaction): Transaction {
  const { size } = tr.doc.content
  const node = tr.doc.child(tr.doc.childCount - 1)
  return tr.delete(size - node.nodeSize, size).insert(0, node)
}

type Change = (tr: Transaction) => Transaction

interface Case {
  readonly name: string
  readonly mine: Change
  readonly theirs: Change
  /** They changed it without having seen mine. */
  readonly isAtOnce?: boolean
  readonly result: string
}

const cases: readonly Case[] = [
  {
    name: 'what I split off comes back where the rest is, when a peer has wrapped that',
    mine: (tr) => tr.split(5),
    theirs: (tr) => wrap(tr, 8),
    result: '> one two three / next',
  },
  {
    name: 'what I split off comes back where the rest is, when a peer has dragged that',
    mine: (tr) => tr.split(9),
    theirs: moveFirst,
    result: 'next / one two three',
  },
  {
    name: 'what I deleted comes back where the rest is, when a peer has dragged that',
    mine: (tr) => tr.delete(5, 9),
    theirs: moveFirst,
    result: 'next / one two three',
  },
  {
    name: 'a split whose text a peer wrapped at once is taken back without a loss',
    mine: (tr) => tr.split(9),
    theirs: (tr) => wrap(tr, 1),
    isAtOnce: true,
    result: '> one two three / next',
  },
]

describe.each(ids)('clients %i and %i', (a, b) => {
  const peers = (): [SafePeer, SafePeer] => [safePeer({ clientId: a }), safePeer({ clientId: b })]

  test.each(cases)('$name', ({ mine: change, theirs: theirChange, isAtOnce, result }) => {
    const [mine, theirs] = peers()
    startWith([mine, theirs], ['one two three', 'next'])
    edit(mine, change)
    if (isAtOnce !== true) settle(mine, theirs)
    edit(theirs, theirChange)
    settle(mine, theirs)
    undo(mine)
    settle(mine, theirs)
    expect([show(mine), show(theirs)]).toEqual([result, result])
  })

  test('what was cut in two by a letter that is gone again comes back whole', () => {
    const [mine, theirs] = peers()
    startWith([mine, theirs], ['abcdefgh', 'next'])
    edit(theirs, (tr) => tr.insertText('X', 8))
    undo(theirs)
    edit(theirs, (tr) => wrap(tr, 1))
    edit(mine, (tr) => tr.split(6))
    settle(mine, theirs)
    undo(mine)
    settle(mine, theirs)
    expect([show(mine), show(theirs)]).toEqual(Array(2).fill('> abcdefgh / next'))
  })

  test('what was brought back is known again when a peer has wrapped it', () => {
    const [mine, theirs] = peers()
    startWith([mine, theirs], ['abcdefgh', 'next'])
    edit(mine, moveFirst)
    edit(mine, moveLast)
    undo(mine)
    settle(mine, theirs)
    edit(theirs, (tr) => wrap(tr, 8))
    settle(mine, theirs)
    expect(show(mine)).toBe('next / > abcdefgh')
    undo(mine)
    settle(mine, theirs)
    expect([show(mine), show(theirs)]).toEqual(Array(2).fill('abcdefgh / next / > '))
  })

  test('an earlier step finds what a later one brought back elsewhere', () => {
    const [mine, theirs] = peers()
    startWith([mine, theirs], ['abcdefgh', 'ijklmnop'])
    edit(mine, (tr) => tr.join(10))
    edit(mine, (tr) => tr.split(11))
    edit(theirs, (tr) => tr.setBlockType(1, 1, tr.doc.type.schema.nodes['code']!))
    settle(mine, theirs)
    undo(mine)
    undo(mine)
    settle(mine, theirs)
    expect(
      show(mine)
        .replaceAll(/[^a-p]/g, '')
        .split('')
        .toSorted()
        .join(''),
    ).toBe('abcdefghijklmnop')
    expect(show(theirs)).toBe(show(mine))
  })
})

test('a block dragged twice, brought back, written in and dragged back is there once', () => {
  const peer = safePeer({ clientId: 1 })
  startWith([peer, safePeer({ clientId: 2 })], ['qrstuvwxyz', 'next'])
  edit(peer, moveFirst)
  edit(peer, moveFirst)
  edit(peer, moveFirst)
  undo(peer)
  edit(peer, (tr) => tr.setSelection(TextSelection.create(tr.doc, 10)).insertText('!'))
  undo(peer)
  undo(peer)
  undo(peer)
  expect(show(peer)).toBe('qrstuvwxyz / next')
})
