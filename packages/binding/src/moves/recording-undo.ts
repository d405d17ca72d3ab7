// Undo moves text too: taking back a split deletes the copies in the new block and restores the text in the old one. So
// it leaves records like any edit, in its own transaction: sent one after the other, a peer would forget the text that
// it was typing in the new block before it heard where to carry it.

import * as Y from 'yjs'
import type { Relocation } from './relocation.ts'
import { cutForUndo } from './undo-cuts.ts'

type Scope = ConstructorParameters<typeof Y.UndoManager>[0]
type Options = ConstructorParameters<typeof Y.UndoManager>[1]
type StackItem = ReturnType<Y.UndoManager['undo']>

export class RecordingUndoManager extends Y.UndoManager {
  readonly #relocation: Relocation

  constructor(relocation: Relocation, scope: Scope, options: Options) {
    super(scope, options)
    this.#relocation = relocation
    relocation.followUndo(this)
  }

  override undo(): StackItem {
    return this.#record('undoing', () => super.undo())
  }

  override redo(): StackItem {
    return this.#record('redoing', () => super.redo())
  }

  #record(flag: 'undoing' | 'redoing', pop: () => StackItem): StackItem {
    let popped: StackItem = null
    let hasLeftover = false
    try {
      this.doc.transact((transaction) => {
        const next = (flag === 'undoing' ? this.undoStack : this.redoStack).at(-1)
        if (next !== undefined) cutForUndo(transaction, next)
        popped = pop()
        if (popped === null) return
        // Both are reset by `pop`, and asked for when this transaction ends.
        this[flag] = true
        this.currStackItem = popped
        const { insertions, deletions } = popped
        const isLeftover = (text: Y.XmlText): boolean => {
          const block = text.parent instanceof Y.XmlElement ? text.parent._item : null
          const isOwn = block !== null && Y.isDeleted(insertions, block.id)
          hasLeftover ||= isOwn
          return isOwn
        }
        const restored = restoredItems(transaction, deletions)
        this.#relocation.record(transaction, { undone: { isLeftover, restored } })
      }, this)
    } finally {
      this[flag] = false
      this.currStackItem = null
    }
    // The block that others wrote in goes when its text is carried. Yjs cannot redo into a block that undo did not delete.
    if (hasLeftover) this.clear(false, true)
    return popped
  }
}

/** What was deleted, of which Yjs made copies to bring it back. */
function restoredItems(transaction: Y.Transaction, deletions: NonNullable<StackItem>['deletions']): Y.Item[] {
  const { doc, beforeState } = transaction
  const before = beforeState.get(doc.clientID) ?? 0
  const items: Y.Item[] = []
  Y.iterateDeletedStructs(transaction, deletions, (item) => {
    if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) return
    const { redone } = item
    if (redone !== null && redone.client === doc.clientID && redone.clock >= before) items.push(item)
  })
  return items
}
