import * as fc from 'fast-check'
import { Schema } from 'prosemirror-model'
import { expect, test } from 'vitest'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from 'y-prosemirror'
import * as Y from 'yjs'
import { withUnknownContent } from '../adaptive/adaptive-schema.ts'
import type { SyncBinding } from '../sync-binding.ts'
import { fromRelativePosition, toRelativePosition } from './positions.ts'
import { anyEdit, applyEdit } from '../testing/random-edits.ts'
import { safePeer } from '../testing/test-peers.ts'
import { testSchema as schema } from '../testing/test-schema.ts'

test('every position is, in both directions, what y-prosemirror says it is', () => {
  let compared = 0
  fc.assert(
    fc.property(fc.array(anyEdit, { minLength: 5, maxLength: 40, size: 'max' }), (edits) => {
      const peer = safePeer({ clientId: 1 })
      const blocks = ['one two', 'three', ''].map((text) =>
        schema.node('paragraph', null, text === '' ? [] : [schema.text(text)]),
      )
      peer.view.dispatch(peer.view.state.tr.insert(0, blocks))
      for (const edit of edits) {
        const tr = applyEdit(peer.view.state, edit)
        if (tr !== null) peer.view.dispatch(tr)
      }
      const { binding } = ySyncPluginKey.getState(peer.view.state) as { binding: SyncBinding }
      const { type, mapping, mirror } = binding
      expect(mirror.children).not.toBeNull()
      for (let position = 0; position <= peer.view.state.doc.content.size; position++) {
        const relative = toRelativePosition(mirror, position)
        expect(relative).toEqual(absolutePositionToRelativePosition(position, type, mapping))
        expect(fromRelativePosition(mirror, relative!)).toBe(
          relativePositionToAbsolutePosition(peer.doc, type, relative!, mapping),
        )
        compared++
      }
    }),
    { numRuns: 100 },
  )
  expect(compared).toBeGreaterThan(1_000)
}, 60_000)

function paragraph(text: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, [new Y.XmlText(text)])
  return element
}

test('text where no text may stand counts as the one node it is shown as', () => {
  const doc = new Y.Doc()
  const quote = new Y.XmlElement('quote')
  quote.insert(0, [paragraph('one'), new Y.XmlText('quoted stray'), paragraph('two')])
  const content = [
    paragraph('first'),
    new Y.XmlText('stray text'),
    paragraph('second'),
    quote,
    paragraph('last'),
  ]
  doc.getXmlFragment('prosemirror').insert(0, content)
  const peer = safePeer({ doc, schema: new Schema(withUnknownContent(schema.spec)) })
  const { binding } = ySyncPluginKey.getState(peer.view.state) as { binding: SyncBinding }
  const { size } = peer.view.state.doc.content
  expect(peer.view.state.doc.child(1).nodeSize).toBe(1)
  for (let position = 0; position <= size; position++) {
    const relative = toRelativePosition(binding.mirror, position)
    expect(fromRelativePosition(binding.mirror, relative!)).toBe(position)
  }
})
