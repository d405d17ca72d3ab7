// Remote changes under load: one transaction per frame, and nothing is lost of what this person does meanwhile.

import { TextSelection } from 'prosemirror-state'
import type { Step } from 'prosemirror-transform'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { XmlElement, XmlText } from 'yjs'
import { anyEdit, applyEdit, canonical } from '../testing/random-edits.ts'
import { TestFrames } from '../testing/test-frames.ts'
import { projectionOf, safePeer, send, syncAll } from '../testing/test-peers.ts'
import type { SafePeer } from '../testing/test-peers.ts'
import { testSchema as schema } from '../testing/test-schema.ts'

function twoPeers(...texts: readonly string[]): {
  author: SafePeer
  reader: SafePeer
  frames: TestFrames
} {
  const frames = new TestFrames()
  const [author, reader] = [safePeer({ clientId: 1 }), safePeer({ clientId: 2, frames })]
  const blocks = texts.map((text) => schema.node('paragraph', null, schema.text(text)))
  author.view.dispatch(author.view.state.tr.insert(0, blocks))
  send(author, reader)
  frames.frame()
  return { author, reader, frames }
}

function type(peer: SafePeer, text: string, position: number): void {
  peer.view.dispatch(peer.view.state.tr.insertText(text, position))
}

/** Where it is before, and after: from, to, to. */
function changeOf(step: Step): number[] {
  let change: number[] = []
  step.getMap().forEach((from, to, _newFrom, newTo) => (change = [from, to, newTo]))
  return change
}

describe('remote changes', () => {
  test('when it is quiet are shown at once', () => {
    const { author, reader } = twoPeers('text')
    type(author, '1', 1)
    send(author, reader)
    expect(reader.view.state.doc.textContent).toBe('1text')
  })

  test('that arrive within a frame are shown as one transaction, with steps of one character', () => {
    const { author, reader, frames } = twoPeers('text', 'other')
    type(author, '1', 1)
    send(author, reader)
    const { length } = reader.view.applied
    for (const [text, position] of [
      ['2', 2],
      ['3', 3],
      ['4', 10],
    ] as const) {
      type(author, text, position)
      send(author, reader)
    }
    expect(reader.view.applied).toHaveLength(length)
    frames.frame()
    expect(reader.view.applied).toHaveLength(length + 1)
    const { steps } = reader.view.applied.at(-1)!
    expect(steps.map((step) => changeOf(step))).toEqual([
      [2, 2, 3],
      [3, 3, 4],
      [10, 10, 11],
    ])
    expect(reader.view.state.doc.eq(author.view.state.doc)).toBe(true)
    frames.frame()
    expect(reader.view.applied).toHaveLength(length + 1)
  })

  test('are shown without frames after a quarter of a second: a hidden tab gets none', () => {
    const { author, reader, frames } = twoPeers('text')
    type(author, '1', 1)
    send(author, reader)
    type(author, '2', 2)
    send(author, reader)
    frames.pass(250)
    expect(reader.view.state.doc.textContent).toBe('12text')
  })

  test('that wait are written back neither twice nor not at all when this person types meanwhile', () => {
    const { author, reader, frames } = twoPeers('text')
    type(author, '1', 1)
    send(author, reader)
    type(author, '2', 2)
    send(author, reader)
    type(reader, '!', 6)
    expect(projectionOf(reader).textContent).toBe('12text!')
    frames.frame()
    expect(reader.view.state.doc.textContent).toBe('12text!')
    syncAll(author, reader)
    expect(author.view.state.doc.textContent).toBe('12text!')
  })

  test('of two places in one transaction do not swallow what is typed between them', () => {
    const { author, reader, frames } = twoPeers('text')
    type(author, '1', 1)
    send(author, reader)
    const text = (author.fragment.get(0) as XmlElement).get(0) as XmlText
    author.doc.transact(() => {
      text.insert(0, 'A')
      text.insert(text.length, 'Z')
    })
    send(author, reader)
    type(reader, '!', 4)
    frames.frame()
    expect(reader.view.state.doc.textContent).toBe('A1te!xtZ')
    syncAll(author, reader)
    frames.frame()
    expect(author.view.state.doc.eq(reader.view.state.doc)).toBe(true)
  })

  test('leave the caret where typing put it meanwhile', () => {
    const { author, reader, frames } = twoPeers('text')
    reader.view.dispatch(reader.view.state.tr.insert(6, schema.node('paragraph')))
    const { tr } = reader.view.state
    reader.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, 7)))
    syncAll(author, reader)
    frames.frame()
    for (const position of [1, 2]) {
      ;(author.fragment.get(1) as XmlElement).setAttribute('align', String(position))
      send(author, reader)
    }
    reader.view.dispatch(reader.view.state.tr.insertText('!'))
    expect(reader.view.state.selection.head).toBe(8)
    frames.frame()
    expect(reader.view.state.doc.child(1).attrs['align']).toBe('2')
    expect(reader.view.state.selection.head).toBe(8)
  })

  test('are all shown before an undo of this person', () => {
    const { author, reader } = twoPeers('text')
    type(reader, '!', 5)
    syncAll(author, reader)
    type(author, '1', 1)
    send(author, reader)
    type(author, '2', 2)
    send(author, reader)
    reader.binding.undo(reader.view.state, () => {})
    expect(reader.view.state.doc.textContent).toBe('12text')
  })
})

function isShown(peer: SafePeer): boolean {
  const [shown, held] = [peer.view.state.doc, projectionOf(peer)].map((doc) => JSON.stringify(canonical(doc)))
  return shown === held
}

test('whatever waits while whoever edits: what Yjs holds is shown at the next frame, and all are equal in the end', () => {
  let waited = 0
  let stale = 0
  const anyAction = fc.oneof(
    fc.record({ act: fc.constant('edit' as const), peer: fc.nat(1), edit: anyEdit }),
    fc.record({ act: fc.constantFrom('send' as const, 'frame' as const), peer: fc.nat(1) }),
  )
  fc.assert(
    fc.property(fc.array(anyAction, { minLength: 5, maxLength: 40, size: 'max' }), (actions) => {
      const frames = [new TestFrames(), new TestFrames()] as const
      const peers = frames.map((each, i) => safePeer({ clientId: i + 1, frames: each }))
      const [a, b] = peers as [SafePeer, SafePeer]
      a.view.dispatch(a.view.state.tr.insert(0, schema.node('paragraph', null, schema.text('some text'))))
      send(a, b)
      for (const action of actions) {
        const peer = peers[action.peer]!
        if (action.act === 'edit') {
          const tr = applyEdit(peer.view.state, action.edit)
          if (tr !== null) peer.view.dispatch(tr)
        } else if (action.act === 'send') {
          send(peer, peers[1 - action.peer]!)
          if (!projectionOf(peers[1 - action.peer]!).eq(peers[1 - action.peer]!.view.state.doc)) waited++
        } else {
          frames[action.peer]!.frame()
          if (!isShown(peer)) stale++
        }
      }
      syncAll(a, b)
      for (const each of frames) each.frame()
      syncAll(a, b)
      for (const each of frames) each.frame()
      expect(canonical(a.view.state.doc)).toEqual(canonical(projectionOf(a)))
      expect(canonical(b.view.state.doc)).toEqual(canonical(a.view.state.doc))
      expect([...a.errors, ...b.errors]).toEqual([])
    }),
    { numRuns: 200 },
  )
  expect(stale).toBe(0)
  expect(waited).toBeGreaterThan(50)
}, 60_000)
