// Reads a Y.Doc again, in place, from its own updates in their canonical form. Needed because Yjs 13 can put restored
// content where the next one who reads the same updates does not (undo, after formatting in deleted text): from then on
// documents with the same updates differ for good. Everybody who reads them this way gets the same.
//
// Nothing is written and nothing is sent: the same updates are read, and what a client has said to others is all it has, so
// nothing can be lost. The root types stay the same objects, ids stay valid (relative positions, the undo history); types
// inside the roots are new objects.

import * as Y from 'yjs'

/** The origin of the transaction that reads the document again. */
export const rereadOrigin = Symbol('stet: document read again')

/** What everybody gets who reads this update, for comparing. Destroy it. */
export function readUpdate(update: Uint8Array): Y.Doc {
  const copy = new Y.Doc({ gc: false })
  Y.applyUpdate(copy, update)
  return copy
}

/** `update` is the document's canonical one. `beforeRead` is called when the old content is gone and the new is not there: drop what refers to the old types. */
export function rereadDocument(
  doc: Y.Doc,
  { update, beforeRead }: { readonly update: Uint8Array; readonly beforeRead: () => void },
): void {
  const { gc } = doc
  const { store } = new Y.Doc()
  // The others have all of this. A provider would send the whole document once more.
  const listeners = (['update', 'updateV2'] as const).map((name) => [name, doc._observers.get(name)] as const)
  for (const [name] of listeners) doc._observers.delete(name)
  // What is deleted stays restorable: undo may still ask for it.
  doc.gc = false
  try {
    doc.store = store
    for (const type of doc.share.values()) {
      type._start = null
      type._map = new Map()
      type._length = 0
      if (type._searchMarker !== null) type._searchMarker = []
    }
    beforeRead()
    doc.transact((transaction) => {
      Y.applyUpdate(doc, update, rereadOrigin)
      // A client that meets its own updates from outside takes another one for its double, and a new id.
      transaction.local = true
    }, rereadOrigin)
  } finally {
    doc.gc = gc
    for (const [name, observers] of listeners) {
      if (observers !== undefined) doc._observers.set(name, observers)
    }
  }
}
