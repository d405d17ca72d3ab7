import type { Node } from 'prosemirror-model'
import { TextSelection } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import { absolutePositionToRelativePosition, ySyncPluginKey } from 'y-prosemirror'
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness'
import * as Y from 'yjs'
import { safeBinding } from '../safe-binding.ts'
import { TestFrames } from '../testing/test-frames.ts'
import { testSchema as schema } from '../testing/test-schema.ts'
import { createTestView } from '../testing/test-view.ts'
import type { TestView } from '../testing/test-view.ts'
import { cursorKey } from './cursor-state.ts'

interface CursorPeer {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly frames: TestFrames
  readonly view: TestView
  readonly undo: () => void
  readonly destroy: () => void
}

const paragraph = (string: string): Node =>
  schema.node('paragraph', null, string === '' ? [] : [schema.text(string)])

function cursorPeer(clientId: number, user?: unknown): CursorPeer {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const awareness = new Awareness(doc)
  // The awareness's own liveness timer is not what these tests are about.
  clearInterval(awareness._checkInterval)
  if (user !== undefined) awareness.setLocalStateField('user', user)
  const frames = new TestFrames()
  const binding = safeBinding(doc.getXmlFragment('prosemirror'), { awareness, frames })
  const view = createTestView({ schema, plugins: binding.plugins })
  return {
    doc,
    awareness,
    frames,
    view,
    undo: () => binding.undo(view.state, () => {}),
    destroy: () => {
      view.destroy()
      binding.destroy()
    },
  }
}

function meet(...peers: readonly CursorPeer[]): void {
  for (const from of peers) {
    for (const to of peers) {
      if (from === to) continue
      Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), 'network')
      const clients = [...from.awareness.getStates().keys()]
      if (clients.length > 0)
        applyAwarenessUpdate(to.awareness, encodeAwarenessUpdate(from.awareness, clients), 'network')
    }
  }
}

function twoPeers(text = 'hello world'): [CursorPeer, CursorPeer] {
  const [a, b] = [cursorPeer(1, { name: 'Ada', color: '#C2553F' }), cursorPeer(2)]
  a.view.dispatch(a.view.state.tr.insert(0, [paragraph(text), paragraph('second')]))
  a.view.focused = true
  select(a, 3, 6)
  a.frames.frame()
  meet(a, b)
  b.frames.frame()
  return [a, b]
}

function select(peer: CursorPeer, anchor: number, head = anchor): void {
  const { tr, doc } = peer.view.state
  peer.view.dispatch(tr.setSelection(TextSelection.create(doc, anchor, head)))
}

interface Shown {
  readonly from: number
  readonly to: number
  readonly class?: string
}

function shown(peer: CursorPeer): Shown[] {
  const decorations = cursorKey.getState(peer.view.state)!.decorations.find()
  return decorations.map((decoration) => {
    const { attrs } = (decoration as unknown as { type: { attrs?: { class: string } } }).type
    const { from, to } = decoration
    return attrs === undefined ? { from, to } : { from, to, class: attrs.class }
  })
}

