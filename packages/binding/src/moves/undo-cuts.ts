// Yjs 13 lists the items that a step brings back before it starts, and then looks for their places, following what was
// restored before to its copies. Copies that were restored one by one can have become one item since: it is cut on the way,
// and if it is on the list, its second half is not, and stays deleted. So all is cut beforehand, also what is now in several
// copies: else what was typed behind "th" comes back behind the copy of "t".

import * as Y from 'yjs'

type StackItem = Y.UndoManager['undoStack'][number]

/** Call within the transaction that takes back the step: at its end Yjs joins again what can be joined. */
export function cutForUndo(transaction: Y.Transaction, { insertions, deletions }: StackItem): void {
  const parents = new Set<unknown>()
  Y.iterateDeletedStructs(transaction, deletions, (item) => {
    if (item instanceof Y.Item) parents.add(item.parent)
  })
  // What was inserted, deleted and brought back is deleted by its copy, for Yjs the one item where that begins: of a word
  // in which somebody has typed since, the first half would go and the second stay.
  Y.iterateDeletedStructs(transaction, insertions, (item) => {
    if (item instanceof Y.Item && item.redone !== null) parents.add(item.parent)
  })
  // Where something belongs, Yjs looks up by all that was around it.
  for (const parent of parents) {
    if (!(parent instanceof Y.AbstractType)) continue
    for (let item = parent._start; item !== null; item = item.right) cutCopies(transaction, item)
  }
}

/**
 * Cuts where the copy of an item begins, and the copy of that; and the item where its copies are several. What stood behind
 * it comes back behind its copy, for Yjs the one where that begins.
 */
function cutCopies(transaction: Y.Transaction, original: Y.Item): void {
  let { length } = original
  let item: Y.Item | Y.GC = original
  while (item instanceof Y.Item && item.redone !== null) {
    item = Y.getItemCleanStart(transaction, item.redone)
    length = Math.min(length, item.length)
  }
  const { client, clock } = original.id
  if (length < original.length) Y.getItemCleanStart(transaction, Y.createID(client, clock + length))
}
