// Doubling the selected rows or columns. Where a cell spans over their edge there is no copy that would be a table again.
import { Fragment } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import type { TableRect } from 'prosemirror-tables'

export function duplicateRows(tr: Transaction, rect: TableRect): Transaction | null {
  if (crosses(rect, 'row')) return null
  const rows = rect.table.children.slice(rect.top, rect.bottom)
  const before = rect.table.children.slice(0, rect.bottom).reduce((size, row) => size + row.nodeSize, 0)
  return tr.insert(rect.tableStart + before, Fragment.from(rows))
}

export function duplicateColumns(tr: Transaction, rect: TableRect): Transaction | null {
  if (crosses(rect, 'column')) return null
  const { map, table, tableStart } = rect
  // From the end to the start, so that positions before stay valid.
  for (let row = map.height - 1; row >= 0; row -= 1) {
    const places = map.map.slice(row * map.width + rect.left, row * map.width + rect.right)
    const own = [...new Set(places)].filter((at) => map.findCell(at).top === row)
    const last = own.at(-1)
    const cells = own.flatMap((at) => table.nodeAt(at) ?? [])
    const end = cells.at(-1)
    if (last !== undefined && end) tr.insert(tableStart + last + end.nodeSize, Fragment.from(cells))
  }
  return tr
}

function crosses({ map, top, bottom, left, right }: TableRect, axis: 'row' | 'column'): boolean {
  return map.map.some((at) => {
    const cell = map.findCell(at)
    const [first, end, begin, after] =
      axis === 'row' ? [cell.top, cell.bottom, top, bottom] : [cell.left, cell.right, left, right]
    return first < after && end > begin && (first < begin || end > after)
  })
}
