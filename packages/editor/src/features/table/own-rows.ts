// A row that one person inserts and a column that another inserts at the same moment make a table that lacks a cell. Who
// made the row adds it as soon as both have met: one client and no other, so that nothing is added twice, and with undo the
// cell goes where the row goes. When that client is gone, the next edit of the table repairs it (table.ts).
import { completeOwn, isMadeHere } from '@stet/binding'
import { Plugin, PluginKey } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { isRemote, isUndoOrRedo } from '../../state/transaction-origin.ts'
import { repairTable } from './repair-table.ts'
import { touchedTables } from './touched-tables.ts'

/** Where the tables are that the last transaction, from others, changed. */
const key = new PluginKey<readonly number[]>('stet-own-rows')

/** Set on what completes rows: it is no edit that leads to a repair of the whole table. */
export const completesRows = 'stet-completes-rows'

export function ownRows(): Plugin {
  return new Plugin<readonly number[]>({
    key,
    state: {
      init: () => [],
      apply: (tr) => (isRemote(tr) && !isUndoOrRedo(tr) ? touchedTables([tr], tr.doc) : []),
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

function complete(view: EditorView, tables: readonly number[]): void {
  // The composed text is in the page and not in the document yet; the edit that ends it repairs the table.
  if (view.isDestroyed || view.composing || !view.editable) return
  for (const pos of tables.toReversed()) {
    const { state } = view
    const table = pos < state.doc.content.size ? state.doc.nodeAt(pos) : null
    if (table?.type.spec['tableRole'] !== 'table') continue
    for (const row of table.children) {
      const tr = view.state.tr
      const now = view.state.doc.nodeAt(pos)
      if (now === null || !now.children.includes(row)) break
      repairTable(tr, now, pos, (each) => each === row && isMadeHere(view.state, each))
      if (tr.docChanged) completeOwn(view, row, tr.setMeta(completesRows, true))
    }
  }
}
