import { Schema } from 'prosemirror-model'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { safePeer, syncAll } from '../testing/test-peers.ts'
import type { SafePeer } from '../testing/test-peers.ts'

const schema = new Schema({
  nodes: {
    doc: { content: 'box*' },
    box: {
      content: 'text*',
      attrs: { size: { default: 1 }, name: { default: null } },
      readAttrs: ({ size, name }: { size?: unknown; name?: unknown }) => ({
        size: typeof size === 'number' ? Math.min(9, size) : 1,
        name: typeof name === 'string' ? name : null,
      }),
    },
    text: {},
  },
})

function peerWith(attributes: Readonly<Record<string, unknown>>): SafePeer {
  const peer = safePeer({ schema })
  const box = new Y.XmlElement('box')
  for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value as string)
  peer.fragment.insert(0, [box])
  return peer
}

const stored = (peer: SafePeer): unknown => (peer.fragment.get(0) as Y.XmlElement).getAttributes()

test('a node type reads its stored attributes before the node is made', () => {
  const peer = peerWith({ size: 1e9, name: { evil: true } })
  expect(peer.view.state.doc.child(0).attrs).toEqual({ size: 9, name: null })
  expect(peerWith({}).view.state.doc.child(0).attrs).toEqual({ size: 1, name: null })
})

test('what is stored stays as it is when the node is opened, typed in, or another attribute is changed', () => {
  const peer = peerWith({ size: 1e9, extra: 'kept' })
  peer.view.dispatch(peer.view.state.tr.insertText('a', 1))
  peer.view.dispatch(peer.view.state.tr.setNodeAttribute(0, 'name', 'Ada'))
  expect(stored(peer)).toEqual({ size: 1e9, extra: 'kept', name: 'Ada' })
  expect(peer.errors).toEqual([])
})

test('a change of that attribute is written, and peers show it', () => {
  const peer = peerWith({ size: 1e9 })
  const other = safePeer({ schema })
  syncAll(peer, other)
  peer.view.dispatch(peer.view.state.tr.setNodeAttribute(0, 'size', 3))
  syncAll(peer, other)
  expect(stored(other)).toEqual({ size: 3 })
  expect(other.view.state.doc.child(0).attrs['size']).toBe(3)
})
