// A row that one person inserts and a column that another inserts at the same moment make a table that lacks a cell. Who
// made the row adds it, in its column, as soon as both have met: one client and no other, so that nothing is added twice, and
// with undo the cell goes where the row goes. When that client is gone, the next edit of the table repairs it (table.ts).
import { completeOwn, isMadeHere } from '@stet/binding'
import type { Node } from 'prosemirror-model'
import { Plugin, PluginKey } from 'prosemirror-state'
import type { Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { isRemote, isUndoOrRedo } from '../../state/transaction-origin.ts'
import { insertedColumns } from './inserted-columns.ts'
import { repairTable } from './repair-table.ts'
import { touchedTables } from './touched-tables.ts'

/** A table that the last transaction, from others, changed. */
interface ChangedTable {
  readonly pos: number
  /** The columns that it inserted, as far as that can be told. */
  readonly columns: readonly number[]
}

const key = new PluginKey<readonly ChangedTable[]>('stet-own-rows')

/** Set on what completes rows: it is no edit that leads to a repair of the whole table. */
export const completesRows = 'stet-completes-rows'

export function ownRows(): Plugin {
  return new Plugin<readonly ChangedTable[]>({
    key,
    state: {
      init: () => [],
      apply: (tr) => (isRemote(tr) && !isUndoOrRedo(tr) ? changedTables(tr) : []),
    },
    view: () => ({
      update(view, previous) {
        const tables = key.getState(view.state) ?? []
        if (tables.length === 0 || tables === key.getState(previous)) return
        // What comes from others is being shown: nothing can be written until that is over.
        queueMicrotask(() => complete(view, tables))
      },
    }),
  })
}

function changedTables(tr: Transaction): ChangedTable[] {
  return touchedTables([tr], tr.doc).map((pos) => {
    const before = tr.before.nodeAt(tr.mapping.invert().map(pos))
    const after = tr.doc.nodeAt(pos)
    return { pos, columns: before === null || after === null ? [] : insertedColumns(before, after) }
  })
}

function complete(view: EditorView, tables: readonly ChangedTable[]): void {
  // The composed text is in the page and not in the document yet; the edit that ends it repairs the table.
  if (view.isDestroyed || view.composing || !view.editable) return
  for (const { pos, columns } of tables.toReversed()) {
    const { state } = view
    const table = pos < state.doc.content.size ? state.doc.nodeAt(pos) : null
    if (table?.type.spec['tableRole'] !== 'table') continue
    for (const row of table.children) {
      const tr = view.state.tr
      const now = view.state.doc.nodeAt(pos)
      if (now === null || !now.children.includes(row)) break
      const mayRepair = (each: Node): boolean => each === row && isMadeHere(view.state, each)
      repairTable(tr, now, pos, { mayRepair, missing: columns })
      if (tr.docChanged) completeOwn(view, row, tr.setMeta(completesRows, true))
    }
  }
}
