// Enter and Backspace where no feature has something special to do: splitting blocks and joining them. Both keep the
// block that holds the text (its element in the shared document, its id), because others may be typing in it.
import { createParagraphNear } from 'prosemirror-commands'
import { NodeSelection, Selection, TextSelection } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import { blockAttrs, createTextblock, isCodeBlock, isTextblock, setBlockAttrs } from '../../state/blocks.ts'
import { attrsOfKind } from '../../state/change-kind.ts'
import { isEmptyDocument, seedFirstBlock } from '../../state/empty-document.ts'

/** Enter. What follows is of the same kind (a new task is not ticked), except after a heading, where text follows. */
export const splitTextblock: Command = (state, dispatch) => {
  if (state.selection instanceof NodeSelection || !isTextblock(state.selection.$from.parent)) return false
  if (!dispatch) return true
  const marks =
    state.storedMarks ?? (state.selection.$to.parentOffset > 0 ? state.selection.$from.marks() : null)
  const tr = state.tr
  if (!state.selection.empty) tr.deleteSelection()
  const { $from } = tr.selection
  const block = $from.parent
  if (!isTextblock(block)) return false
  const attrs = blockAttrs(block)
  const next = { ...attrs, checked: false, id: null }
  const after = attrs.kind === 'heading' ? { ...next, ...attrsOfKind('paragraph') } : next
  if ($from.parentOffset === 0 && block.content.size > 0) {
    // At the start the text stays in its block and an empty one comes before it.
    tr.insert($from.before(), createTextblock(state.schema, attrs.kind === 'heading' ? after : next))
  } else {
    const atEnd = $from.parentOffset === block.content.size
    tr.split($from.pos, 1, [{ type: block.type, attrs: atEnd ? after : next }])
    if (marks) tr.ensureMarks(marks)
  }
  dispatch(tr.scrollIntoView())
  return true
}

/** Enter on an empty quoted paragraph ends the quote. */
export const leaveEmptyQuote: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || !isTextblock($from.parent) || $from.parent.content.size > 0) return false
  if (!blockAttrs($from.parent).quote) return false
  if (dispatch) dispatch(state.tr.setNodeAttribute($from.before(), 'quote', false).scrollIntoView())
  return true
}

/** Enter in a document without any block: an empty line above the caret. */
export const startWithEmptyLine: Command = (state, dispatch) => {
  if (!isEmptyDocument(state.doc)) return false
  if (dispatch) {
    const tr = seedFirstBlock(state.tr)
    tr.insert(tr.doc.content.size, createTextblock(state.schema))
    dispatch(tr.setSelection(Selection.atEnd(tr.doc)).scrollIntoView())
  }
  return true
}

/** Enter while a divider (or anything without text) is selected: a paragraph after it. */
export const paragraphAfterSelected = createParagraphNear

/** Backspace at the start of a heading or a quote: it becomes plain text first. */
export const backspaceToParagraph: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parentOffset > 0 || !isTextblock($from.parent)) return false
  const { kind, quote, indent } = blockAttrs($from.parent)
  if (kind === 'paragraph' && !quote && indent === 0) return false
  if (dispatch) {
    const tr = state.tr
    setBlockAttrs(
      tr,
      $from.before(),
      kind === 'paragraph' && quote ? { quote: false } : attrsOfKind('paragraph'),
    )
    dispatch(tr.scrollIntoView())
  }
  return true
}

/** Backspace at the start of a block after an empty one removes the empty one, so the text's own block stays. */
export const deleteEmptyBefore: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parentOffset > 0 || !isTextblock($from.parent)) return false
  const before = state.doc.resolve($from.before()).nodeBefore
  if (!before || !(isTextblock(before) || isCodeBlock(before)) || before.content.size > 0) return false
  if (isCodeBlock(before) && $from.parent.content.size === 0) return false
  if (dispatch) dispatch(state.tr.delete($from.before() - before.nodeSize, $from.before()).scrollIntoView())
  return true
}

/** Delete in an empty block removes that block, so what follows keeps its kind. */
export const deleteEmptyHere: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || !isTextblock($from.parent) || $from.parent.content.size > 0) return false
  const after = state.doc.resolve($from.after()).nodeAfter
  if (!after?.isTextblock) return false
  if (dispatch) {
    const tr = state.tr.delete($from.before(), $from.after())
    dispatch(tr.setSelection(TextSelection.create(tr.doc, $from.before() + 1)).scrollIntoView())
  }
  return true
}
