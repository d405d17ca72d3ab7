// How wide columns are. A table nobody has touched is as wide as its text asks for. As soon as one column is given a width,
// all of them get the one they have at that moment: otherwise the browser would share out the rest anew and the columns
// beside would jump.
import { readCellAttrs } from '@stet/document'
import type { Command, Transaction } from 'prosemirror-state'
import type { TableRect } from 'prosemirror-tables'
import { isInTable, selectedRect } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'

export type TablePlace = Pick<TableRect, 'map' | 'table' | 'tableStart'>

// What a column is taken for where nothing is stored and nothing is drawn (a command called by a program).
const assumedWidth = 120
// Narrower than this it cannot be read; the schema allows somewhat less.
const least = 40
const most = 2000
// One press of the keys, px: about one letter and a half.
const keyStep = 16

/** The widths as they are stored, px; 0 where none is. */
export function storedWidths({ map, table }: TablePlace): number[] {
  return Array.from({ length: map.width }, (_, column) => {
    for (let row = 0; row < map.height; row += 1) {
      const at = map.map[row * map.width + column]
      const cell = at === undefined ? null : table.nodeAt(at)
      if (at === undefined || cell === null) continue
      const width = readCellAttrs(cell.attrs).colwidth?.[column - map.colCount(at)]
      if (width !== undefined && width > 0) return width
    }
    return 0
  })
}

/** The widths as they are drawn. Reads the layout. */
export function drawnWidths(view: EditorView, { map, tableStart }: TablePlace): number[] {
  const widths = Array.from({ length: map.width }, () => 0)
  for (const at of new Set(map.map)) {
    const { left, right } = map.findCell(at)
    const element = view.nodeDOM(tableStart + at)
    if (!(element instanceof HTMLElement)) continue
    const each = element.getBoundingClientRect().width / (right - left)
    // A cell of one column knows best.
    for (let column = left; column < right; column += 1) {
      if (right - left === 1 || widths[column] === 0) widths[column] = Math.ceil(each)
    }
  }
  return widths
}

/** Gives the columns these widths; writes only what differs. */
export function setWidths(
  tr: Transaction,
  { map, table, tableStart }: TablePlace,
  widths: readonly number[],
): Transaction {
  for (const at of new Set(map.map)) {
    const { left, right } = map.findCell(at)
    const before = table.nodeAt(at)?.attrs['colwidth'] as unknown
    const after = widths.slice(left, right)
    if (JSON.stringify(before) !== JSON.stringify(after))
      tr.setNodeAttribute(tableStart + at, 'colwidth', after)
  }
  return tr
}

/** One column's width, within what can be read; the others keep theirs. */
export function withWidth(widths: readonly number[], column: number, width: number): number[] {
  return widths.map((own, index) =>
    Math.min(most, Math.max(least, Math.round(index === column ? width : own || assumedWidth))),
  )
}

/** Makes the selected columns wider, or narrower, by one step. */
export function changeWidth(direction: 1 | -1): Command {
  return (state, dispatch, view) => {
    if (!isInTable(state)) return false
    if (!dispatch) return true
    const rect = selectedRect(state)
    let widths = storedWidths(rect)
    // The layout is asked once for each table, not at every press.
    if (view && widths.includes(0)) widths = drawnWidths(view, rect)
    for (let column = rect.left; column < rect.right; column += 1) {
      widths = withWidth(widths, column, (widths[column] || assumedWidth) + direction * keyStep)
    }
    const tr = setWidths(state.tr, rect, widths)
    if (tr.docChanged) dispatch(tr)
    return true
  }
}

/** All columns as wide as their text asks for. */
export const resetWidths: Command = (state, dispatch) => {
  if (!isInTable(state)) return false
  const rect = selectedRect(state)
  if (storedWidths(rect).every((width) => width === 0)) return false
  if (dispatch) {
    const tr = state.tr
    for (const at of new Set(rect.map.map)) {
      if (rect.table.nodeAt(at)?.attrs['colwidth'] !== null) {
        tr.setNodeAttribute(rect.tableStart + at, 'colwidth', null)
      }
    }
    dispatch(tr)
  }
  return true
}
