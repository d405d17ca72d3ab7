// Continuous typing while a peer moves the text around the caret: what a person types stays one word, in order.

import { TextSelection } from 'prosemirror-state'
import type { Transaction } from 'prosemirror-state'
import { findWrapping } from 'prosemirror-transform'
import { describe, expect, test } from 'vitest'
import { safePeer, send, settle } from '../testing/test-peers.ts'
import type { SafePeer } from '../testing/test-peers.ts'

interface Case {
  readonly name: string
  readonly start: readonly string[]
  readonly caret: number
  readonly theirs: (tr: Transaction) => Transaction
}

const cases: readonly Case[] = [
  {
    name: 'splits exactly at the caret',
    start: ['Hello world'],
    caret: 6,
    theirs: (tr) => tr.split(6),
  },
  { name: 'splits before it', start: ['Hello world'], caret: 9, theirs: (tr) => tr.split(6) },
  {
    name: 'splits before the caret at the end',
    start: ['Hello world'],
    caret: 12,
    theirs: (tr) => tr.split(6),
  },
  {
    name: 'splits after it',
    start: ['Hello world'],
    caret: 3,
    theirs: (tr) => tr.split(tr.doc.textContent.indexOf(' ') + 1),
  },
  { name: 'splits in what is typed', start: ['Hello world'], caret: 3, theirs: (tr) => tr.split(6) },
  {
    name: 'joins its paragraph',
    start: ['Hello', 'world'],
    caret: 13,
    theirs: (tr) => tr.join(tr.doc.child(0).nodeSize),
  },
  {
    name: 'joins its paragraph, the caret at its start',
    start: ['Hello', 'world'],
    caret: 8,
    theirs: (tr) => tr.join(tr.doc.child(0).nodeSize),
  },
  {
    name: 'joins the next one to it, the caret at its end',
    start: ['Hello', 'world'],
    caret: 6,
    theirs: (tr) => tr.join(tr.doc.child(0).nodeSize),
  },
  { name: 'wraps it', start: ['one', 'two'], caret: 4, theirs: wrapFirst },
  {
    name: 'makes it a block of another type',
    start: ['one', 'two'],
    caret: 4,
    theirs: (tr) => tr.setBlockType(1, 1, tr.doc.type.schema.nodes['code']!),
  },
  {
    name: 'makes its empty paragraph a block of another type',
    start: ['', 'two'],
    caret: 1,
    theirs: (tr) => tr.setBlockType(1, 1, tr.doc.type.schema.nodes['code']!),
  },
  {
    name: 'drags it',
    start: ['one', 'two'],
    caret: 3,
    theirs: dragFirst,
  },
]

const ids = [
  [1, 2],
  [2, 1],
] as const

describe.each(cases)('typing goes on in order when a peer $name', ({ start, caret, theirs }) => {
  test.each(ids)('clients %i and %i', (a, b) => {
    const word = '-typed'
    // The peer's change comes after each number of keys, of which so many were heard.
    for (let typed = 0; typed <= word.length; typed++) {
      for (let heard = 0; heard <= typed; heard++) {
        const [writer, peer] = [safePeer({ clientId: a }), safePeer({ clientId: b })]
        fill(writer, start)
        settle(writer, peer)
        const { tr } = writer.view.state
        writer.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, caret)))
        for (const [index, key] of word.split('').entries()) {
          if (index === typed) theyChange(writer, peer, theirs)
          writer.view.dispatch(writer.view.state.tr.insertText(key))
          if (index + 1 === heard) send(writer, peer)
        }
        if (typed === word.length) theyChange(writer, peer, theirs)
        settle(writer, peer)
        expect(show(writer), `${typed} keys typed, ${heard} heard`).toContain(word)
        expect(show(peer)).toBe(show(writer))
      }
    }
  })
})

function theyChange(writer: SafePeer, peer: SafePeer, theirs: Case['theirs']): void {
  peer.view.dispatch(theirs(peer.view.state.tr))
  send(peer, writer)
}

function fill({ view }: SafePeer, texts: readonly string[]): void {
  const { schema, tr } = view.state
  view.dispatch(
    tr.insert(
      0,
      texts.map((text) => schema.node('paragraph', null, text === '' ? [] : schema.text(text))),
    ),
  )
}

function dragFirst(tr: Transaction): Transaction {
  const first = tr.doc.child(0)
  return tr.delete(0, first.nodeSize).insert(tr.doc.content.size, first)
}

function wrapFirst(tr: Transaction): Transaction {
  const range = tr.doc.resolve(1).blockRange()!
  return tr.wrap(range, findWrapping(range, tr.doc.type.schema.nodes['quote']!)!)
}

function show({ view }: SafePeer): string {
  const { doc } = view.state
  return doc.textContent
}
