// Which cell of which table the pointer is at, and where that is on the page. All layout is read here, in one go.
import { TableMap } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'
import type { TablePlace } from './column-widths.ts'
import { fitsTable } from './table-size.ts'

export interface CellPlace extends TablePlace {
  /** Position of the cell. */
  readonly cell: number
  readonly row: number
  readonly column: number
  /** The first column after the cell. */
  readonly end: number
}

/** What of the page the controls stand at; px, relative to the editor's root. */
export interface Frame {
  readonly cell: Box
  readonly table: Box
  /** The part of the table that can be seen: it may be wider than the page and scroll. */
  readonly window: Box
  readonly host: Box
  readonly isRightToLeft: boolean
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The cell that this element is, or undefined when it is none of this editor's, or its table is too large. */
export function cellPlace(view: EditorView, element: Element): CellPlace | undefined {
  if (!view.dom.contains(element)) return undefined
  const $inside = view.state.doc.resolve(view.posAtDOM(element, 0))
  for (let depth = $inside.depth; depth > 1; depth -= 1) {
    if ($inside.node(depth).type.spec['tableRole'] !== 'cell') continue
    const table = $inside.node(depth - 2)
    if (!fitsTable(table)) return undefined
    const map = TableMap.get(table)
    const tableStart = $inside.start(depth - 2)
    const cell = $inside.before(depth)
    if (!map.map.includes(cell - tableStart)) return undefined
    const { left, top, right } = map.findCell(cell - tableStart)
    return { map, table, tableStart, cell, row: top, column: left, end: right }
  }
  return undefined
}

export function readFrame(host: HTMLElement, cell: Element): Frame | undefined {
  const table = cell.closest('.stet-table')
  const window = cell.closest('.stet-table-scroll')
  if (!table || !window) return undefined
  const origin = host.getBoundingClientRect()
  const box = (element: Element): Box => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    return {
      left: left - origin.left,
      top: top - origin.top,
      right: right - origin.left,
      bottom: bottom - origin.top,
    }
  }
  return {
    cell: box(cell),
    table: box(table),
    window: box(window),
    host: box(host),
    isRightToLeft: getComputedStyle(table).direction === 'rtl',
  }
}
