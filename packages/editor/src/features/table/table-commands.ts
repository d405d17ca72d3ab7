// Everything people do to tables. The arithmetic of rows, columns and spans is prosemirror-tables'; what a command leaves
// undone (a new cell without a line to type in, a header column that the new row lacks) is finished by the plugin that
// repairs tables after every edit made here.
import { readCellAttrs } from '@stet/document'
import type { Align, CellHeader } from '@stet/document'
import type { Node } from 'prosemirror-model'
import type { Command, Transaction } from 'prosemirror-state'
import { EditorState, TextSelection } from 'prosemirror-state'
import type { TableRect } from 'prosemirror-tables'
import {
  addColumn,
  addRow,
  deleteCellSelection,
  deleteColumn,
  deleteRow,
  deleteTable,
  goToNextCell,
  mergeCells,
  selectedRect,
  splitCell,
  TableMap,
} from 'prosemirror-tables'
import { changeWidth, resetWidths } from './column-widths.ts'
import { duplicateColumns, duplicateRows } from './duplicate-line.ts'
import { insertTable } from './insert-table.ts'
import { moveLine } from './move-line.ts'
import { repairTable } from './repair-table.ts'
import { fitsTable } from './table-size.ts'

/**
 * A command that applies in a table that can be laid out. It sees the table as a rectangle, which it may not be when two
 * people changed it at once; what it takes to make it one becomes part of the command.
 */
function inTable(command: Command): Command {
  return (state, given, view) => {
    const table = tableAround(state)
    if (table === null || !fitsTable(table.node)) return false
    const dispatch = ownStep(given)
    const tr = state.tr
    repairTable(tr, table.node, table.pos)
    if (!tr.docChanged) return command(state, dispatch, view)
    const repaired = EditorState.create({ doc: tr.doc, selection: tr.selection })
    return command(
      repaired,
      dispatch &&
        ((rest) => {
          for (const step of rest.steps) tr.step(step)
          dispatch(tr.setSelection(rest.selection.getBookmark().resolve(tr.doc)))
        }),
    )
  }
}

// Rows and cells come and go by steps like those of typing; one undo must not take the words before along.
function ownStep(dispatch: ((tr: Transaction) => void) | undefined): typeof dispatch {
  return dispatch && ((tr) => dispatch(tr.setMeta('uiEvent', 'command')))
}

function onRect(act: (tr: Transaction, rect: TableRect) => Transaction | null): Command {
  return inTable((state, dispatch) => {
    const rect = selectedRect(state)
    const tr = act(state.tr, rect)
    if (tr === null) return false
    const table = tr.doc.nodeAt(rect.tableStart - 1)
    // New cells come without a line to type in.
    if (dispatch && table) repairTable(tr, table, rect.tableStart - 1)
    dispatch?.(tr)
    return true
  })
}

// A new row or column goes on with the headers of the one beside it.
function addRowAt(side: 'before' | 'after'): Command {
  return onRect((tr, rect) => {
    const row = side === 'before' ? rect.top : rect.bottom
    addRow(tr, rect, row)
    const beside = side === 'before' && row > 0 ? row - 1 : rect.bottom - 1
    for (const column of columnsOf(rect)) {
      const cell = cellAt(rect, beside, column)
      if (cell && readCellAttrs(cell.node.attrs).header === 'row')
        setHeaderAt(tr, rect, { row, column, header: 'row' })
    }
    return tr
  })
}

function addColumnAt(side: 'before' | 'after'): Command {
  return onRect((tr, rect) => {
    const column = side === 'before' ? rect.left : rect.right
    addColumn(tr, rect, column)
    const beside = side === 'before' && column > 0 ? column - 1 : rect.right - 1
    for (const row of rowsOf(rect)) {
      const cell = cellAt(rect, row, beside)
      if (cell && readCellAttrs(cell.node.attrs).header === 'column') {
        setHeaderAt(tr, rect, { row, column, header: 'column' })
      }
    }
    return tr
  })
}

// Without a row or column there is no table: that is another command, and is asked for by its name.
function unlessAll(command: Command, isAll: (rect: TableRect) => boolean): Command {
  return (state, dispatch, view) => !isAll(selectedRect(state)) && command(state, dispatch, view)
}

