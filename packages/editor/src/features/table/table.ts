// Tables. Selecting cells, pasting into them and moving by arrow keys is prosemirror-tables'. It would also repair tables
// after every change, other people's included; then each of ten readers would add the cell that one writer's row lacks.
// Here a table is repaired by whoever edits it, a row also by who made it (own-rows.ts), and by nobody else.
import { Plugin } from 'prosemirror-state'
import { tableEditing } from 'prosemirror-tables'
import { isRemote } from '../../state/transaction-origin.ts'
import type { Feature } from '../feature.ts'
import type { TabGuard } from '../tab-guard.ts'
import { completesRows, ownRows } from './own-rows.ts'
import { pastedCells } from './pasted-cells.ts'
import { repairTable } from './repair-table.ts'
import { tableCommands } from './table-commands.ts'
import { guardTableMap } from './table-size.ts'
import { touchedTables } from './touched-tables.ts'

export function tables({ tabGuard }: { readonly tabGuard: TabGuard }): Feature {
  guardTableMap()
  return {
    name: 'table',
    keys: {
      Tab: tabGuard.unlessLeaving(tableCommands.goToNextCell()),
      'Shift-Tab': tabGuard.unlessLeaving(tableCommands.goToPreviousCell()),
      'Alt-Shift-ArrowRight': tableCommands.widenColumn(),
      'Alt-Shift-ArrowLeft': tableCommands.narrowColumn(),
    },
    plugins: [pastedCells(), tableRepair(), ownRows(), cellEditing()],
  }
}

/** Repairs tables that an edit made here has touched. */
export function tableRepair(): Plugin {
  return new Plugin({
    appendTransaction(transactions, _before, state) {
      if (transactions.some((tr) => isRemote(tr) || tr.getMeta(completesRows) === true)) return null
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
