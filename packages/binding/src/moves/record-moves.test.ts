// What a local transaction is taken to have moved.

import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { preparedSchema } from '../testing/test-schema.ts'
import { safePeer } from '../testing/test-peers.ts'

test('text that stays behind a moved letter is not left behind by the move', () => {
  // Written with marks, there are invisible items between the letters. A split before "a|bb" is written as a new paragraph
  // with a copy of "a", because the old element is more like the tail; "bb" stays, behind what was deleted around the "a".
  const doc = new Y.Doc()
  const text = new Y.XmlText()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [text])
  doc.getXmlFragment('prosemirror').insert(0, [paragraph])
  text.insert(0, 'a', { bold: {}, future_a: { n: 1 } })
  text.insert(1, 'a', { bold: {}, future_b: { n: 1 } })
  text.insert(2, 'bb', { bold: {}, future_c: { n: 1 } })
  const { view } = safePeer({ doc, schema: preparedSchema })
  view.dispatch(view.state.tr.delete(1, 2))
  view.dispatch(view.state.tr.insertText('a', 1))
  view.dispatch(view.state.tr.split(2))
  expect(view.state.doc.children.map((block) => block.textContent)).toEqual(['a', 'abb'])
})
