// What people can do to tables, as the menus, the command palette and the toolbar show it.
import { readCellAttrs } from '@stet/document'
import type { Align, CellHeader } from '@stet/document'
import type { EditorState } from 'prosemirror-state'
import { isInTable, selectedRect } from 'prosemirror-tables'
import type { Action } from '../../actions/action.ts'
import type { IconName } from '../../ui/icons.ts'
import { tableCommands } from './table-commands.ts'
import { fitsTable } from './table-size.ts'

/** The commands without options whose names are also what they are called on the page. */
const named = {
  addRowBefore: 'row-before',
  addRowAfter: 'row-after',
  addColumnBefore: 'column-before',
  addColumnAfter: 'column-after',
  moveRowUp: 'up',
  moveRowDown: 'down',
  moveColumnLeft: 'before',
  moveColumnRight: 'after',
  duplicateRow: 'duplicate',
  duplicateColumn: 'duplicate',
  mergeCells: 'merge',
  splitCell: 'split',
  widenColumn: 'wider',
  narrowColumn: 'narrower',
  resetColumns: 'undo',
  clearCells: 'empty',
  deleteRow: 'trash',
  deleteColumn: 'trash',
  deleteTable: 'trash',
} as const satisfies Partial<Record<keyof typeof tableCommands, IconName>>

type Named = keyof typeof named

export const tableActions: readonly Action[] = [
  {
    id: 'insertTable',
    label: 'insertTable',
    icon: 'table',
    group: 'groupInsert',
    keywords: 'insertTableWords',
    inSlashMenu: true,
    command: tableCommands.insertTable(),
  },
  header('toggleHeaderRow', 'header-row', 'column'),
  header('toggleHeaderColumn', 'header-column', 'row'),
  alignment('alignCellsLeft', 'align-start', 'left'),
  alignment('alignCellsCenter', 'align-center', 'center'),
  alignment('alignCellsRight', 'align-end', 'right'),
  ...(Object.keys(named) as Named[]).map(plain),
]

function plain(id: Named): Action {
  const action: Action = { id, label: id, icon: named[id], group: 'groupTable', command: tableCommands[id]() }
  if (id === 'widenColumn') return { ...action, keys: 'Alt-Shift-ArrowRight' }
  return id === 'narrowColumn' ? { ...action, keys: 'Alt-Shift-ArrowLeft' } : action
}

function header(id: 'toggleHeaderRow' | 'toggleHeaderColumn', icon: IconName, heads: CellHeader): Action {
  return {
    id,
    label: id,
    icon,
    group: 'groupTable',
    command: tableCommands[id](),
    isActive: (state) =>
      cells(state, heads === 'column' ? 'first row' : 'first column').every(({ header }) => header !== null),
  }
}

function alignment(
  id: 'alignCellsLeft' | 'alignCellsCenter' | 'alignCellsRight',
  icon: IconName,
  align: Align,
): Action {
  const isActive = (state: EditorState): boolean => {
    const selected = cells(state, 'selected')
    return selected.length > 0 && selected.every((cell) => cell.align === align)
  }
  return {
    id,
    label: id,
    icon,
    group: 'groupTable',
    // Asked for again, the cells go back to the side where their language begins.
    command: (state, dispatch, view) =>
      tableCommands.setCellAlign({ align: isActive(state) ? null : align })(state, dispatch, view),
    isActive,
  }
}

function cells(state: EditorState, which: 'selected' | 'first row' | 'first column') {
  if (!isInTable(state)) return []
  const { $head } = state.selection
  for (let depth = $head.depth; depth > 0; depth -= 1) {
    const node = $head.node(depth)
    if (node.type.spec['tableRole'] === 'table' && !fitsTable(node)) return []
  }
  const rect = selectedRect(state)
  const { map, table } = rect
  const part =
    which === 'selected'
      ? rect
      : which === 'first row'
        ? { left: 0, top: 0, right: map.width, bottom: 1 }
        : { left: 0, top: 0, right: 1, bottom: map.height }
  return map.cellsInRect(part).map((at) => readCellAttrs(table.nodeAt(at)?.attrs ?? {}))
}
