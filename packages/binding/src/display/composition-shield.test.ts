// Composing text while others change the same paragraph. What an input method would notice is a transaction that
// touches the block; the browser test with a real one is in apps/e2e.

import { TextSelection } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import type { XmlElement } from 'yjs'
import { TestFrames } from '../testing/test-frames.ts'
import { projectionOf, safePeer, send, syncAll } from '../testing/test-peers.ts'
import type { SafePeer } from '../testing/test-peers.ts'
import { testSchema as schema } from '../testing/test-schema.ts'

interface Composing {
  readonly peer: SafePeer
  readonly writer: SafePeer
  readonly frames: TestFrames
  /** What the others do reaches this editor, and a frame is painted. */
  receive(): void
  compose(text: string): void
  texts(peer?: SafePeer): string[]
}

/** `writer` composes at the end of the second paragraph. */
function composing(): Composing {
  const frames = new TestFrames()
  const [peer, writer] = [safePeer({ clientId: 1 }), safePeer({ clientId: 2, frames })]
  const blocks = ['before', 'text', 'after'].map((text) => schema.node('paragraph', null, schema.text(text)))
  peer.view.dispatch(peer.view.state.tr.insert(0, blocks))
  send(peer, writer)
  frames.frame()
  writer.view.dispatch(writer.view.state.tr.setSelection(TextSelection.create(writer.view.state.doc, 13)))
  writer.view.composing = true
  return {
    peer,
    writer,
    frames,
    receive: () => {
      send(peer, writer)
      frames.frame()
    },
    compose: (text) => writer.view.dispatch(writer.view.state.tr.insertText(text)),
    texts: (of = writer) => of.view.state.doc.children.map((block) => block.textContent),
  }
}

function type(peer: SafePeer, text: string, position: number): void {
  peer.view.dispatch(peer.view.state.tr.insertText(text, position))
}

function endComposition({ writer, frames }: Composing): void {
  writer.view.composing = false
  writer.view.dom.dispatchEvent(new Event('compositionend'))
  for (const { props } of writer.view.state.plugins) {
    const ended = props.handleDOMEvents?.compositionend
    ended?.call(undefined as never, writer.view, new Event('compositionend') as CompositionEvent)
  }
  frames.pass(50)
  frames.frame()
}

/** To see that nothing is lost or doubled, wherever it went. */
function letters(text: string): string {
  return text.split('').toSorted().join('')
}

function expectEqual({ peer, writer, frames }: Composing): void {
  syncAll(peer, writer)
  frames.frame()
  expect(writer.view.state.doc.toString()).toBe(peer.view.state.doc.toString())
  expect(projectionOf(writer).eq(writer.view.state.doc)).toBe(true)
  expect(writer.errors).toEqual([])
}

