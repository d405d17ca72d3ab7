// The caret as Yjs remembers it (relative positions: "before this character"), so that it survives changes that
// positions cannot follow. Every step is guarded: a caret that cannot be restored must never stop a remote change
// from being shown (y-prosemirror throws "Position out of range" in the middle of an update and stays stale).

import { NodeSelection, TextSelection } from 'prosemirror-state'
import type { EditorState, Selection, Transaction } from 'prosemirror-state'
import type { ID, RelativePosition } from 'yjs'
import { characterBefore, fromRelativePosition, toRelativePosition } from './display/positions.ts'
import type { SharedPositions } from './display/positions.ts'

/** The shape y-prosemirror keeps in its plugin states; `type` is the selection's JSON id. */
export interface RelativeSelection {
  readonly type: string
  readonly anchor: RelativePosition
  readonly head: RelativePosition
  /** The characters before both: when the text is moved, they tell more than what comes after. */
  readonly beforeAnchor?: ID | null
  readonly beforeHead?: ID | null
}

/** null when the shared document cannot express the selection at the moment (it is empty, or being rebuilt). */
export function relativeSelection(shared: SharedPositions, selection: Selection): RelativeSelection | null {
  const anchor = toRelativePosition(shared, shared.toShared(selection.anchor))
  const head =
    selection.head === selection.anchor ? anchor : toRelativePosition(shared, shared.toShared(selection.head))
  if (anchor === null || head === null) return null
  const { type } = selection.toJSON() as { type: string }
  const beforeAnchor = characterBefore(shared, anchor)
  const beforeHead = head === anchor ? beforeAnchor : characterBefore(shared, head)
  return { type, anchor, head, beforeAnchor, beforeHead }
}

/** Where a relative position lies now, within [0, size]; null when its place is gone. */
export function absolutePosition(
  shared: SharedPositions,
  position: RelativePosition,
  size: number,
  left: ID | null = null,
): number | null {
  const absolute = fromRelativePosition(shared, shared.follow(position, left))
  return absolute === null ? null : Math.min(Math.max(shared.toShown(absolute), 0), size)
}

/** Sets the selection where `relative` lies now. False (and nothing changed) when it lies nowhere. */
export function restoreSelection(
  tr: Transaction,
  shared: SharedPositions,
  relative: RelativeSelection,
): boolean {
  const { size } = tr.doc.content
  const anchor = absolutePosition(shared, relative.anchor, size, relative.beforeAnchor)
  const head = absolutePosition(shared, relative.head, size, relative.beforeHead)
  if (anchor === null || head === null) return false
  if (relative.type === 'node') {
    const node = tr.doc.nodeAt(anchor)
    if (node === null || !NodeSelection.isSelectable(node)) return false
    tr.setSelection(NodeSelection.create(tr.doc, anchor))
    return true
  }
  if (relative.type !== 'text') return false
  const selection = TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head))
  if (!selection.eq(tr.selection)) tr.setSelection(selection)
  return true
}

/**
 * Whether mapping the selection through the steps is exact: the blocks around both ends are untouched (the same
 * objects). Inside a touched block the steps may be ambiguous ("aa" -> "aaa": which one is new?), Yjs is not.
 */
export function isMappingExact(state: EditorState, tr: Transaction): boolean {
  const { selection } = state
  if (!tr.docChanged) return true
  if (selection instanceof NodeSelection) {
    return tr.doc.nodeAt(tr.mapping.map(selection.from)) === selection.node
  }
  if (!(selection instanceof TextSelection)) return true
  return [selection.$anchor, selection.$head].every((end) => {
    const mapped = tr.doc.resolve(tr.mapping.map(end.pos))
    return mapped.parent === end.parent && mapped.parentOffset === end.parentOffset
  })
}
