// Turns "the document is now this" into the smallest steps. Stock y-prosemirror replaces the whole document for
// every remote keystroke, which kills decorations, plugin positions and selections far away from the change.
//
// Nodes that did not change are the same objects before and after, so they serve as anchors. Between two anchors,
// nodes that pair up are patched one by one (attributes by attribute steps, content recursively); the rest is one
// replace step, trimmed from both ends.

import { Fragment, Slice } from 'prosemirror-model'
import type { Node } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'
import { ReplaceStep } from 'prosemirror-transform'
import type { Transform } from 'prosemirror-transform'

/** A transaction on `state` whose document's content equals `content`; it has no steps when it already does. */
export function patchState(state: EditorState, content: Fragment): Transaction {
  const { tr } = state
  patchContent(tr, content)
  return tr
}

/** Continues `tr` until its document's content equals `content`. */
export function patchContent(tr: Transform, content: Fragment): void {
  try {
    patchFragment({ tr, start: 0, parent: tr.doc, before: tr.doc.content, after: content })
  } catch {
    // Several small steps may pass through a document that the schema forbids ("exactly two" while one of them
    // moves). One step from a valid document to a valid document cannot.
    replaceDifference({ tr, start: 0, parent: tr.doc, before: tr.doc.content, after: content })
  }
}

interface Patch {
  readonly tr: Transform
  /** Document position where `before` starts. */
  readonly start: number
  /** The node whose content (or a stretch of it) is replaced. */
  readonly parent: Node
  readonly before: Fragment
  readonly after: Fragment
}

interface Gap {
  readonly oldFrom: number
  readonly oldTo: number
  readonly newFrom: number
  readonly newTo: number
}

function patchFragment(patch: Patch): void {
  const { before, after } = patch
  if (before === after) return
  if (patch.parent.inlineContent) {
    replaceDifference(patch)
    return
  }
  // From the end to the start, so that earlier positions stay valid while we go.
  for (const gap of gapsBetweenAnchors(before, after).toReversed()) patchGap(patch, gap)
}

function patchGap({ tr, start, parent, before, after }: Patch, gap: Gap): void {
  const { oldFrom, oldTo, newFrom, newTo } = gap
  const pairable = oldTo - oldFrom === newTo - newFrom && allSameType(before, after, gap)
  if (!pairable) {
    replaceDifference({
      tr,
      parent,
      start: start + offsetOf(before, oldFrom),
      before: Fragment.fromArray(before.content.slice(oldFrom, oldTo)),
      after: Fragment.fromArray(after.content.slice(newFrom, newTo)),
    })
    return
  }
  let position = start + offsetOf(before, oldTo)
  for (let i = oldTo - oldFrom - 1; i >= 0; i--) {
    const oldNode = before.child(oldFrom + i)
    position -= oldNode.nodeSize
    patchNode({ tr, position, before: oldNode, after: after.child(newFrom + i) })
  }
}

export interface NodePatch {
  readonly tr: Transform
  /** Where the node starts. */
  readonly position: number
  readonly before: Node
  /** Of the same type. */
  readonly after: Node
}

/** Turns one node into another, from the inside. Throws when a small step passes through what the schema forbids. */
export function patchNode({ tr, position, before, after }: NodePatch): void {
  if (before === after) return
  if (!before.isLeaf) {
    patchFragment({
      tr,
      start: position + 1,
      parent: before,
      before: before.content,
      after: after.content,
    })
  }
  for (const [name, value] of Object.entries(after.attrs)) {
    if (!sameValue(before.attrs[name], value)) tr.setNodeAttribute(position, name, value)
  }
}

/** One step for everything between the first and the last difference. */
function replaceDifference({ tr, start, parent, before, after }: Patch): void {
  const from = before.findDiffStart(after)
  if (from === null) return
  let { a: oldTo, b: newTo } = before.findDiffEnd(after) ?? { a: before.size, b: after.size }
  // In "aa" -> "aaa" the equal start and the equal end overlap: the ends must not come before the start.
  const overlap = from - Math.min(oldTo, newTo)
  if (overlap > 0) {
    oldTo += overlap
    newTo += overlap
  }
  // Both documents are cut at the same depths, so the slice fits as it is, without ProseMirror's fitting (which may
  // produce something else than asked for). A throwaway parent gives the fragment positions to cut at.
  const slice = parent.type.create(parent.attrs, after).slice(from, newTo)
  const { failed } = tr.maybeStep(new ReplaceStep(start + from, start + oldTo, slice))
  if (failed !== null) tr.step(new ReplaceStep(start, start + before.size, new Slice(after, 0, 0)))
}

/** The stretches of children between nodes that are the same object before and after, in order. */
function gapsBetweenAnchors(before: Fragment, after: Fragment): Gap[] {
  const shorter = Math.min(before.childCount, after.childCount)
  let left = 0
  while (left < shorter && before.child(left) === after.child(left)) left++
  let right = 0
  while (
    left + right < shorter &&
    before.child(before.childCount - 1 - right) === after.child(after.childCount - 1 - right)
  ) {
    right++
  }
  const oldEnd = before.childCount - right
  const newEnd = after.childCount - right
  const oldIndexes = new Map<Node, number>()
  for (let i = left; i < oldEnd; i++) {
    if (!oldIndexes.has(before.child(i))) oldIndexes.set(before.child(i), i)
  }
  const gaps: Gap[] = []
  let oldFrom = left
  let newFrom = left
  const close = (oldTo: number, newTo: number): void => {
    if (oldTo > oldFrom || newTo > newFrom) gaps.push({ oldFrom, oldTo, newFrom, newTo })
    oldFrom = oldTo + 1
    newFrom = newTo + 1
  }
  for (let i = left; i < newEnd; i++) {
    const oldIndex = oldIndexes.get(after.child(i))
    if (oldIndex !== undefined && oldIndex >= oldFrom) close(oldIndex, i)
  }
  close(oldEnd, newEnd)
  return gaps
}

function allSameType(before: Fragment, after: Fragment, { oldFrom, oldTo, newFrom }: Gap): boolean {
  for (let i = 0; i < oldTo - oldFrom; i++) {
    const a = before.child(oldFrom + i)
    const b = after.child(newFrom + i)
    if (a.isText || a.type !== b.type || a.marks.length > 0 || b.marks.length > 0) return false
  }
  return true
}

function offsetOf(fragment: Fragment, index: number): number {
  let offset = 0
  for (let i = 0; i < index; i++) offset += fragment.child(i).nodeSize
  return offset
}

export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(Reflect.get(a, key), Reflect.get(b, key)))
  )
}