describe('while text is composed in a paragraph', () => {
  test('what others write in it waits, what they write elsewhere is shown', () => {
    const all = composing()
    type(all.peer, '1', 9)
    type(all.peer, '2', 1)
    type(all.peer, '3', 22)
    all.receive()
    expect(all.texts()).toEqual(['2before', 'text', 'after3'])
    expect(all.writer.view.state.selection.head).toBe(14)
  })

  test('what is composed is shared at once, at its place, and what others wrote is not undone by it', () => {
    const all = composing()
    type(all.peer, '1', 9)
    all.receive()
    all.compose('に')
    all.compose('ほ')
    type(all.peer, '2', 14)
    all.receive()
    all.compose('ん')
    expect(all.texts()).toEqual(['before', 'textにほん', 'after'])
    send(all.writer, all.peer)
    expect(all.texts(all.peer)[1]).toMatch(/^1text(?=.*にほん).*2?/)
    endComposition(all)
    expect(letters(all.texts()[1]!)).toBe(letters('12textにほん'))
    expectEqual(all)
  })

  test('what others wrote is shown when the composition is over', () => {
    const all = composing()
    type(all.peer, '1', 9)
    all.receive()
    endComposition(all)
    expect(all.texts()).toEqual(['before', '1text', 'after'])
    expect(all.writer.view.state.selection.head).toBe(14)
  })

  test('it waits no longer than two seconds after the last key', () => {
    const all = composing()
    type(all.peer, '1', 9)
    all.receive()
    all.frames.pass(1_999)
    all.frames.frame()
    expect(all.texts()[1]).toBe('text')
    all.frames.pass(1)
    all.frames.frame()
    expect(all.texts()[1]).toBe('1text')
    expectEqual(all)
  })

  test('it waits while keys come, and no longer than ten seconds', () => {
    const all = composing()
    type(all.peer, '1', 9)
    all.receive()
    for (let second = 1; second < 10; second += 1) {
      all.frames.pass(1_000)
      all.compose('に')
      all.frames.frame()
      expect(all.texts()[1]).toBe(`text${'に'.repeat(second)}`)
    }
    all.frames.pass(1_000)
    all.frames.frame()
    expect(all.texts()[1]).toBe(`1text${'に'.repeat(9)}`)
    expectEqual(all)
  })

  test('it waits for no more than 500 changes', () => {
    const all = composing()
    for (let i = 0; i < 501; i++) {
      type(all.peer, '1', 9)
      send(all.peer, all.writer)
    }
    all.frames.frame()
    expect(all.texts()[1]).toBe(`${'1'.repeat(501)}text`)
  })

  test('another attribute of the paragraph waits', () => {
    const all = composing()
    all.peer.view.dispatch(all.peer.view.state.tr.setNodeAttribute(8, 'align', 'right'))
    all.receive()
    expect(all.writer.view.state.doc.child(1).attrs['align']).toBeNull()
    all.compose('!')
    endComposition(all)
    expect(all.writer.view.state.doc.child(1).attrs['align']).toBe('right')
    expect(all.texts()[1]).toBe('text!')
    expectEqual(all)
  })

  test('its deletion waits', () => {
    const all = composing()
    all.peer.view.dispatch(all.peer.view.state.tr.delete(8, 14))
    all.receive()
    expect(all.texts()).toEqual(['before', 'text', 'after'])
    all.compose('!')
    endComposition(all)
    expectEqual(all)
  })

  test('a peer who splits it, and writes on in the new one: nothing is lost, nothing is doubled', () => {
    const all = composing()
    all.peer.view.dispatch(all.peer.view.state.tr.split(11))
    type(all.peer, 'new ', 13)
    all.receive()
    all.compose('!')
    endComposition(all)
    expectEqual(all)
    expect(letters(all.texts().join(''))).toBe(letters('beforetextafternew !'))
  })

  test.each<[string, (peer: SafePeer) => void, readonly string[]]>([
    ['splits it', ({ view }) => view.dispatch(view.state.tr.split(10)), ['before', 't', 'ext日本', 'after']],
    [
      'splits it before it',
      ({ view }) => view.dispatch(view.state.tr.split(9)),
      ['before', '', 'text日本', 'after'],
    ],
    [
      'joins it to the one before',
      ({ view }) => view.dispatch(view.state.tr.join(8)),
      ['beforetext日本', 'after'],
    ],
    [
      'joins the one after to it',
      ({ view }) => view.dispatch(view.state.tr.join(14)),
      ['before', 'text日本after'],
    ],
    [
      'makes another kind of block of it',
      ({ view }) => view.dispatch(view.state.tr.setBlockType(9, 9, schema.nodes.code)),
      ['before', 'text日本', 'after'],
    ],
    [
      'moves it',
      ({ view }) => {
        const block = view.state.doc.child(1)
        view.dispatch(view.state.tr.delete(8, 14).insert(0, block))
      },
      ['text日本', 'before', 'after'],
    ],
    [
      'puts it into a quote',
      ({ view }) =>
        view.dispatch(view.state.tr.replaceWith(8, 14, schema.node('quote', null, view.state.doc.child(1)))),
      ['before', 'text日本', 'after'],
    ],
    [
      'deletes some of it',
      ({ view }) => view.dispatch(view.state.tr.delete(10, 13)),
      ['before', 't日本', 'after'],
    ],
    [
      'deletes all that is in it',
      ({ view }) => view.dispatch(view.state.tr.delete(9, 13)),
      ['before', '日本', 'after'],
    ],
  ])('a peer who %s: what is composed is there once, beside its neighbours', (_, change, texts) => {
    for (const isFirst of [true, false]) {
      const all = composing()
      if (isFirst) change(all.peer)
      all.receive()
      all.compose('に')
      if (!isFirst) {
        change(all.peer)
        all.receive()
      }
      all.compose('ほ')
      all.receive()
      expect(all.texts()).toContain('textにほ')
      const { head } = all.writer.view.state.selection
      all.writer.view.dispatch(all.writer.view.state.tr.insertText('日本', head - 2, head))
      endComposition(all)
      expectEqual(all)
      expect({ isFirst, texts: all.texts() }).toEqual({ isFirst, texts })
    }
  })

  test('a change beyond the paragraph, and all after it, wait', () => {
    const all = composing()
    const wanted = all.peer.view.state.tr.replaceWith(0, 14, schema.node('heading', null, schema.text('all')))
    all.peer.view.dispatch(wanted)
    type(all.peer, '!', 4)
    all.receive()
    expect(all.texts()[1]).toBe('text')
    endComposition(all)
    expectEqual(all)
  })

  test('somebody else’s own editor is not concerned: a second change of a text is shown while nobody composes', () => {
    const all = composing()
    all.writer.view.composing = false
    ;(all.peer.fragment.get(1) as XmlElement).setAttribute('align', 'left')
    all.receive()
    expect(all.writer.view.state.doc.child(1).attrs['align']).toBe('left')
  })
})
