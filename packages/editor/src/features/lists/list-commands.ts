// What can be done to lists. A list is nothing but neighbouring items, so every command changes items' attributes. An
// item takes the items below it along (those indented deeper) when it moves in or out.
import type { Node } from 'prosemirror-model'
import { maxIndent } from '@stet/document'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import type { BlockAt, ListKind } from '../../state/blocks.ts'
import { blockAttrs, isListItem, isTextblock, selectedBlocks, setBlockAttrs } from '../../state/blocks.ts'
import { attrsOfKind, changeBlocks, everySelectedBlock } from '../../state/change-kind.ts'

export function isListActive(state: EditorState, kind: ListKind): boolean {
  return everySelectedBlock(state, (attrs) => attrs.kind === kind)
}

/** Makes the selected blocks items of this kind, or paragraphs when they all are. */
function toggleList(kind: ListKind): Command {
  return (state, dispatch, view) => {
    const target = isListActive(state, kind) ? 'paragraph' : kind
    return changeBlocks((attrs) => attrsOfKind(target, { indent: attrs.indent ?? 0 }))(state, dispatch, view)
  }
}

/** Moves the selected items one level in, at most one deeper than the item before. False outside lists. */
const indent: Command = (state, dispatch) => {
  const items = selectedItems(state)
  const first = items[0]
  if (!first) return false
  const before = state.doc.resolve(first.pos).nodeBefore
  const deepest = isListItem(before) ? Math.min(maxIndent, blockAttrs(before).indent + 1) : 0
  if (blockAttrs(first.node).indent >= deepest) return true
  if (dispatch) dispatch(shift(state.tr, withItemsBelow(state.doc, items), 1).scrollIntoView())
  return true
}

/** Moves the selected items one level out. False outside lists; items on the outermost level stay. */
const outdent: Command = (state, dispatch) => {
  const items = selectedItems(state)
  if (items.length === 0) return false
  const movable = items.filter(({ node }) => blockAttrs(node).indent > 0)
  if (movable.length === 0) return true
  if (dispatch) dispatch(shift(state.tr, withItemsBelow(state.doc, movable), -1).scrollIntoView())
  return true
}

/** Ticks the selected tasks, or unticks them when all are ticked. False when no task is selected. */
const toggleChecked: Command = (state, dispatch) => {
  const tasks = selectedItems(state).filter(({ node }) => blockAttrs(node).kind === 'task')
  if (tasks.length === 0) return false
  const checked = !tasks.every(({ node }) => blockAttrs(node).checked)
  if (dispatch) {
    const tr = state.tr
    for (const { pos } of tasks) setBlockAttrs(tr, pos, { checked })
    dispatch(tr)
  }
  return true
}

export const listCommands = {
  toggleBulletList: () => toggleList('bullet'),
  toggleOrderedList: () => toggleList('ordered'),
  toggleTaskList: () => toggleList('task'),
  indent: () => indent,
  outdent: () => outdent,
  toggleChecked: () => toggleChecked,
}

/** Enter on an empty item: one level out, and out of the list at the outermost. */
export const leaveEmptyItem: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || !isListItem($from.parent) || $from.parent.content.size > 0) return false
  return stepOut(state, dispatch)
}

/** Backspace at the start of an item: one level out, and out of the list at the outermost. */
export const backspaceAtItemStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || !isListItem($from.parent) || $from.parentOffset > 0) return false
  return stepOut(state, dispatch)
}

/** Ticks or unticks one task, wherever the selection is. */
export function toggleTaskAt(state: EditorState, pos: number): Transaction | null {
  const node = state.doc.nodeAt(pos)
  if (!isTextblock(node) || blockAttrs(node).kind !== 'task') return null
  return state.tr.setNodeAttribute(pos, 'checked', !blockAttrs(node).checked)
}

function stepOut(state: EditorState, dispatch?: (tr: Transaction) => void): boolean {
  const { $from } = state.selection
  const pos = $from.before()
  if (dispatch) {
    const tr =
      blockAttrs($from.parent).indent > 0
        ? shift(state.tr, withItemsBelow(state.doc, [{ node: $from.parent, pos }]), -1)
        : state.tr
    if (!tr.docChanged) setBlockAttrs(tr, pos, attrsOfKind('paragraph'))
    dispatch(tr.scrollIntoView())
  }
  return true
}

function selectedItems(state: EditorState): BlockAt[] {
  return selectedBlocks(state).filter(({ node }) => isListItem(node))
}

function shift(tr: Transaction, items: readonly BlockAt[], by: 1 | -1): Transaction {
  for (const { node, pos } of items) {
    const indent = Math.min(maxIndent, Math.max(0, blockAttrs(node).indent + by))
    setBlockAttrs(tr, pos, { indent })
  }
  return tr
}

// The items, and after each of them those that belong under it.
function withItemsBelow(doc: Node, items: readonly BlockAt[]): BlockAt[] {
  const found = new Map(items.map((item) => [item.pos, item]))
  for (const { node, pos } of items) {
    const { indent } = blockAttrs(node)
    let after = pos + node.nodeSize
    for (let next = doc.nodeAt(after); isListItem(next); next = doc.nodeAt(after)) {
      if (blockAttrs(next).indent <= indent) break
      found.set(after, { node: next, pos: after })
      after += next.nodeSize
    }
  }
  return [...found.values()]
}
