// Reading a table cell's attributes. Spans are the one place where a wrong number does harm by itself: code that lays
// out a table loops over them, so a span of 1e9, or one that is text and gets added as text, stops the whole page.
// Cells are therefore judged when their node is made (`readAttrs` of the node spec, which the binding asks), and not
// only when they are shown.

/** Where the text of a block or cell stands; null is the side where its language begins. */
export type Align = 'left' | 'center' | 'right' | 'justify'

/** A cell's attributes after reading: every value is in range. */
export interface CellAttrs {
  /** 1 to `maxSpan`. */
  readonly colspan: number
  /** 1 to `maxSpan`. */
  readonly rowspan: number
  /** CSS pixels for each column the cell covers, 0 where not set; null when none is set. */
  readonly colwidth: readonly number[] | null
  readonly align: Align | null
  /** What the cell is the heading of. An attribute and no node of its own: what a peer types in it meanwhile survives. */
  readonly header: CellHeader | null
}

export type CellHeader = 'column' | 'row'

/** More than any table a person reads; what a table may be in all is `fitsTable`'s business. */
export const maxSpan = 200

// A column narrower than this cannot be grabbed to make it wider again, and one wider than this is a mistake.
const columnWidth = { least: 25, most: 4000 }

/** Reads a cell's attributes as stored; what is missing or not understood becomes the default. */
export function readCellAttrs(attrs: Readonly<Record<string, unknown>>): CellAttrs {
  const colspan = readSpan(attrs['colspan'])
  return {
    colspan,
    rowspan: readSpan(attrs['rowspan']),
    colwidth: readColumnWidths(attrs['colwidth'], colspan),
    align: readAlign(attrs['align']),
    header: attrs['header'] === 'column' || attrs['header'] === 'row' ? attrs['header'] : null,
  }
}

export function readAlign(value: unknown): Align | null {
  return value === 'left' || value === 'center' || value === 'right' || value === 'justify' ? value : null
}

function readSpan(value: unknown): number {
  if (typeof value !== 'number' || Number.isNaN(value)) return 1
  return Math.min(maxSpan, Math.max(1, Math.trunc(value)))
}

function readColumnWidths(value: unknown, columns: number): readonly number[] | null {
  if (!Array.isArray(value) || value.length !== columns) return null
  const widths = (value as readonly unknown[]).map(readColumnWidth)
  return widths.some((width) => width > 0) ? widths : null
}

function readColumnWidth(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return 0
  return Math.min(columnWidth.most, Math.max(columnWidth.least, Math.round(value)))
}
