// What one undo takes back. The history joins changes that follow each other quickly, which is right for typing and wrong
// for the rest: undo directly after a Tab in a list, or after deleting a selection, would take the words typed before
// along. So a command is a step of its own, and a step begins where the caret was moved to or where a selection goes.
import type { EditorState, Transaction } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'
import { ReplaceStep } from 'prosemirror-transform'
import { isRemote } from '../../state/transaction-origin.ts'
import type { UndoSteps } from '../input-rules.ts'

/** One for each editor. */
export function separateUndoSteps(undoSteps: UndoSteps): Plugin {
  let afterCommand = false
  return new Plugin({
    // The moment between a change and its way into the shared history.
    appendTransaction(transactions, before) {
      for (const tr of transactions) {
        if (isRemote(tr) || tr.getMeta('appendedTransaction') !== undefined) continue
        const command = isCommand(tr)
        if (afterCommand || command || !isTypingOn(tr, before)) undoSteps.stopCapturing()
        if (tr.docChanged) afterCommand = command
      }
      return null
    },
  })
}

/** Changes more than the text: kinds, marks, or everything at once (a paste, a drop). */
function isCommand(tr: Transaction): boolean {
  if (!tr.docChanged) return false
  return tr.getMeta('uiEvent') !== undefined || tr.steps.some((step) => !(step instanceof ReplaceStep))
}

/** The caret is where it was, or text went in at it or out before it. */
function isTypingOn(tr: Transaction, before: EditorState): boolean {
  return tr.docChanged ? before.selection.empty : tr.selection.eq(before.selection)
}