function toggleHeader(header: CellHeader): Command {
  return onRect((tr, rect) => {
    const cells =
      header === 'column'
        ? columnsOf(rect).map((column) => cellAt(rect, 0, column))
        : rowsOf(rect).map((row) => cellAt(rect, row, 0))
    const all = new Map(cells.filter((cell) => cell !== null).map((cell) => [cell.pos, cell.node]))
    const isOn = [...all.values()].every((cell) => readCellAttrs(cell.attrs).header !== null)
    for (const [pos, cell] of all) {
      const now = readCellAttrs(cell.attrs).header
      // A cell that heads something already goes on doing so, when the other kind is switched on.
      const next = isOn ? (now === header ? null : now) : (now ?? header)
      if (next !== now) tr.setNodeAttribute(rect.tableStart + pos, 'header', next)
    }
    return tr.docChanged ? tr : null
  })
}

function setCellAlign({ align }: { readonly align: Align | null }): Command {
  return onRect((tr, rect) => {
    for (const pos of rect.map.cellsInRect(rect)) {
      if (rect.table.nodeAt(pos)?.attrs['align'] !== align)
        tr.setNodeAttribute(rect.tableStart + pos, 'align', align)
    }
    return tr.docChanged ? tr : null
  })
}

/** To the next cell; from the last one into a new row. */
const nextCell: Command = inTable((state, dispatch, view) => {
  if (goToNextCell(1)(state, dispatch, view)) return true
  if (!dispatch) return true
  return addRowAt('after')(state, (tr) => {
    const { tableStart, table } = selectedRect(state)
    // The new row is the last one, and its first cell is where writing goes on.
    const row = tableStart + table.content.size
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(row + 1))).scrollIntoView())
  })
})

const previousCell: Command = inTable(goToNextCell(-1))

export const tableCommands = {
  insertTable,
  addRowBefore: () => addRowAt('before'),
  addRowAfter: () => addRowAt('after'),
  addColumnBefore: () => addColumnAt('before'),
  addColumnAfter: () => addColumnAt('after'),
  deleteRow: () => inTable(unlessAll(deleteRow, ({ top, bottom, map }) => bottom - top === map.height)),
  deleteColumn: () => inTable(unlessAll(deleteColumn, ({ left, right, map }) => right - left === map.width)),
  deleteTable: (): Command => (state, dispatch) => deleteTable(state, ownStep(dispatch)),
  moveRowUp: () => inTable(moveLine('row', -1)),
  moveRowDown: () => inTable(moveLine('row', 1)),
  moveColumnLeft: () => inTable(moveLine('column', -1)),
  moveColumnRight: () => inTable(moveLine('column', 1)),
  duplicateRow: () => onRect(duplicateRows),
  duplicateColumn: () => onRect(duplicateColumns),
  clearCells: () => inTable(deleteCellSelection),
  widenColumn: () => inTable(changeWidth(1)),
  narrowColumn: () => inTable(changeWidth(-1)),
  resetColumns: () => inTable(resetWidths),
  mergeCells: () => inTable(mergeCells),
  splitCell: () => inTable(splitCell),
  toggleHeaderRow: () => toggleHeader('column'),
  toggleHeaderColumn: () => toggleHeader('row'),
  setCellAlign,
  goToNextCell: () => nextCell,
  goToPreviousCell: () => previousCell,
}

function tableAround({
  selection: { $head },
}: EditorState): { readonly node: Node; readonly pos: number } | null {
  for (let depth = $head.depth; depth > 0; depth -= 1) {
    const node = $head.node(depth)
    if (node.type.spec['tableRole'] === 'table') return { node, pos: $head.before(depth) }
  }
  return null
}

function cellAt(
  { map, table }: TableRect,
  row: number,
  column: number,
): { readonly node: Node; readonly pos: number } | null {
  const pos = map.map[row * map.width + column]
  const node = pos === undefined ? null : table.nodeAt(pos)
  return pos === undefined || node === null ? null : { node, pos }
}

// After a row or column was added to the transaction: the new cell at that place, if it is a cell of its own.
function setHeaderAt(
  tr: Transaction,
  { tableStart }: TableRect,
  { row, column, header }: { readonly row: number; readonly column: number; readonly header: CellHeader },
): void {
  const table = tr.doc.nodeAt(tableStart - 1)
  if (table === null) return
  const map = TableMap.get(table)
  const pos = map.map[row * map.width + column]
  const cell = pos === undefined ? null : table.nodeAt(pos)
  if (pos === undefined || cell === null || cell.content.size > 0) return
  tr.setNodeAttribute(tableStart + pos, 'header', header)
}

function rowsOf({ map }: TableRect): number[] {
  return Array.from({ length: map.height }, (_, row) => row)
}

function columnsOf({ map }: TableRect): number[] {
  return Array.from({ length: map.width }, (_, column) => column)
}
