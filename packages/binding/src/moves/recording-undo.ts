// Undo moves text too: taking back a split deletes the copies in the new block and restores the text in the old one. So
// it leaves records like any edit, in its own transaction: sent one after the other, a peer would forget the text that
// it was typing in the new block before it heard where to carry it.

import * as Y from 'yjs'
import type { Relocation } from './relocation.ts'
import { followRestored } from './moved-undo.ts'
import { cutForUndo } from './undo-cuts.ts'

type Scope = ConstructorParameters<typeof Y.UndoManager>[0]
type Options = ConstructorParameters<typeof Y.UndoManager>[1]
type StackItem = ReturnType<Y.UndoManager['undo']>
type Step = NonNullable<StackItem>
type Stack = 'undoStack' | 'redoStack'

export class RecordingUndoManager extends Y.UndoManager {
  readonly #relocation: Relocation

  constructor(relocation: Relocation, scope: Scope, options: Options) {
    super(scope, options)
    this.#relocation = relocation
    relocation.followUndo(this)
  }

  override undo(): StackItem {
    return this.#record('undoStack', () => super.undo())
  }

  override redo(): StackItem {
    return this.#record('redoStack', () => super.redo())
  }

  #record(stack: Stack, pop: () => StackItem): StackItem {
    let taken: StackItem = null
    let hasLeftover = false
    const isLeftover = (text: Y.XmlText, { insertions }: Step): boolean => {
      const block = text.parent instanceof Y.XmlElement ? text.parent._item : null
      const isOwn = block !== null && Y.isDeleted(insertions, block.id)
      hasLeftover ||= isOwn
      return isOwn
    }
    try {
      this.doc.transact((transaction) => {
        // A step that changes nothing any more is passed over.
        for (let step = this[stack].at(-1); step !== undefined && taken === null; step = this[stack].at(-1)) {
          const current = step
          const isPopped = this.#pop(transaction, { stack, step, pop })
          // Both are reset by `pop`, and asked for when this transaction ends.
          this[stack === 'undoStack' ? 'undoing' : 'redoing'] = true
          this.currStackItem = step
          const restored = isPopped ? restoredItems(transaction, step.deletions) : []
          const undone = { step, isLeftover: (text: Y.XmlText) => isLeftover(text, current), restored }
          const isRestoredElsewhere = this.#relocation.record(transaction, { undone })
          followRestored(this, restoredItems(transaction, step.deletions))
          if (isPopped || isRestoredElsewhere) taken = step
        }
      }, this)
    } finally {
      this.undoing = false
      this.redoing = false
      this.currStackItem = null
    }
    // The block that others wrote in goes when its text is carried. Yjs cannot redo into a block that undo did not delete.
    if (hasLeftover) this.clear(false, true)
    return taken
  }

  /** Whether Yjs finds something to take back in this step. Alone on its stack: Yjs would go on to the next one. */
  #pop(
    transaction: Y.Transaction,
    { stack, step, pop }: { stack: Stack; step: Step; pop: () => StackItem },
  ): boolean {
    const rest = this[stack].slice(0, -1)
    this[stack] = [step]
    cutForUndo(transaction, step)
    const popped = pop()
    this[stack] = rest
    return popped !== null
  }
}

function isTextOrElement({ content }: Y.Item): boolean {
  const type: unknown = content instanceof Y.ContentType ? content.type : null
  return content instanceof Y.ContentString || type instanceof Y.XmlElement
}

/** What was deleted, of which Yjs made copies to bring it back. */
function restoredItems(transaction: Y.Transaction, deletions: NonNullable<StackItem>['deletions']): Y.Item[] {
  const { doc, beforeState } = transaction
  const before = beforeState.get(doc.clientID) ?? 0
  const items: Y.Item[] = []
  Y.iterateDeletedStructs(transaction, deletions, (item) => {
    if (!(item instanceof Y.Item) || !isTextOrElement(item)) return
    const { redone } = item
    if (redone !== null && redone.client === doc.clientID && redone.clock >= before) items.push(item)
  })
  return items
}
