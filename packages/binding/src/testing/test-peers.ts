// Editors that share a document in tests: each its own Y.Doc, connected by hand, so a test decides what arrives when.

import type { Node, Schema } from 'prosemirror-model'
import type { Plugin } from 'prosemirror-state'
import { initProseMirrorDoc, ySyncPlugin, yUndoPlugin } from 'y-prosemirror'
import * as Y from 'yjs'
import type { Frames } from '../cursors/frames.ts'
import { projectFragment } from '../projection.ts'
import { safeBinding } from '../safe-binding.ts'
import type { SafeBinding } from '../safe-binding.ts'
import type { BindingStage } from '../sync-binding.ts'
import { testSchema } from './test-schema.ts'
import { createTestView } from './test-view.ts'
import type { TestView } from './test-view.ts'

export interface Peer {
  readonly doc: Y.Doc
  readonly fragment: Y.XmlFragment
  readonly view: TestView
}

export interface SafePeer extends Peer {
  readonly binding: SafeBinding
  readonly errors: { readonly error: Error; readonly stage: BindingStage }[]
}

interface PeerOptions {
  readonly doc?: Y.Doc
  readonly clientId?: number
  readonly schema?: Schema
  readonly plugins?: readonly Plugin[]
  readonly frames?: Frames
}

export function safePeer(options: PeerOptions = {}): SafePeer {
  const { doc, fragment } = document(options)
  const errors: SafePeer['errors'] = []
  const binding = safeBinding(fragment, {
    onError: (error, stage) => errors.push({ error, stage }),
    ...(options.frames === undefined ? {} : { frames: options.frames }),
  })
  const plugins = [...binding.plugins, ...(options.plugins ?? [])]
  return {
    doc,
    fragment,
    binding,
    errors,
    view: createTestView({ schema: options.schema ?? testSchema, plugins }),
  }
}

/** Unchanged y-prosemirror 1.3.7, to keep our claims about it true. */
export function stockPeer(options: PeerOptions = {}): Peer {
  const { doc, fragment } = document(options)
  const plugins = [ySyncPlugin(fragment) as Plugin, yUndoPlugin(), ...(options.plugins ?? [])]
  return { doc, fragment, view: createTestView({ schema: options.schema ?? testSchema, plugins }) }
}

/** Exchanges everything until nobody learns anything new. */
export function syncAll(...peers: readonly Peer[]): void {
  for (let round = 0; round < 2; round++) {
    for (const from of peers) {
      for (const to of peers) {
        if (from !== to) send(from, to)
      }
    }
  }
}

/** Exchanges until nobody has anything to tell, what is carried after moved text included. */
export function settle(...peers: readonly Peer[]): void {
  const states = (): string => peers.map(({ doc }) => String(Y.encodeStateAsUpdate(doc))).join(' ')
  let before = ''
  for (let round = 0; round < 20; round++) {
    syncAll(...peers)
    const now = states()
    if (now === before) return
    before = now
  }
  throw new Error('The peers never come to rest.')
}

export function send(from: Peer, to: Peer): void {
  Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), 'network')
}

/** What Yjs holds, read from nothing: the truth that every editor must show. */
export function projectionOf(peer: Peer): Node {
  const { schema } = peer.view.state
  return schema.topNodeType.create(null, projectFragment(peer.fragment, schema, new Map()).content)
}

/** The same, read by stock y-prosemirror: what a stock peer would show. */
export function stockProjectionOf(peer: Peer): Node {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(peer.doc))
  return initProseMirrorDoc(copy.getXmlFragment('prosemirror'), peer.view.state.schema).doc
}

function document({ doc = new Y.Doc(), clientId }: PeerOptions): { doc: Y.Doc; fragment: Y.XmlFragment } {
  if (clientId !== undefined) doc.clientID = clientId
  return { doc, fragment: doc.getXmlFragment('prosemirror') }
}
