import type { Node } from 'prosemirror-model'
import { Plugin, TextSelection } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import { ySyncPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import { projectionOf, safePeer, send, stockPeer, syncAll } from './testing/test-peers.ts'
import type { SyncBinding } from './sync-binding.ts'
import type { Peer } from './testing/test-peers.ts'
import { testSchema as schema } from './testing/test-schema.ts'

const paragraph = (text: string): Node =>
  schema.node('paragraph', null, text === '' ? [] : [schema.text(text)])

function twoPeers(...texts: readonly string[]): [ReturnType<typeof safePeer>, ReturnType<typeof safePeer>] {
  const [a, b] = [safePeer({ clientId: 1 }), safePeer({ clientId: 2 })]
  a.view.dispatch(a.view.state.tr.insert(0, texts.map(paragraph)))
  syncAll(a, b)
  return [a, b]
}

function caretOf({ view }: Peer): number {
  return view.state.selection.head
}

function setCaret({ view }: Peer, anchor: number, head = anchor): void {
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, anchor, head)))
}

function marks(peer: Peer): unknown[] {
  const { isChangeOrigin, isUndoRedoOperation } = ySyncPluginKey.getState(peer.view.state) as Record<
    string,
    unknown
  >
  return [isChangeOrigin, isUndoRedoOperation, peer.view.applied.at(-1)!.getMeta('addToHistory')]
}

describe('two editors', () => {
  test('what one types, the other shows', () => {
    const [a, b] = twoPeers('hello', 'world')
    b.view.dispatch(b.view.state.tr.insertText('!', 6))
    syncAll(a, b)
    expect(a.view.state.doc.toString()).toBe('doc(paragraph("hello!"), paragraph("world"))')
    expect(b.view.state.doc.eq(a.view.state.doc)).toBe(true)
    expect(projectionOf(a).eq(a.view.state.doc)).toBe(true)
  })

  test('a stock y-prosemirror editor and ours edit one document', () => {
    const [ours, stock] = [safePeer({ clientId: 1 }), stockPeer({ clientId: 2 })]
    ours.view.dispatch(ours.view.state.tr.insert(0, [paragraph('from ours'), paragraph('')]))
    syncAll(ours, stock)
    stock.view.dispatch(stock.view.state.tr.insertText('from stock', 12))
    syncAll(ours, stock)
    ours.view.dispatch(ours.view.state.tr.addMark(12, 16, schema.mark('comment', { id: 1 })))
    syncAll(ours, stock)
    expect(stock.view.state.doc.toString()).toBe(
      'doc(paragraph("from ours"), paragraph(comment("from"), " stock"))',
    )
    expect(ours.view.state.doc.eq(stock.view.state.doc)).toBe(true)
  })

  test('two editors on one Y.Doc show the same', () => {
    const doc = new Y.Doc()
    const [a, b] = [safePeer({ doc }), safePeer({ doc })]
    a.view.dispatch(a.view.state.tr.insert(0, paragraph('one')))
    b.view.dispatch(b.view.state.tr.insertText('!', 4))
    expect(a.view.state.doc.toString()).toBe('doc(paragraph("one!"))')
  })

  test('both type into one empty paragraph at once: nothing is lost, nothing is doubled', () => {
    const [a, b] = twoPeers('')
    a.view.dispatch(a.view.state.tr.insertText('aaa', 1))
    b.view.dispatch(b.view.state.tr.insertText('bbb', 1))
    syncAll(a, b)
    // And once more before they meet again, each at the end of what it sees.
    a.view.dispatch(a.view.state.tr.insertText('1', 7))
    b.view.dispatch(b.view.state.tr.insertText('2', 1))
    syncAll(a, b)
    expect(a.view.state.doc.eq(b.view.state.doc)).toBe(true)
    expect(a.view.state.doc.textContent.split('').sort().join('')).toBe('12aaabbb')
  })

  test('opening a document writes nothing, even where two texts stand side by side', () => {
    const [a, b] = twoPeers('')
    a.view.dispatch(a.view.state.tr.insertText('aaa', 1))
    b.view.dispatch(b.view.state.tr.insertText('bbb', 1))
    syncAll(a, b)
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(a.doc))
    const before = Y.encodeStateAsUpdate(doc)
    safePeer({ doc, clientId: 1 })
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })
})

