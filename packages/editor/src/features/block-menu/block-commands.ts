// Moving, doubling and deleting whole blocks.
import { Fragment } from 'prosemirror-model'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { Selection, TextSelection } from 'prosemirror-state'
import type { BlockRange } from './block-range.ts'
import { rangeAfter, rangeBefore, selectedRange } from './block-range.ts'

type RangeCommand = (range?: BlockRange) => Command

/** Exchanges the blocks with what stands before (or after) them. The selection stays in the same words. */
function move(direction: 'up' | 'down'): Command {
  return (state, dispatch) => {
    const range = selectedRange(state)
    const other = range && (direction === 'up' ? rangeBefore(state.doc, range) : rangeAfter(state.doc, range))
    if (!range || !other) return false
    if (dispatch) dispatch(moveTo(state, range, direction === 'up' ? other.from : other.to).scrollIntoView())
    return true
  }
}

/** Moves the blocks to a place between blocks; `to` is a position outside the range. */
export function moveTo(state: EditorState, { from, to: end }: BlockRange, to: number): Transaction {
  const { selection } = state
  const tr = ownStep(state.tr)
  const blocks = state.doc.slice(from, end).content
  // The other blocks stay as they are: theirs is the text others may be typing in.
  tr.delete(from, end)
  const target = tr.mapping.map(to, -1)
  tr.insert(target, blocks)
  const shift = target - from
  const inside = selection.from >= from && selection.to <= end
  if (!inside) return tr
  const $anchor = tr.doc.resolve(selection.anchor + shift)
  const $head = tr.doc.resolve(selection.head + shift)
  return tr.setSelection(
    selection instanceof TextSelection
      ? TextSelection.between($anchor, $head)
      : Selection.near(tr.doc.resolve(selection.from + shift)),
  )
}

const duplicateBlocks: RangeCommand = (given) => (state, dispatch) => {
  const range = given ?? selectedRange(state)
  if (!range) return false
  if (dispatch) {
    const blocks = state.doc.slice(range.from, range.to).content
    const tr = ownStep(state.tr).insert(range.to, Fragment.from(blocks))
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(range.to + 1))).scrollIntoView())
  }
  return true
}

const deleteBlocks: RangeCommand = (given) => (state, dispatch) => {
  const range = given ?? selectedRange(state)
  if (!range) return false
  if (dispatch) {
    const tr = ownStep(state.tr).delete(range.from, range.to)
    dispatch(
      tr
        .setSelection(Selection.near(tr.doc.resolve(Math.min(range.from, tr.doc.content.size)), -1))
        .scrollIntoView(),
    )
  }
  return true
}

// Made of the steps that typing is made of; one undo must not take the words before along.
function ownStep(tr: Transaction): Transaction {
  return tr.setMeta('uiEvent', 'command')
}

export const blockCommands = {
  moveBlockUp: () => move('up'),
  moveBlockDown: () => move('down'),
  duplicateBlock: duplicateBlocks,
  deleteBlock: deleteBlocks,
}
