// How large a table may be for us to lay it out. prosemirror-tables keeps a place for every row and column, and walks all
// rows above for each row when some cell spans rows. Ten thousand short rows below one very long one take little room in a
// document and hundreds of millions of places in that map: the page would stop for everyone who opens it. Such a table is
// shown and its text can be edited; what would have to lay it out says no.
import type { Node } from 'prosemirror-model'
import { TableMap } from 'prosemirror-tables'

// A spreadsheet of 2,000 rows and 100 columns; laying it out takes some milliseconds.
const maxPlaces = 200_000
// Steps of the walk over the rows above; as many take about 20 ms.
const maxRowSteps = 5_000_000

const fitting = new WeakMap<Node, boolean>()

/** Whether commands, selections of cells and repairs may work on this table. */
export function fitsTable(table: Node): boolean {
  let fits = fitting.get(table)
  if (fits === undefined) {
    fits = measure(table)
    fitting.set(table, fits)
  }
  return fits
}

/**
 * Makes prosemirror-tables refuse tables that do not fit, by a RangeError in place of a page that stops. All its code, the
 * handlers of keys and mouse included, asks TableMap.get; there is no other place to stand.
 */
export function guardTableMap(): void {
  if (TableMap.get === guardedGet) return
  originalGet = TableMap.get.bind(TableMap)
  TableMap.get = guardedGet
}

let originalGet: typeof TableMap.get

function guardedGet(table: Node): TableMap {
  if (!fitsTable(table)) throw new RangeError('This table is too large to be laid out.')
  return originalGet(table)
}

function measure(table: Node): boolean {
  const height = table.childCount
  if (height > maxPlaces) return false
  // Columns that cells from above take in each row, as differences from row to row.
  const spanned = Array.from({ length: height + 1 }, () => 0)
  let above = 0
  let width = 0
  let places = 0
  let cells = 0
  let spansRows = false
  for (let row = 0; row < height; row += 1) {
    above += spanned[row] ?? 0
    let rowWidth = above
    for (const { attrs } of table.child(row).children) {
      const colspan = Number(attrs['colspan'])
      const rowspan = Math.min(Number(attrs['rowspan']), height - row)
      // Attributes are read when a cell is made (readAttrs of the schema); this is for cells made in another way.
      if (!(colspan >= 1 && rowspan >= 1)) return false
      cells += 1
      places += colspan * rowspan
      rowWidth += colspan
      if (rowspan > 1) {
        spansRows = true
        spanned[row + 1] = (spanned[row + 1] ?? 0) + colspan
        spanned[row + rowspan] = (spanned[row + rowspan] ?? 0) - colspan
      }
      if (places > maxPlaces || rowWidth > maxPlaces) return false
    }
    width = Math.max(width, rowWidth)
  }
  return width * height <= maxPlaces && (!spansRows || height * cells <= maxRowSteps)
}
