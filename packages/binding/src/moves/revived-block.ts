// When every place is gone where something could go (three people rebuilt the same part), or none can hold it, a block is
// made for it: better alone than lost.

import * as Y from 'yjs'

/** An empty block of this kind, at the top level, behind what `beside` is in, or was in. */
export function reviveBlock(name: string, beside: Y.XmlElement): Y.XmlElement | null {
  let top = beside
  let root: unknown = beside.parent
  for (; root instanceof Y.XmlElement; root = root.parent) top = root
  if (!(root instanceof Y.XmlFragment)) return null
  let before = top._item
  while (before !== null && before.deleted) before = before.left
  const sibling: unknown = before?.content instanceof Y.ContentType ? before.content.type : null
  const block = new Y.XmlElement(name)
  root.insertAfter(sibling instanceof Y.XmlElement || sibling instanceof Y.XmlText ? sibling : null, [block])
  return block
}