describe('the caret', () => {
  test.each([
    ['before the caret moves it', 2, 4],
    ['at the caret moves it along, as Yjs orders it', 3, 4],
    ['behind the caret leaves it', 4, 3],
  ])('a remote character %s', (_where, position, expected) => {
    const [a, b] = twoPeers('abcd')
    setCaret(b, 3)
    a.view.dispatch(a.view.state.tr.insertText('X', position))
    syncAll(a, b)
    expect(caretOf(b)).toBe(expected)
  })

  test('in a run of equal characters it stays at its own', () => {
    const [a, b] = twoPeers('aaaa')
    setCaret(b, 3)
    // By text alone, an "a" more could be at the end.
    ;((a.fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'a')
    syncAll(a, b)
    expect(caretOf(b)).toBe(4)
  })

  test('at the end of a paragraph it stays at the end while a peer appends', () => {
    const [a, b] = twoPeers('abcd')
    setCaret(b, 5)
    a.view.dispatch(a.view.state.tr.insertText('X', 5))
    syncAll(a, b)
    expect(caretOf(b)).toBe(6)
  })

  test('a selection survives a change of everything around it', () => {
    const [a, b] = twoPeers('one', 'two', 'three')
    setCaret(b, 6, 8)
    a.view.dispatch(a.view.state.tr.delete(10, 17).insertText('!', 9).insertText('?', 6).delete(0, 5))
    syncAll(a, b)
    const { from, to } = b.view.state.selection
    expect(b.view.state.doc.textBetween(from, to)).toBe('tw')
  })

  test('a remote change elsewhere keeps the very selection, without asking Yjs', () => {
    const [a, b] = twoPeers('one', 'two')
    setCaret(b, 7)
    a.view.dispatch(a.view.state.tr.insertText('!', 1))
    syncAll(a, b)
    expect(caretOf(b)).toBe(8)
    expect(b.view.applied.at(-1)!.selectionSet).toBe(false)
  })

  test('what comes into an empty document is not selected, by opening it or by a peer', () => {
    const [a, b] = [safePeer({ clientId: 1 }), safePeer({ clientId: 2 })]
    a.view.dispatch(a.view.state.tr.insert(0, [paragraph('one'), paragraph('two')]))
    send(a, b)
    const late = safePeer({ clientId: 3, doc: a.doc })
    for (const { view } of [b, late]) {
      expect(view.state.selection).toBeInstanceOf(TextSelection)
      expect([view.state.selection.from, view.state.selection.to]).toEqual([1, 1])
    }
  })

  test('marks chosen for what is typed next survive what a peer does', () => {
    const [a, b] = twoPeers('mine', 'theirs')
    setCaret(a, 5)
    const chosen = schema.mark('comment', { id: 1 })
    a.view.dispatch(a.view.state.tr.setStoredMarks([chosen]))
    b.view.dispatch(b.view.state.tr.insertText('!', 7))
    syncAll(a, b)
    expect(a.view.state.storedMarks).toEqual([chosen])
  })

  test('only an undo of my own scrolls', () => {
    const [a, b] = twoPeers('one')
    a.view.dispatch(a.view.state.tr.insertText('!', 1))
    send(a, b)
    expect(b.view.applied.at(-1)!.scrolledIntoView).toBe(false)
    a.binding.undo(a.view.state, () => {})
    expect(a.view.applied.at(-1)!.scrolledIntoView).toBe(true)
  })
})

describe('other extensions', () => {
  test('see remote changes marked as y-prosemirror marks them', () => {
    const [a, b] = twoPeers('one')
    a.view.dispatch(a.view.state.tr.insertText('!', 1))
    expect(marks(a)).toEqual([false, false, undefined])
    send(a, b)
    expect(marks(b)).toEqual([true, false, false])
    a.binding.undo(a.view.state, () => {})
    expect(marks(a)).toEqual([true, true, false])
  })

  test('what a plugin appends to a change that is not for undo is not for undo either', () => {
    const appending = new Plugin({
      appendTransaction: ([tr], _before, state) =>
        tr?.getMeta('appends') === true ? state.tr.insertText('?', 1) : null,
    })
    const peer = safePeer({ clientId: 1, plugins: [appending] })
    peer.view.dispatch(peer.view.state.tr.insert(0, paragraph('text')))
    peer.binding.undoManager.clear()
    peer.view.dispatch(
      peer.view.state.tr.insertText('!', 5).setMeta('addToHistory', false).setMeta('appends', true),
    )
    expect(peer.view.state.doc.textContent).toBe('?text!')
    expect(peer.binding.undoManager.canUndo()).toBe(false)
  })

  test('a local transaction outside the history is shared and never undone', () => {
    const [a] = twoPeers('one')
    a.binding.undoManager.clear()
    a.view.dispatch(a.view.state.tr.insertText('!', 1).setMeta('addToHistory', false))
    expect(projectionOf(a).textContent).toBe('!one')
    expect(a.binding.undo(a.view.state)).toBe(false)
  })

  test('a change made inside an application transaction is written and shown once', () => {
    const [a, b] = twoPeers('one')
    a.doc.transact(() => {
      a.view.dispatch(a.view.state.tr.insertText('!', 1))
      ;((a.fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, '?')
    })
    expect(a.view.state.doc.textContent).toBe('?!one')
    syncAll(a, b)
    expect(b.view.state.doc.textContent).toBe('?!one')
  })

  test('a change whose steps cannot be made is reported, and the whole document is shown instead', () => {
    const [a, b] = twoPeers('one', 'two')
    const { binding } = ySyncPluginKey.getState(b.view.state) as { binding: SyncBinding }
    const { mirror } = binding
    const catchUp = mirror.catchUp.bind(mirror)
    mirror.catchUp = () => {
      mirror.catchUp = catchUp
      throw new Error('no such step')
    }
    a.view.dispatch(a.view.state.tr.insertText('!', 4))
    syncAll(a, b)
    expect(b.view.state.doc.textContent).toBe('one!two')
    expect(b.errors).toMatchObject([{ stage: 'render', error: { message: 'no such step' } }])
    expect(binding.paused).toBeNull()
  })

  test('a second view takes over where the first one ended', () => {
    const [a, b] = twoPeers('one')
    a.view.updateState(a.view.state.reconfigure({ plugins: [] }))
    b.view.dispatch(b.view.state.tr.insertText('!', 4))
    syncAll(a, b)
    expect(a.view.state.doc.textContent).toBe('one')
    a.view.updateState(a.view.state.reconfigure({ plugins: [...a.binding.plugins] }))
    expect(a.view.state.doc.textContent).toBe('one!')
    a.view.dispatch(a.view.state.tr.insertText('?', 1))
    syncAll(a, b)
    expect(b.view.state.doc.textContent).toBe('?one!')
  })
})
