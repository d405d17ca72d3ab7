// Blocks that hold blocks, callouts and toggles, as people get into them and out of them. Putting text into a box or taking
// it out changes no letter and no quality of it: the box comes and goes around what is there.
import type { Attrs, ResolvedPos } from 'prosemirror-model'
import { NodeRange } from 'prosemirror-model'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { Selection, TextSelection } from 'prosemirror-state'
import { findWrapping } from 'prosemirror-transform'
import type { BlockAt } from '../../state/blocks.ts'
import { blockAttrs, createTextblock, isTextblock, nodeType } from '../../state/blocks.ts'
import { inEmptyDocument } from '../../state/empty-document.ts'

export type ContainerName = 'callout' | 'toggle'

/** The innermost one around a position; in a cell of a table, one that is in the cell. */
export function containerAround($pos: ResolvedPos, name?: ContainerName): BlockAt | undefined {
  for (let depth = $pos.depth; depth > 0; depth -= 1) {
    const node = $pos.node(depth)
    if (node.type.spec.isolating === true) return undefined
    if (name === undefined ? isContainer(node.type.name) : node.type.name === name) {
      return { node, pos: $pos.before(depth) }
    }
  }
  return undefined
}

/** The one of this name that holds the whole selection. */
export function selectedContainer(
  { selection: { $from, $to } }: EditorState,
  name: ContainerName,
): BlockAt | undefined {
  const found = containerAround($from, name)
  return found && $to.pos <= found.pos + found.node.nodeSize ? found : undefined
}

/** Puts the selected blocks into a new container. */
export function wrapIn(name: ContainerName, attrs: Attrs | null = null): Command {
  return inEmptyDocument((state, dispatch) => {
    const tr = state.tr
    if (!wrap(tr, { $from: state.selection.$from, $to: state.selection.$to, name, attrs })) return false
    dispatch?.(tr.scrollIntoView())
    return true
  })
}

interface Wrapping {
  readonly $from: ResolvedPos
  readonly $to: ResolvedPos
  readonly name: ContainerName
  readonly attrs: Attrs | null
}

/** Adds the step to the transaction; false when these blocks cannot be put into one. */
export function wrap(tr: Transaction, { $from, $to, name, attrs }: Wrapping): boolean {
  const range = $from.blockRange($to)
  const wrapping = range && findWrapping(range, nodeType($from.doc.type.schema, name), attrs)
  if (!range || !wrapping) return false
  tr.wrap(range, wrapping)
  return true
}

/** Takes the container away; what is in it stays. */
export function unwrap(tr: Transaction, { node, pos }: BlockAt): Transaction {
  if (node.childCount === 0)
    return tr.replaceWith(pos, pos + node.nodeSize, createTextblock(node.type.schema))
  const $start = tr.doc.resolve(pos + 1)
  const range = new NodeRange($start, tr.doc.resolve(pos + node.nodeSize - 1), $start.depth)
  return tr.lift(range, $start.depth - 1)
}

/** Enter on an empty last line leaves the container; the only line takes the container along. */
export const leaveEmptyLine: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || !isPlain($from) || $from.parent.content.size > 0 || !isContainerAbove($from)) return false
  const depth = $from.depth - 1
  if ($from.index(depth) < $from.node(depth).childCount - 1) return false
  if (dispatch) dispatch(state.tr.lift(new NodeRange($from, $from, depth), depth - 1).scrollIntoView())
  return true
}

/** Backspace at the very start takes the container away. */
export const backspaceAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || !isPlain($from) || $from.parentOffset > 0 || !isContainerAbove($from)) return false
  const depth = $from.depth - 1
  if ($from.index(depth) > 0) return false
  if (dispatch) {
    dispatch(unwrap(state.tr, { node: $from.node(depth), pos: $from.before(depth) }).scrollIntoView())
  }
  return true
}

/** Backspace in an empty paragraph after a container: the caret goes to its end. */
export const backIntoContainer: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || !isPlain($from) || $from.parent.content.size > 0) return false
  const start = $from.before()
  if (!isContainer(state.doc.resolve(start).nodeBefore?.type.name)) return false
  if (dispatch) {
    const tr = state.tr.delete(start, $from.after())
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(start), -1)).scrollIntoView())
  }
  return true
}

/** On to the line below the container or table around the caret, made when there is none to write in. */
export const leaveDownwards: Command = (state, dispatch) => {
  const { $head } = state.selection
  for (let depth = $head.depth; depth > 0; depth -= 1) {
    if (isLeft($head, depth)) {
      if (dispatch) dispatch(writeAt(state.tr, $head.after(depth)))
      return true
    }
  }
  return false
}

/** Arrow down on the last line of a container or table that ends the document. */
export const arrowOutAtEnd: Command = (state, dispatch, view) => {
  const { $head, empty } = state.selection
  if (!empty || !$head.parent.isTextblock || view?.endOfTextblock('down') !== true) return false
  for (let depth = $head.depth - 1; depth >= 0; depth -= 1) {
    const node = $head.node(depth)
    // All cells of the last row are at the table's end.
    if (node.type.spec['tableRole'] !== 'row' && $head.index(depth) < node.childCount - 1) return false
  }
  return $head.depth > 1 && isLeft($head, 1) && leaveOutermost(state, dispatch)
}

const leaveOutermost: Command = (state, dispatch) => {
  if (dispatch) dispatch(writeAt(state.tr, state.selection.$head.after(1)))
  return true
}

function writeAt(tr: Transaction, pos: number): Transaction {
  const next = tr.doc.nodeAt(pos)
  if (!isTextblock(next) || next.content.size > 0) tr.insert(pos, createTextblock(tr.doc.type.schema))
  return tr.setSelection(TextSelection.create(tr.doc, pos + 1)).scrollIntoView()
}

function isLeft($pos: ResolvedPos, depth: number): boolean {
  const { name, spec } = $pos.node(depth).type
  return isContainer(name) || spec['tableRole'] === 'table'
}

function isContainerAbove($pos: ResolvedPos): boolean {
  return $pos.depth > 1 && isContainer($pos.node(-1).type.name)
}

// What has a quality of its own loses that first.
function isPlain({ parent }: ResolvedPos): boolean {
  if (!isTextblock(parent)) return false
  const { kind, quote, indent } = blockAttrs(parent)
  return kind === 'paragraph' && !quote && indent === 0
}

function isContainer(name: string | undefined): boolean {
  return name === 'callout' || name === 'toggle'
}
