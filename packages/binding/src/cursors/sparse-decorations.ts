// A few decorations in a long document. For every block of the document, at every change, the view asks for the
// decorations inside it, and a DecorationSet looks through all that it has for each: with 100 carets in 10,000 blocks
// that is a million comparisons per frame. Almost every block has none, which is known beforehand.

import { DecorationSet } from 'prosemirror-view'

/** The same set, with a quick answer for blocks without decorations. */
export function sparse(set: DecorationSet): DecorationSet {
  if (set === DecorationSet.empty) return set
  const spans = set.find().toSorted((a, b) => a.from - b.from)
  const starts = Int32Array.from(spans, ({ from }) => from)
  // An earlier one may reach further than those after it.
  let furthest = 0
  const reaches = Int32Array.from(spans, ({ to }) => (furthest = Math.max(furthest, to)))
  const forChild = set.forChild.bind(set)
  const own: Pick<DecorationSet, 'forChild'> = {
    forChild: (offset, node) => {
      const last = lastAtMost(starts, offset + node.nodeSize)
      return last < 0 || (reaches[last] ?? 0) < offset ? DecorationSet.empty : forChild(offset, node)
    },
  }
  return Object.assign(set, own)
}

/** The last of the sorted values that is not greater; -1 when all are. */
function lastAtMost(values: Int32Array, limit: number): number {
  let low = -1
  let high = values.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((values[middle] ?? 0) <= limit) low = middle
    else high = middle - 1
  }
  return low
}
