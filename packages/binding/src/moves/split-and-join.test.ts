// What happens to text typed where a peer splits, joins, moves or wraps at the same moment. Each case runs on stock
// y-prosemirror too, where it is expected to fail: the claim that it loses or doubles text must stay true.

import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { findWrapping } from 'prosemirror-transform'
import { describe, expect, test } from 'vitest'
import { TestFrames } from '../testing/test-frames.ts'
import { safePeer, send, settle, stockPeer } from '../testing/test-peers.ts'
import type { Peer } from '../testing/test-peers.ts'

type Change = (tr: Transaction) => Transaction

interface Case {
  readonly name: string
  /** One string per paragraph. */
  readonly start: readonly string[]
  readonly mine: Change
  readonly theirs: Change
  readonly result: readonly string[]
  /** When it depends on the clients' ids. */
  readonly orElse?: readonly string[]
  /** 'by-luck': only with the greater id for me. */
  readonly isStockRight?: boolean | 'by-luck'
}

const cases: readonly Case[] = [
  {
    name: 'typing in the middle of what a peer splits off follows it',
    start: ['Hello world'],
    mine: (tr) => tr.split(6),
    theirs: (tr) => tr.insertText('XX', 9),
    result: ['Hello', ' woXXrld'],
  },
  {
    name: 'typing at the end of what a peer splits off follows it',
    start: ['Hello world'],
    mine: (tr) => tr.split(6),
    theirs: (tr) => tr.insertText('!!', 12),
    result: ['Hello', ' world!!'],
  },
  {
    name: 'typing before the place where a peer splits stays',
    start: ['Hello world'],
    mine: (tr) => tr.split(6),
    theirs: (tr) => tr.insertText('XX', 3),
    result: ['HeXXllo', ' world'],
    isStockRight: true,
  },
  {
    name: 'typing where a peer splits stays before it',
    start: ['Hello world'],
    mine: (tr) => tr.split(6),
    theirs: (tr) => tr.insertText('XX', 6),
    result: ['HelloXX', ' world'],
    isStockRight: true,
  },
  {
    name: 'typing where a peer splits stays before it, also when the greater part is the second',
    start: ['Hello wide world'],
    mine: (tr) => tr.split(6),
    theirs: (tr) => tr.insertText('XX', 6),
    result: ['HelloXX', ' wide world'],
    isStockRight: true,
  },
  {
    name: 'two splits at one place make one',
    start: ['Hello world'],
    mine: (tr) => tr.split(6),
    theirs: (tr) => tr.split(6),
    result: ['Hello', ' world'],
  },
  {
    name: 'two splits of one paragraph double nothing',
    start: ['Hello world'],
    mine: (tr) => tr.split(6),
    theirs: (tr) => tr.split(9),
    result: ['Hello', ' wo', 'rld'],
  },
  {
    name: 'a split in what a peer splits off doubles nothing',
    start: ['Hello wide world'],
    mine: (tr) => tr.split(12),
    theirs: (tr) => tr.split(14),
    result: ['Hello wide ', 'world'],
  },
  {
    name: 'typing in a paragraph that a peer joins is in the joined one',
    start: ['Hello', 'world'],
    mine: (tr) => tr.join(7),
    theirs: (tr) => tr.insertText('XX', 10),
    result: ['HellowoXXrld'],
  },
  {
    name: 'typing at the start of a paragraph that a peer joins is where it was typed',
    start: ['Hello', 'world'],
    mine: (tr) => tr.join(7),
    theirs: (tr) => tr.insertText('XX', 8),
    result: ['HelloXXworld'],
  },
  {
    name: 'typing at the end of a paragraph to which a peer joins the next is where it was typed',
    start: ['Hello', 'world'],
    mine: (tr) => tr.join(7),
    theirs: (tr) => tr.insertText('XX', 6),
    result: ['HelloXXworld'],
    isStockRight: 'by-luck',
  },
  {
    name: 'what begins in an empty paragraph that a peer removes is not lost',
    start: ['Hello', ''],
    mine: (tr) => tr.delete(7, 9),
    theirs: (tr) => tr.insertText('XX', 8),
    result: ['HelloXX'],
  },
  {
    name: 'two joins of the same paragraphs double nothing',
    start: ['Hello', 'world'],
    mine: (tr) => tr.join(7),
    theirs: (tr) => tr.join(7),
    result: ['Helloworld'],
  },
  {
    name: 'a split of a paragraph that a peer joins doubles nothing',
    start: ['Hello', 'wide world'],
    mine: (tr) => tr.join(7),
    theirs: (tr) => tr.split(14),
    result: ['Hellowide w', 'orld'],
    orElse: ['Hellowide world'],
  },
  {
    name: 'typing in a paragraph that a peer drags goes with it',
    start: ['one', 'two', 'three'],
    mine: (tr) => move(tr, 0, 2),
    theirs: (tr) => tr.insertText('XX', 3),
    result: ['two', 'three', 'onXXe'],
  },
  {
    name: 'typing in a paragraph that a peer drags upwards goes with it',
    start: ['one', 'two', 'three'],
    mine: (tr) => move(tr, 2, 1),
    theirs: (tr) => tr.insertText('XX', 13),
    result: ['one', 'thXXree', 'two'],
  },
  {
    name: 'two paragraphs dragged over a third: what is typed in these goes with them',
    start: ['one', 'two', 'three'],
    mine: (tr) => tr.insert(17, tr.doc.slice(0, 10).content).delete(0, 10),
    theirs: (tr) => tr.insertText('XX', 2),
    result: ['three', 'oXXne', 'two'],
  },
  {
    name: 'a paragraph that two drag is in one place',
    start: ['one', 'two', 'three'],
    mine: (tr) => move(tr, 0, 2),
    theirs: (tr) => move(tr, 0, 1),
    result: ['two', 'three', 'one'],
    orElse: ['two', 'one', 'three'],
  },
  {
    name: 'typing in a paragraph that a peer wraps goes into the quote',
    start: ['one', 'two'],
    mine: wrapFirst,
    theirs: (tr) => tr.insertText('XX', 3),
    result: ['> onXXe', 'two'],
  },
  {
    name: 'a paragraph that two wrap is wrapped once',
    start: ['one', 'two'],
    mine: wrapFirst,
    theirs: wrapFirst,
    result: ['> one', 'two'],
  },
  {
    name: 'typing in a paragraph that becomes a block of another type',
    start: ['one', 'two'],
    mine: (tr) => tr.setBlockType(1, 1, tr.doc.type.schema.nodes['code']!),
    theirs: (tr) => tr.insertText('XX', 3),
    result: ['onXXe', 'two'],
  },
  {
    name: 'what begins in an empty paragraph that becomes a block of another type',
    start: ['', 'two'],
    mine: (tr) => tr.setBlockType(1, 1, tr.doc.type.schema.nodes['code']!),
    theirs: (tr) => tr.insertText('XX', 1),
    result: ['XX', 'two'],
  },
  {
    name: 'a word made bold in what a peer splits off is bold there',
    start: ['Hello world'],
    mine: (tr) => tr.split(6),
    theirs: (tr) => tr.addMark(7, 12, tr.doc.type.schema.mark('bold')),
    result: ['Hello', ' *world*'],
  },
]

