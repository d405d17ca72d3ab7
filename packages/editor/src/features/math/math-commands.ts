// Putting formulas into the text. One in a sentence is a single thing; one of its own line is text that several can write.
import { readTex } from '@stet/document'
import type { Schema } from 'prosemirror-model'
import { Selection, TextSelection } from 'prosemirror-state'
import type { Command, EditorState } from 'prosemirror-state'
import { must } from '../../must.ts'
import { createTextblock, isTextblock } from '../../state/blocks.ts'
import { inEmptyDocument } from '../../state/empty-document.ts'

function mathType(schema: Schema, name: 'math_inline' | 'math_block') {
  return must(schema.nodes[name], `the node type "${name}" in the schema`)
}

/** Could a formula stand in the text here? */
export function canInsertMath({ selection: { $from, $to } }: EditorState): boolean {
  return $from.sameParent($to) && isTextblock($from.parent)
}

/** Puts a formula in place of the selected text. */
function insertMath({ tex }: { readonly tex: string }): Command {
  return inEmptyDocument((state, dispatch) => {
    const formula = readTex(tex.trim())
    if (formula === '' || !canInsertMath(state)) return false
    const { $from } = state.selection
    const node = mathType(state.schema, 'math_inline').create({ tex: formula }).mark($from.marks())
    dispatch?.(state.tr.replaceSelectionWith(node, false).scrollIntoView())
    return true
  })
}

/** A formula of its own line: in place of an empty paragraph, or after the block. The caret is in it. */
export const insertMathBlock: Command = inEmptyDocument((state, dispatch) => {
  const { $from, $to } = state.selection
  if (!$from.sameParent($to) || !isTextblock($from.parent)) return false
  const container = $from.node(-1)
  const type = mathType(state.schema, 'math_block')
  const at = $from.index(-1)
  if (!container.canReplaceWith(at, at + 1, type)) return false
  if (!dispatch) return true
  const tr = state.tr
  const isEmpty = $from.parent.content.size === 0
  const from = isEmpty ? $from.before() : $from.after()
  tr.replaceWith(from, isEmpty ? $from.after() : from, type.create())
  const after = from + 2
  // Something to go on in.
  if (!tr.doc.resolve(after).nodeAfter) tr.insert(after, createTextblock(state.schema))
  dispatch(tr.setSelection(TextSelection.create(tr.doc, from + 1)).scrollIntoView())
  return true
})

function isInMath({ selection: { $from, $to } }: EditorState): boolean {
  return $from.sameParent($to) && $from.parent.type.name === 'math_block'
}

/** Escape: the formula is finished, writing goes on below it. */
export const leaveMath: Command = (state, dispatch) => {
  if (!isInMath(state)) return false
  const after = state.selection.$from.after()
  if (dispatch) {
    const tr = state.tr
    if (!tr.doc.resolve(after).nodeAfter) tr.insert(after, createTextblock(state.schema))
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(after), 1)).scrollIntoView())
  }
  return true
}

/** Backspace in an empty formula: an empty paragraph instead. */
export const backspaceInEmptyMath: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || !isInMath(state) || $from.parent.content.size > 0) return false
  if (dispatch) {
    const from = $from.before()
    const tr = state.tr.replaceWith(from, $from.after(), createTextblock(state.schema))
    dispatch(tr.setSelection(TextSelection.create(tr.doc, from + 1)).scrollIntoView())
  }
  return true
}

/** The arrow keys go into a formula beside the caret's block, whose text is not seen until then. */
export function enterMath(side: 'before' | 'after'): Command {
  return (state, dispatch, view) => {
    const { $from, empty } = state.selection
    if (!empty || $from.depth === 0 || !$from.parent.isTextblock) return false
    if (view && !view.endOfTextblock(side === 'after' ? 'down' : 'up')) return false
    const at = side === 'after' ? $from.after() : $from.before()
    const $at = state.doc.resolve(at)
    const neighbour = side === 'after' ? $at.nodeAfter : $at.nodeBefore
    if (neighbour?.type.name !== 'math_block') return false
    const into = side === 'after' ? at + 1 : at - 1
    dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, into)).scrollIntoView())
    return true
  }
}

export const mathCommands = {
  insertMath,
  insertMathBlock: () => insertMathBlock,
}
