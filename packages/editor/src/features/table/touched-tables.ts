// Which tables a change touched.
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { changedRanges } from '../../state/changed-ranges.ts'

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
