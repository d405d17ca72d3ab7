// Which whole blocks of the page something is about: the ones the selection touches, and with a list item everything that
// is indented below it, because in the flat model its children are only the items that follow.
import type { Node } from 'prosemirror-model'
import type { EditorState } from 'prosemirror-state'
import { blockAttrs, isListItem } from '../../state/blocks.ts'

/** Children `first` up to, not with, `end` of the document, and their positions. */
export interface BlockRange {
  readonly first: number
  readonly end: number
  readonly from: number
  readonly to: number
}

/** Undefined in an empty document. */
export function selectedRange({ doc, selection: { $from, $to } }: EditorState): BlockRange | undefined {
  if (doc.childCount === 0) return undefined
  const first = Math.min($from.index(0), doc.childCount - 1)
  const last = $to.depth === 0 ? $to.index(0) - 1 : $to.index(0)
  return rangeOf(doc, first, withChildren(doc, Math.max(first, last)) + 1)
}

/** The block at this child index, with its list children. */
export function rangeAt(doc: Node, index: number): BlockRange {
  return rangeOf(doc, index, withChildren(doc, index) + 1)
}

/** The blocks that begin and end within these positions; undefined where there is none. */
export function rangeBetween(doc: Node, from: number, to: number): BlockRange | undefined {
  if (from >= to) return undefined
  const first = doc.resolve(from).index(0)
  const $to = doc.resolve(to)
  return rangeOf(doc, first, $to.depth === 0 ? $to.index(0) : $to.index(0) + 1)
}

/** The index of the last item indented below the item at `index`; `index` itself when there is none. */
function withChildren(doc: Node, index: number): number {
  const item = doc.maybeChild(index)
  if (!isListItem(item)) return index
  const { indent } = blockAttrs(item)
  let last = index
  for (let next = index + 1; next < doc.childCount; next += 1) {
    const node = doc.child(next)
    if (!isListItem(node) || blockAttrs(node).indent <= indent) break
    last = next
  }
  return last
}

/** Where the block before begins that has no part of this range's list above it: what "up" steps over. */
export function rangeBefore(doc: Node, { first }: BlockRange): BlockRange | undefined {
  if (first === 0) return undefined
  let index = first - 1
  const indent = indentAt(doc, first)
  // Over an item's children, to the item itself.
  while (index > 0 && isListItem(doc.child(index)) && indentAt(doc, index) > indent) index -= 1
  return rangeOf(doc, index, first)
}

export function rangeAfter(doc: Node, { end }: BlockRange): BlockRange | undefined {
  return end >= doc.childCount ? undefined : rangeAt(doc, end)
}

function indentAt(doc: Node, index: number): number {
  const node = doc.child(index)
  return isListItem(node) ? blockAttrs(node).indent : 0
}

function rangeOf(doc: Node, first: number, end: number): BlockRange {
  let from = 0
  for (let index = 0; index < first; index += 1) from += doc.child(index).nodeSize
  let to = from
  for (let index = first; index < end; index += 1) to += doc.child(index).nodeSize
  return { first, end, from, to }
}