describe('cursors of others', () => {
  test('a caret and a selection are shown, the colour as a class of the checked colour', () => {
    const [, b] = twoPeers()
    expect(shown(b)).toEqual(
      expect.arrayContaining([
        { from: 6, to: 6 },
        { from: 3, to: 6, class: 'stet-selection stet-selection-c2553f' },
      ]),
    )
  })

  test('a colour that is more than a colour never reaches the page', () => {
    const [a, b] = twoPeers()
    a.awareness.setLocalStateField('user', { name: 'Eve', color: '#c2553f;background:url(//x)' })
    meet(a, b)
    b.frames.frame()
    expect(JSON.stringify(shown(b))).toMatch(/stet-selection stet-selection-[0-9a-f]{6}"/)
  })

  test.each([
    ['no positions', { cursor: {} }],
    ['a string', 'cursor'],
    ['text for positions', { cursor: { anchor: 'a', head: 'b' } }],
    [
      'positions of another document',
      { cursor: { anchor: { item: { client: 9, clock: 9 } }, head: { tname: 'x' } } },
    ],
    ['numbers for ids', { cursor: { anchor: { item: 7, type: 'x' }, head: { item: 7 } } }],
  ])('presence with %s shows no caret and breaks nothing', (_what, state) => {
    const [, b] = twoPeers()
    const evil = cursorPeer(3)
    evil.awareness.setLocalState(state as Record<string, unknown>)
    meet(evil, b)
    b.frames.frame()
    expect(shown(b)).toHaveLength(2)
  })

  test('many messages are one update per frame', () => {
    const [a, b] = twoPeers()
    const { length } = b.view.applied
    for (let position = 1; position < 9; position++) {
      select(a, position)
      a.frames.frame()
      meet(a, b)
    }
    expect(b.view.applied).toHaveLength(length)
    b.frames.frame()
    expect(b.view.applied).toHaveLength(length + 1)
    expect(shown(b)).toEqual([{ from: 8, to: 8 }])
    b.frames.frame()
    expect(b.view.applied).toHaveLength(length + 1)
  })

  test('local typing carries carets along, before any frame', () => {
    const [, b] = twoPeers()
    b.view.dispatch(b.view.state.tr.insertText('xx', 1))
    expect(shown(b).map(({ from, to }) => [from, to])).toEqual(
      expect.arrayContaining([
        [5, 8],
        [8, 8],
      ]),
    )
  })

  test('a caret inside a rewritten stretch of text is placed anew', () => {
    const [a, b] = twoPeers('aaaa')
    select(a, 3)
    a.frames.frame()
    meet(a, b)
    b.frames.frame()
    const c = cursorPeer(3)
    meet(a, c)
    // "aa|aa" with an "a" before it: by text alone the new one could be anywhere.
    ;((c.doc.getXmlFragment('prosemirror').get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'a')
    meet(c, b)
    b.frames.frame()
    expect(shown(b)).toEqual([{ from: 4, to: 4 }])
  })

  test('a caret whose block was deleted stands where it was, and comes back with the block', () => {
    const [a, b] = twoPeers()
    select(a, 16)
    a.frames.frame()
    meet(a, b)
    b.frames.frame()
    b.view.dispatch(b.view.state.tr.delete(13, 21))
    b.frames.frame()
    expect(shown(b)).toEqual([{ from: 13, to: 13 }])
    b.undo()
    b.frames.frame()
    expect(shown(b)).toEqual([{ from: 16, to: 16 }])
  })

  test('who leaves takes the caret along', () => {
    const [, b] = twoPeers()
    removeAwarenessStates(b.awareness, [1], 'network')
    b.frames.frame()
    expect(shown(b)).toEqual([])
  })

  test('while text is composed, carets wait', () => {
    const [a, b] = twoPeers()
    select(a, 1)
    a.frames.frame()
    meet(a, b)
    const { length } = b.view.applied
    b.view.composing = true
    b.frames.frame()
    expect(b.view.applied).toHaveLength(length)
    b.view.composing = false
    b.frames.frame()
    expect(shown(b)).toEqual([{ from: 1, to: 1 }])
  })

  test('where placing them takes long, they are placed less often, and in the end', () => {
    const [a, b] = twoPeers()
    select(a, 1)
    a.frames.frame()
    meet(a, b)
    b.frames.work = 2
    b.frames.frame()
    b.frames.work = 0
    select(a, 3)
    a.frames.frame()
    meet(a, b)
    b.frames.frame()
    expect(shown(b)).toEqual([{ from: 1, to: 1 }])
    b.frames.pass(100)
    expect(shown(b)).toEqual([{ from: 3, to: 3 }])
  })
})

describe('the own cursor', () => {
  test('is published as y-prosemirror publishes it', () => {
    const [a] = twoPeers()
    const { type, binding } = ySyncPluginKey.getState(a.view.state) as {
      type: Y.XmlFragment
      binding: { mapping: Parameters<typeof absolutePositionToRelativePosition>[2] }
    }
    expect(a.awareness.getLocalState()!['cursor']).toEqual({
      anchor: absolutePositionToRelativePosition(3, type, binding.mapping),
      head: absolutePositionToRelativePosition(6, type, binding.mapping),
    })
  })

  test('is not published before the editor had the focus', () => {
    const peer = cursorPeer(1, { name: 'Ada', color: '#c2553f' })
    peer.view.dispatch(peer.view.state.tr.insert(0, paragraph('text')))
    peer.frames.frame()
    expect(peer.awareness.getLocalState()).not.toHaveProperty('cursor')
  })

  test('is published once per frame, and only when it changed', () => {
    const [a] = twoPeers()
    let published = 0
    a.awareness.on('update', () => published++)
    select(a, 1)
    select(a, 2)
    select(a, 4)
    expect(published).toBe(0)
    a.frames.frame()
    expect(published).toBe(1)
    select(a, 4)
    a.frames.frame()
    expect(published).toBe(1)
  })

  test('stays on blur, marked as blurred', () => {
    const [a] = twoPeers()
    const before = a.awareness.getLocalState()!['cursor'] as object
    a.view.focused = false
    a.view.dom.dispatchEvent(new Event('focusout'))
    expect(a.awareness.getLocalState()!['cursor']).toEqual({ ...before, blurred: true })
    a.view.focused = true
    a.view.dom.dispatchEvent(new Event('focusin'))
    expect(a.awareness.getLocalState()!['cursor']).toEqual(before)
  })

  test('is gone when the editor is, and nothing is left waiting', () => {
    const [a, b] = twoPeers()
    a.destroy()
    b.destroy()
    expect(a.awareness.getLocalState()!['cursor']).toBeNull()
    expect(a.frames.waiting + b.frames.waiting).toBe(0)
    expect(b.awareness._observers.get('change')?.size ?? 0).toBe(0)
  })
})
