// A shared document may hold no block at all: nobody seeds it on opening, because two people opening it at once would both
// seed. The first block is made by the first local input, in the same transaction, which is what this wrapper does for
// commands. (Typing makes its own; see features/empty-document.)
import type { Node } from 'prosemirror-model'
import type { Command, Transaction } from 'prosemirror-state'
import { EditorState, Selection } from 'prosemirror-state'
import { createTextblock } from './blocks.ts'

/** Nothing in it, not even a block to type in. */
export function isEmptyDocument(doc: Node): boolean {
  return doc.childCount === 0
}

/** Adds the first block to an empty document and puts the caret in it. */
export function seedFirstBlock(tr: Transaction): Transaction {
  tr.insert(0, createTextblock(tr.doc.type.schema))
  return tr.setSelection(Selection.atStart(tr.doc))
}

/** Runs a command as if the empty document had an empty paragraph, and makes that paragraph only if the command acts. */
export function inEmptyDocument(command: Command): Command {
  return (state, dispatch, view) => {
    if (!isEmptyDocument(state.doc)) return command(state, dispatch, view)
    const tr = seedFirstBlock(state.tr)
    const seeded = EditorState.create({
      doc: tr.doc,
      selection: tr.selection,
      storedMarks: state.storedMarks,
    })
    if (!dispatch) return command(seeded)
    let acted = false
    const handled = command(seeded, (change) => {
      for (const step of change.steps) tr.step(step)
      tr.setSelection(Selection.fromJSON(tr.doc, change.selection.toJSON()))
      // What makes it an undo step of its own.
      if (change.getMeta('uiEvent') !== undefined) tr.setMeta('uiEvent', change.getMeta('uiEvent'))
      if (change.storedMarksSet) tr.setStoredMarks(change.storedMarks)
      acted = true
    })
    if (handled && acted) dispatch(tr.scrollIntoView())
    return handled
  }
}