const ids = [
  [1, 2],
  [2, 1],
] as const

describe.each(cases)('$name', ({ start, mine, theirs, result, orElse, isStockRight = false }) => {
  const meet = (first: Peer, second: Peer): (readonly string[])[] => {
    const { schema, tr } = first.view.state
    const paragraphs = start.map((text) =>
      schema.node('paragraph', null, text === '' ? [] : schema.text(text)),
    )
    first.view.dispatch(tr.insert(0, paragraphs))
    settle(first, second)
    first.view.dispatch(mine(first.view.state.tr))
    second.view.dispatch(theirs(second.view.state.tr))
    settle(first, second)
    return [first, second].map(({ view }) => show(view.state.doc))
  }

  test.each(ids)('ours, clients %i and %i', (a, b) => {
    const [first, second] = meet(safePeer({ clientId: a }), safePeer({ clientId: b }))
    expect(second).toEqual(first)
    expect([result, orElse]).toContainEqual(first)
  })

  test.each(ids)(
    `stock ${isStockRight === true ? 'too' : 'loses or doubles it'}, clients %i and %i`,
    (a, b) => {
      const [first] = meet(stockPeer({ clientId: a }), stockPeer({ clientId: b }))
      const isRight = [result, orElse].some((each) => String(each) === String(first))
      expect(isRight).toBe(isStockRight === 'by-luck' ? a > b : isStockRight)
    },
  )
})

describe('text of somebody who cannot carry it', () => {
  test('what a stock peer types in a joined paragraph is carried by ours, when its author had time to', () => {
    const frames = new TestFrames()
    const [ours, stock] = [safePeer({ clientId: 1, frames }), stockPeer({ clientId: 2 })]
    const { schema, tr } = ours.view.state
    ours.view.dispatch(
      tr.insert(
        0,
        ['Hello', 'world'].map((text) => schema.node('paragraph', null, schema.text(text))),
      ),
    )
    settle(ours, stock)
    ours.view.dispatch(ours.view.state.tr.join(7))
    stock.view.dispatch(stock.view.state.tr.insertText('XX', 10))
    // As it types: a stock peer that first hears of the join forgets the text before it could send it.
    send(stock, ours)
    settle(ours, stock)
    ours.view.dispatch(ours.view.state.tr.insertText('a', 1))
    settle(ours, stock)
    expect(show(stock.view.state.doc)).toEqual(['aHelloworld'])
    frames.time += 5_000
    ours.view.dispatch(ours.view.state.tr.insertText('b', 2))
    settle(ours, stock)
    expect(show(stock.view.state.doc)).toEqual(['abHellowoXXrld'])
    expect(show(ours.view.state.doc)).toEqual(['abHellowoXXrld'])
  })

  test('a record of a later version, or no record at all, changes nothing', () => {
    const [first, second] = [safePeer({ clientId: 1 }), safePeer({ clientId: 2 })]
    first.doc.getArray('stet:moves').push([new Uint8Array([99, 1, 2]), new Uint8Array([1, 255]), 'text', 7])
    settle(first, second)
    second.view.dispatch(second.view.state.tr.insert(0, second.view.state.schema.node('paragraph', null, [])))
    settle(first, second)
    expect(show(first.view.state.doc)).toEqual([''])
    expect([...first.errors, ...second.errors]).toEqual([])
  })
})

function wrapFirst(tr: Transaction): Transaction {
  const range = tr.doc.resolve(1).blockRange()!
  return tr.wrap(range, findWrapping(range, tr.doc.type.schema.nodes['quote']!)!)
}

function move(tr: Transaction, from: number, to: number): Transaction {
  const start = (index: number): number =>
    tr.doc.children.slice(0, index).reduce((sum, { nodeSize }) => sum + nodeSize, 0)
  const node = tr.doc.child(from)
  tr.delete(start(from), start(from + 1))
  return tr.insert(start(to), node)
}

function show(doc: Node): string[] {
  return doc.children.map((block) => {
    const prefix = block.type.name === 'quote' ? '> ' : ''
    let text = ''
    block.descendants((node) => {
      if (node.isText) text += node.marks.length > 0 ? `*${node.text}*` : node.text
    })
    return prefix + text
  })
}
