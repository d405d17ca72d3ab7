// Doing something in place of the text that asked for it: `/h1` goes and the block is a heading, in one transaction and one
// step of undo, after which the typed text is back.
import type { Command } from 'prosemirror-state'
import { EditorState, Selection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'

export interface TypedRange {
  readonly from: number
  readonly to: number
}

/** Runs the command where the text was. The text goes even when the command turns out not to apply. */
export function replaceTyped(view: EditorView, { from, to }: TypedRange, command: Command): void {
  const tr = view.state.tr.delete(from, to)
  // Without plugins: they would answer to a state that never is.
  const cleared = EditorState.create({ doc: tr.doc, selection: tr.selection })
  let combined = false
  command(cleared, (own) => {
    combined = true
    for (const step of own.steps) tr.step(step)
    tr.setSelection(Selection.fromJSON(tr.doc, own.selection.toJSON()))
    if (own.storedMarksSet) tr.setStoredMarks(own.storedMarks)
  })
  view.dispatch(tr.scrollIntoView())
  // What opens a form needs the view, and does nothing without.
  if (!combined) command(view.state, view.dispatch, view)
}
