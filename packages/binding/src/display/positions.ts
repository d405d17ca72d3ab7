// Positions in the document as Yjs remembers them, and back. y-prosemirror's helpers define what they are, but walk over
// all blocks before the position; here they are asked about the one block around it, and where that block starts is
// looked up.

import type { Node } from 'prosemirror-model'
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition } from 'y-prosemirror'
import * as Y from 'yjs'
import { childBefore, childOffsets } from './child-offsets.ts'
import type { Mapping } from '../projection.ts'
import { topmost } from './root-children.ts'
import type { RootChildren } from './root-children.ts'
import { fromRelative, isUneven, toRelative } from './uneven-positions.ts'

/** What is known of the shared document: the mirror of document-mirror.ts. */
export interface SharedPositions {
  readonly type: Y.XmlFragment
  readonly mapping: Mapping
  /** The document that the fragment shows. */
  readonly shared: Node | null
  readonly children: RootChildren | null
  toShown(position: number): number
  toShared(position: number): number
  follow(position: Y.RelativePosition, left?: Y.ID | null): Y.RelativePosition
}

/** null when the shared document cannot express it. */
export function toRelativePosition(shared: SharedPositions, position: number): Y.RelativePosition | null {
  for (const find of [positionInBlock, positionInDocument]) {
    try {
      const relative = find(shared, position)
      if (relative !== null) return relative
    } catch {
      // The helper assumes an entry in the mapping for every type, and that what it is given is a whole fragment.
    }
  }
  return null
}

/** null when its place is gone. */
export function fromRelativePosition(shared: SharedPositions, relative: Y.RelativePosition): number | null {
  try {
    const position = positionFromBlock(shared, relative)
    return position === null || Number.isNaN(position) ? null : position
  } catch {
    // See above; during a pause, entries may be missing.
    return null
  }
}

/** The character in the same text before a remembered position; null at its start. */
export function characterBefore(
  { type: { doc } }: SharedPositions,
  relative: Y.RelativePosition,
): Y.ID | null {
  const found = doc === null ? null : Y.createAbsolutePositionFromRelativePosition(relative, doc)
  if (found === null || found.index === 0 || !(found.type instanceof Y.XmlText)) return null
  return Y.createRelativePositionFromTypeIndex(found.type, found.index, -1).item
}

function positionInDocument({ type, mapping }: SharedPositions, position: number): Y.RelativePosition | null {
  return (
    (absolutePositionToRelativePosition(position, type, mapping) as Y.RelativePosition | undefined) ?? null
  )
}

function positionInBlock(shared: SharedPositions, position: number): Y.RelativePosition | null {
  const { type, mapping, children, shared: doc } = shared
  if (children === null || doc === null || position <= 0 || position > doc.content.size) return null
  const offsets = childOffsets(doc)
  const index = childBefore(offsets, position)
  const block = children.types[index]
  const known = block === undefined ? undefined : mapping.get(block)
  if (known !== doc.child(index)) return null
  const offset = offsets[index] ?? 0
  if (block !== undefined && isUneven(block, mapping)) {
    if (position === offset + known.nodeSize) return Y.createRelativePositionFromTypeIndex(type, index + 1)
    return block instanceof Y.XmlElement ? toRelative(block, position - offset - 1, mapping) : null
  }
  // The helper starts at the first child of what it is given. This one has all others before its first.
  const rest = Object.create(type, { _first: { value: { content: { type: block } } } }) as Y.XmlFragment
  return positionInDocument({ ...shared, type: rest, mapping }, position - offset)
}

function positionFromBlock(shared: SharedPositions, relative: Y.RelativePosition): number | null {
  const { type, mapping, children, shared: doc } = shared
  if (type.doc === null) return null
  if (children !== null && doc !== null) {
    const found = Y.createAbsolutePositionFromRelativePosition(relative, type.doc)
    if (found === null) return null
    const offsets = childOffsets(doc)
    if ((found.type as unknown) === type) return offsets[Math.min(found.index, offsets.length - 1)] ?? null
    const block = topmost(type, found.type)
    const index = block === null || block._item?.deleted === true ? -1 : children.indexOf(block)
    const offset = offsets[index]
    if (block !== null && offset !== undefined && isUneven(block, mapping)) {
      const inside = block instanceof Y.XmlElement ? fromRelative(block, found, mapping) : -1
      return inside === null ? null : offset + 1 + inside
    }
    if (block instanceof Y.XmlElement && offset !== undefined && mapping.get(block) === doc.child(index)) {
      const inside = relativePositionToAbsolutePosition(type.doc, block, relative, mapping)
      return inside === null ? null : offset + 1 + inside
    }
  }
  return relativePositionToAbsolutePosition(type.doc, type, relative, mapping)
}
