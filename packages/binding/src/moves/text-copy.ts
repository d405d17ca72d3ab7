// Text written into a shared text as an item, beside other items: what is between characters for Yjs, an index cannot say.

import * as Y from 'yjs'

/** What the item holds, behind `left` or at the start of the text. Afterwards: `forgetSearchMarkers`. */
export function insertCopy(
  transaction: Y.Transaction,
  { item, text, left }: { item: Y.Item; text: Y.XmlText; left: Y.Item | null },
): Y.Item {
  const { doc } = transaction
  const right = left === null ? text._start : left.right
  const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
  const origin = left === null ? null : left.lastId
  const copy = new Y.Item(
    id,
    left,
    origin,
    right,
    right === null ? null : right.id,
    text,
    null,
    item.content.copy(),
  )
  copy.integrate(transaction, 0)
  return copy
}

/** Yjs remembers positions in long texts; changes that do not go through its text methods must forget them. */
export function forgetSearchMarkers({ changed }: Y.Transaction): void {
  for (const type of changed.keys()) {
    const markers = (type as unknown as { readonly _searchMarker: unknown[] | null })._searchMarker
    if (markers !== null && markers !== undefined) markers.length = 0
  }
}
