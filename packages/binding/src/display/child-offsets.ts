// Where the children of a node start, without adding up the sizes of all before them. Nodes never change, so the sums
// are made once per node, when first asked for, and there is nothing to invalidate. A document with one changed block
// takes them over from the one before.

import type { Node } from 'prosemirror-model'

const offsetsByNode = new WeakMap<Node, Int32Array>()

/** `childOffsets(node)[i]` is where child i starts in the node's content; the last entry is where the content ends. */
export function childOffsets(node: Node): Int32Array {
  const known = offsetsByNode.get(node)
  if (known !== undefined) return known
  const { childCount } = node
  const offsets = new Int32Array(childCount + 1)
  let offset = 0
  for (let i = 0; i < childCount; i++) {
    offsets[i] = offset
    offset += node.child(i).nodeSize
  }
  offsets[childCount] = offset
  offsetsByNode.set(node, offsets)
  return offsets
}

/** `after` is `before` with another child at `index`: its sums are those of `before`, from there on moved. */
export function carryOffsets(before: Node, after: Node, index: number): void {
  const known = offsetsByNode.get(before)
  if (known === undefined || before === after || before.childCount !== after.childCount) return
  const offsets = known.slice()
  const moved = after.child(index).nodeSize - before.child(index).nodeSize
  if (moved !== 0) for (let i = index + 1; i < offsets.length; i++) offsets[i] = (offsets[i] ?? 0) + moved
  offsetsByNode.set(after, offsets)
}

/** The last child that starts before `position`, which is greater than 0. */
export function childBefore(offsets: Int32Array, position: number): number {
  let low = 0
  let high = offsets.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((offsets[middle] ?? 0) < position) low = middle
    else high = middle - 1
  }
  return low
}
