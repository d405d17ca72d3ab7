// Makes a table a rectangle again: spans that overlap or reach beyond the table are cut, missing cells are added where they
// are known to be missing, else at the end of their row, and every cell gets a place to type.
//
// Two people may repair one table at the same moment, and each adds the cell that is missing: then one row has a cell too
// many. Adding one to all the others would make the table grow by a column out of nowhere. So a last column that only a
// minority of the rows has, and in which nobody wrote anything, is taken away instead.
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { createTextblock } from '../../state/blocks.ts'
import type { LaidRow, Placed } from './table-layout.ts'
import { layOut } from './table-layout.ts'
import { fitsTable } from './table-size.ts'

export interface RepairOptions {
  /** All rows by default. */
  readonly mayRepair?: (row: Node) => boolean
  /** The columns that were inserted while the rows to be repaired were not there. */
  readonly missing?: readonly number[]
}

/** `pos` is directly before the table. Adds no steps when nothing is wrong, or wrong only in rows that are not asked for. */
export function repairTable(
  tr: Transaction,
  table: Node,
  pos: number,
  { mayRepair = () => true, missing: columns = [] }: RepairOptions = {},
): void {
  if (isWhole(table) || !fitsTable(table)) return
  const { schema } = table.type
  const rows = layOut(table)
  const width = wantedWidth(rows)
  const start = pos + 1
  // From the end to the start, so that positions before stay valid.
  for (const [index, row] of [...rows.entries()].toReversed()) {
    if (!mayRepair(table.child(index))) continue
    const surplus = surplusCells(row, width)
    const missing = width - row.width
    if (missing > 0) {
      const header = row.cells.length > 0 && row.cells.every(({ cell }) => cell.attrs['header'] === 'column')
      const type = row.cells[0]?.cell.type ?? schema.nodes['table_cell']
      const create = (): Node | undefined =>
        type?.create({ header: header ? 'column' : null }, createTextblock(schema))
      for (const at of placesFor(row, missing, columns)) tr.insert(start + at, create() ?? [])
    }
    for (const placed of row.cells.toReversed()) {
      const { cell, pos: inner } = placed
      if (surplus.has(placed)) tr.delete(start + inner, start + inner + cell.nodeSize)
      else {
        if (cell.childCount === 0) tr.insert(start + inner + 1, createTextblock(schema))
        setSpans(tr, start + inner, placed)
      }
    }
  }
}

/** From the last to the first. */
function placesFor(row: LaidRow, missing: number, columns: readonly number[]): number[] {
  const isKnown = columns.length === missing
  return Array.from({ length: missing }, (_, index) => {
    // Before the cell that stands where the column will be, when those before it are there.
    const next = isKnown ? row.cells[(columns[index] ?? 0) - index] : undefined
    return next?.pos ?? row.end
  }).toReversed()
}

// Nearly every table is one, and this is asked at every key: no spans, rows of one length, a block in each cell.
function isWhole(table: Node): boolean {
  const width = table.firstChild?.childCount ?? 0
  return table.children.every(
    (row) =>
      row.childCount === width &&
      row.children.every(
        ({ attrs, childCount }) => attrs['colspan'] === 1 && attrs['rowspan'] === 1 && childCount > 0,
      ),
  )
}

function wantedWidth(rows: readonly LaidRow[]): number {
  let width = Math.max(0, ...rows.map((row) => row.width))
  while (width > 1) {
    const reaching = rows.filter((row) => row.width >= width)
    const isMinority = reaching.length * 2 < rows.length
    if (!isMinority || !reaching.every((row) => lastIsUnused(row, width))) break
    width -= 1
  }
  return width
}

/** Is the row's last column a cell of its own in which nothing was ever written? */
function lastIsUnused(row: LaidRow, width: number): boolean {
  const unused = row.cells.filter((placed) => placed.column === width - 1 && isUnused(placed))
  return unused.length === 1
}

function surplusCells(row: LaidRow, width: number): ReadonlySet<Placed> {
  return new Set(row.cells.filter((placed) => placed.column >= width))
}

function isUnused({ cell, colspan, rowspan }: Placed): boolean {
  const isEmpty =
    cell.childCount === 0 || (cell.childCount === 1 && cell.child(0).isTextblock && cell.content.size === 2)
  return isEmpty && colspan === 1 && rowspan === 1
}

function setSpans(tr: Transaction, pos: number, { cell, colspan, rowspan }: Placed): void {
  if (cell.attrs['rowspan'] !== rowspan) tr.setNodeAttribute(pos, 'rowspan', rowspan)
  if (cell.attrs['colspan'] === colspan) return
  tr.setNodeAttribute(pos, 'colspan', colspan)
  const widths: unknown = cell.attrs['colwidth']
  if (Array.isArray(widths)) tr.setNodeAttribute(pos, 'colwidth', widths.slice(0, colspan))
}
