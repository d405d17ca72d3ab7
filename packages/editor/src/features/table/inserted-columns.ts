// Where a change inserted columns into a table. The table alone does not tell: a row that lacks a cell could lack any. But
// who saw the change come knows the table before it, and the cells that stayed are the very same nodes.
import type { Node } from 'prosemirror-model'

/** In order; none where the rows do not agree, or cells span several places. */
export function insertedColumns(before: Node, after: Node): readonly number[] {
  if (hasSpans(before) || hasSpans(after)) return []
  const oldRows = new Map(before.children.flatMap((row) => row.children.map((cell) => [cell, row] as const)))
  const answers = after.children.flatMap((row): number[][] => {
    const kept = row.children.find((cell) => oldRows.has(cell))
    const were: readonly Node[] = kept === undefined ? [] : (oldRows.get(kept)?.children ?? [])
    const columns = row.children.flatMap((cell, column) => (were.includes(cell) ? [] : column))
    // A cell that was edited meanwhile looks new as well.
    return were.length > 0 && columns.length === row.childCount - were.length ? [columns] : []
  })
  const first = answers.find(({ length }) => length > 0) ?? []
  return answers.every((each) => each.length === 0 || each.join() === first.join()) ? first : []
}

function hasSpans(table: Node): boolean {
  return table.children.some((row) =>
    row.children.some(({ attrs }) => attrs['colspan'] !== 1 || attrs['rowspan'] !== 1),
  )
}
