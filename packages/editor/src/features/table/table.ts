// Tables. Selecting cells, pasting into them and moving by arrow keys is prosemirror-tables'. It would also repair tables
// after every change, other people's included; then each of ten readers would add the cell that one writer's row lacks.
// Here a table is repaired by whoever edits it, and by nobody else.
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'
import { tableEditing } from 'prosemirror-tables'
import { isRemote } from '../../state/transaction-origin.ts'
import type { Feature } from '../feature.ts'
import type { TabGuard } from '../tab-guard.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { pastedCells } from './pasted-cells.ts'
import { repairTable } from './repair-table.ts'
import { tableActions, tableKeys } from './table-actions.ts'
import { tableCommands } from './table-commands.ts'
import { tableMenuActions, tableMenuKeys, tablePointer } from './table-menu-actions.ts'
import { guardTableMap } from './table-size.ts'

export interface TableOptions {
  readonly tabGuard: TabGuard
  /** Without one (an editor without menus) there are the keys and the commands. */
  readonly menu?: MenuContext | undefined
}

export function tables({ tabGuard, menu }: TableOptions): Feature {
  guardTableMap()
  return {
    name: 'table',
    keys: {
      Tab: tabGuard.unlessLeaving(tableCommands.goToNextCell()),
      'Shift-Tab': tabGuard.unlessLeaving(tableCommands.goToPreviousCell()),
      ...tableKeys,
      ...(menu && tableMenuKeys(menu)),
    },
    plugins: [pastedCells(), tableRepair(), cellEditing(), ...(menu ? [tablePointer(menu)] : [])],
    actions: menu ? [...tableActions, ...tableMenuActions(menu)] : tableActions,
  }
}

/** Repairs tables that an edit made here has touched. */
export function tableRepair(): Plugin {
  return new Plugin({
    appendTransaction(transactions, _before, state) {
      if (transactions.some(isRemote)) return null
      const tr = state.tr
      // From the end to the start: the positions of tables before stay valid, those around them too.
      for (const pos of touchedTables(transactions, state.doc).toReversed()) {
        const table = tr.doc.nodeAt(pos)
        if (table) repairTable(tr, table, pos)
      }
      return tr.docChanged ? tr.setStoredMarks(state.storedMarks) : null
    },
  })
}

function cellEditing(): Plugin {
  const { spec } = tableEditing({ allowTableNodeSelection: true })
  return new Plugin({
    ...spec,
    // Given the same state as before and after, it finds nothing to repair and only brings selections into order.
    appendTransaction: (transactions, _before, state) =>
      spec.appendTransaction?.call(undefined as never, transactions, state, state),
  })
}

function touchedTables(transactions: readonly Transaction[], doc: Node): number[] {
  const tables = new Set<number>()
  for (const { from, to } of changedRanges(transactions)) {
    doc.nodesBetween(Math.max(0, from - 1), Math.min(doc.content.size, to + 1), (node, pos) => {
      if (node.type.spec['tableRole'] === 'table') tables.add(pos)
      return !node.isTextblock
    })
  }
  return [...tables].sort((a, b) => a - b)
}

interface Range {
  readonly from: number
  readonly to: number
}

function changedRanges(transactions: readonly Transaction[]): Range[] {
  let ranges: Range[] = []
  for (const tr of transactions) {
    for (const map of tr.mapping.maps) {
      ranges = ranges.map(({ from, to }) => ({ from: map.map(from, -1), to: map.map(to, 1) }))
      map.forEach((_oldFrom, _oldTo, from, to) => ranges.push({ from, to }))
    }
  }
  return ranges
}
