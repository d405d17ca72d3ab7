// Positions in blocks that hold text where no text may stand. Such a text is shown as one stand-in, and counts one; the
// helpers of y-prosemirror count its characters, and everything after it is where they say plus the difference.

import * as Y from 'yjs'
import { isShownAsNode, sharedTypes } from '../projection.ts'
import type { Mapping } from '../projection.ts'

type Parent = Y.XmlFragment | Y.XmlElement

/** Whether a text in this block is shown as a node. */
export function isUneven(type: unknown, mapping: Mapping): boolean {
  if (type instanceof Y.XmlText) return isShownAsNode(type, mapping)
  return type instanceof Y.XmlElement && sharedTypes(type).some((child) => isUneven(child, mapping))
}

/** `position` counts from the start of what is in the parent. */
export function toRelative(parent: Parent, position: number, mapping: Mapping): Y.RelativePosition {
  let left = position
  for (const [index, child] of sharedTypes(parent).entries()) {
    if (isShownAsNode(child, mapping)) {
      if (left === 0) return Y.createRelativePositionFromTypeIndex(parent, index)
      const size = sizeOf(child, mapping)
      if (left < size) return toRelative(child, left - 1, mapping)
      left -= size
    } else {
      const text = child as Y.XmlText
      if (left <= text.length) return Y.createRelativePositionFromTypeIndex(text, left)
      left -= text.length
    }
  }
  return Y.createRelativePositionFromTypeIndex(parent, parent.length)
}

/** Where that is, from the start of what is in `root`; null when it is not in there. */
export function fromRelative(
  root: Parent,
  found: { readonly type: Y.AbstractType<unknown>; readonly index: number },
  mapping: Mapping,
): number | null {
  let type: unknown = found.type
  let position = 0
  if (type instanceof Y.XmlText && !isShownAsNode(type, mapping)) position = found.index
  else if (type instanceof Y.XmlElement || type === root) {
    const before = sharedTypes(type as Parent).slice(0, found.index)
    position = before.reduce((sum, child) => sum + sizeOf(child, mapping), 0)
  }
  while (type !== root) {
    if (!(type instanceof Y.AbstractType)) return null
    const { parent } = type as Y.AbstractType<unknown>
    if (!(parent instanceof Y.XmlFragment)) return null
    const isNode = isShownAsNode(type as Y.XmlElement, mapping)
    if (isNode && type instanceof Y.XmlElement) position += 1
    for (const child of sharedTypes(parent)) {
      if ((child as unknown) === type) break
      position += sizeOf(child, mapping)
    }
    type = parent
  }
  return position
}

function sizeOf(type: Parameters<Mapping['get']>[0], mapping: Mapping): number {
  const known = mapping.get(type)
  if (known !== undefined && !Array.isArray(known)) return known.nodeSize
  return type instanceof Y.XmlText ? type.length : 0
}
