import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { canonicalUpdate } from './canonical-update.ts'
import { checksum } from './checksum.ts'
import type { Checksum } from './checksum.ts'
import { firstDifference } from '../first-difference.ts'
import { anyEdit, applyEdit } from '../testing/random-edits.ts'
import { readUpdate, rereadDocument } from './reread-document.ts'
import { safePeer, send, syncAll } from '../testing/test-peers.ts'
import type { SafePeer } from '../testing/test-peers.ts'

function checksumOf(doc: Y.Doc): Checksum {
  const work = checksum(doc.getXmlFragment('prosemirror'), new WeakMap())
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value!
  }
}

test('documents that met have equal checksums, and those that did not have different ones', () => {
  let different = 0
  fc.assert(
    fc.property(fc.array(anyEdit, { minLength: 4, maxLength: 30, size: 'max' }), (edits) => {
      const [a, b] = [safePeer({ clientId: 1 }), safePeer({ clientId: 2 })]
      edits.forEach((edit, i) => {
        const peer = i % 2 === 0 ? a : b
        const tr = applyEdit(peer.view.state, edit)
        if (tr !== null) peer.view.dispatch(tr)
        if (i % 5 === 0) send(a, b)
      })
      const [one, other] = [checksumOf(a.doc), checksumOf(b.doc)]
      const isEqual = a.fragment.toJSON() === b.fragment.toJSON()
      if (!isEqual) different++
      expect([one.content === other.content, one.state === other.state && !isEqual]).toEqual([isEqual, false])
      syncAll(a, b)
      expect(checksumOf(b.doc)).toEqual(checksumOf(a.doc))
      const copy = readUpdate(canonicalUpdate(a.doc)!)
      expect(checksumOf(copy)).toEqual(checksumOf(a.doc))
    }),
    { numRuns: 60 },
  )
  expect(different).toBeGreaterThan(10)
})

test('a deletion that has not arrived shows in the state: state vectors alone are equal', () => {
  const [a, b] = [safePeer({ clientId: 1 }), safePeer({ clientId: 2 })]
  a.view.dispatch(a.view.state.tr.insert(0, a.view.state.schema.node('rule')))
  syncAll(a, b)
  a.fragment.delete(0)
  expect(Y.encodeStateVector(a.doc)).toEqual(Y.encodeStateVector(b.doc))
  expect(checksumOf(a.doc).state).not.toBe(checksumOf(b.doc).state)
})

test('a document with missing updates has no checksum', () => {
  const [a, b] = [new Y.Doc(), new Y.Doc()]
  const updates: Uint8Array[] = []
  a.on('update', (update: Uint8Array) => updates.push(update))
  a.getXmlFragment('prosemirror').insert(0, [new Y.XmlElement('one')])
  a.getXmlFragment('prosemirror').insert(1, [new Y.XmlElement('two')])
  Y.applyUpdate(b, updates[1]!)
  expect(checksum(b.getXmlFragment('prosemirror'), new WeakMap()).next()).toEqual({ done: true, value: null })
})

test('reading a document again changes nothing where nothing is wrong, and sends nothing', () => {
  let undone = 0
  fc.assert(
    fc.property(fc.array(anyEdit, { minLength: 4, maxLength: 20, size: 'max' }), (edits) => {
      const [a, b] = [safePeer({ clientId: 1 }), safePeer({ clientId: 2 })]
      for (const edit of edits) {
        const tr = applyEdit(a.view.state, edit)
        if (tr !== null) a.view.dispatch(tr)
        a.binding.undoManager.stopCapturing()
      }
      const [before, { doc: shown }] = [checksumOf(a.doc), a.view.state]
      let sent = 0
      a.doc.on('update', () => sent++)
      reread(a)
      expect(checksumOf(a.doc)).toEqual(before)
      expect(sent).toBe(0)
      expect(a.doc.clientID).toBe(1)
      expect(firstDifference(shown, a.view.state.doc)).toBeNull()
      // Undo goes on, and others read what it does.
      while (a.binding.undo(a.view.state, () => {}));
      send(a, b)
      expect(checksumOf(b.doc)).toEqual(checksumOf(a.doc))
      expect(firstDifference(b.view.state.doc, a.view.state.doc)).toBeNull()
      undone += sent
    }),
    { numRuns: 40 },
  )
  // That something was undone at all: by chance, a list of edits leaves nothing to undo.
  expect(undone).toBeGreaterThan(5)
})

function reread(peer: SafePeer): void {
  const { binding } = peer.view.state.plugins[0]!.getState(peer.view.state) as {
    binding: { mapping: Map<unknown, unknown> }
  }
  rereadDocument(peer.doc, {
    update: canonicalUpdate(peer.doc)!,
    beforeRead: () => binding.mapping.clear(),
  })
}
