// Which tables a change touched.
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'

/** Their positions in `doc`, which is the document after the transactions, in order. */
export function touchedTables(transactions: readonly Transaction[], doc: Node): number[] {
  const tables = new Set<number>()
  for (const { from, to } of changedRanges(transactions)) {
    doc.nodesBetween(Math.max(0, from - 1), Math.min(doc.content.size, to + 1), (node, pos) => {
      if (node.type.spec['tableRole'] === 'table') tables.add(pos)
      return !node.isTextblock
    })
  }
  return [...tables].sort((a, b) => a - b)
}

interface Range {
  readonly from: number
  readonly to: number
}

function changedRanges(transactions: readonly Transaction[]): Range[] {
  let ranges: Range[] = []
  for (const tr of transactions) {
    for (const map of tr.mapping.maps) {
      ranges = ranges.map(({ from, to }) => ({ from: map.map(from, -1), to: map.map(to, 1) }))
      map.forEach((_oldFrom, _oldTo, from, to) => ranges.push({ from, to }))
    }
  }
  return ranges
}
