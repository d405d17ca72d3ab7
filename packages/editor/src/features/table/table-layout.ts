// Where the cells of a table stand, and what keeps the table from being a rectangle. Two people who insert a row and a
// column at once leave a row that is one cell short; two who merge cells at once leave spans that overlap. The answer is
// made of the table alone, so that everyone who asks gets the same.
import type { Node } from 'prosemirror-model'

export interface Placed {
  readonly cell: Node
  /** Position relative to the table's start, as in prosemirror-tables. */
  readonly pos: number
  readonly column: number
  /** As far as it can span without overlapping another cell or leaving the table. */
  readonly colspan: number
  readonly rowspan: number
}

export interface LaidRow {
  readonly cells: readonly Placed[]
  /** Where the row's content ends, relative to the table's start. */
  readonly end: number
  /** Columns taken in this row, by its own cells and by those that reach down into it. */
  readonly width: number
}

/** The table must be one that `fitsTable` accepts. */
export function layOut(table: Node): readonly LaidRow[] {
  const height = table.childCount
  const taken: Set<number>[] = Array.from({ length: height }, () => new Set())
  const rows: LaidRow[] = []
  let pos = 0
  for (let row = 0; row < height; row += 1) {
    const node = table.child(row)
    const cells: Placed[] = []
    let column = 0
    let cellPos = pos + 1
    for (const cell of node.children) {
      while (taken[row]?.has(column) === true) column += 1
      const size = freeSpan(taken, { row, column, cell })
      for (let down = 0; down < size.rowspan; down += 1) {
        for (let right = 0; right < size.colspan; right += 1) taken[row + down]?.add(column + right)
      }
      cells.push({ cell, pos: cellPos, column, ...size })
      column += size.colspan
      cellPos += cell.nodeSize
    }
    rows.push({ cells, end: pos + node.nodeSize - 1, width: taken[row]?.size ?? 0 })
    pos += node.nodeSize
  }
  return rows
}

interface Place {
  readonly row: number
  readonly column: number
  readonly cell: Node
}

function freeSpan(
  taken: readonly ReadonlySet<number>[],
  { row, column, cell }: Place,
): Pick<Placed, 'colspan' | 'rowspan'> {
  const wanted = Number(cell.attrs['colspan'])
  let colspan = 1
  while (colspan < wanted && taken[row]?.has(column + colspan) === false) colspan += 1
  const most = Math.min(Number(cell.attrs['rowspan']), taken.length - row)
  let rowspan = 1
  while (rowspan < most && isFree(taken[row + rowspan], column, colspan)) rowspan += 1
  return { colspan, rowspan }
}

function isFree(row: ReadonlySet<number> | undefined, column: number, count: number): boolean {
  for (let right = 0; right < count; right += 1) if (row?.has(column + right) !== false) return false
  return true
}
