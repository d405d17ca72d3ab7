// Making a table: after the block with the caret, or in place of it when it is an empty paragraph.
import type { CellHeader } from '@stet/document'
import type { Node } from 'prosemirror-model'
import type { Command, EditorState } from 'prosemirror-state'
import { NodeSelection, TextSelection } from 'prosemirror-state'
import { isInTable } from 'prosemirror-tables'
import { createTextblock, isTextblock, nodeType } from '../../state/blocks.ts'
import { inEmptyDocument } from '../../state/empty-document.ts'

export interface InsertTableOptions {
  /** Without the header row. Default 2, at most 100. */
  readonly rows?: number
  /** Default 3, at most 50. */
  readonly columns?: number
  /** Default true. */
  readonly headerRow?: boolean
}

// What a person can mean by "insert a table"; more is pasted or grown.
const largest = { rows: 100, columns: 50 }

/** A table after the block with the caret, or in place of it when it is an empty paragraph; the caret goes into it. */
export function insertTable({ rows = 2, columns = 3, headerRow = true }: InsertTableOptions = {}): Command {
  return inEmptyDocument((state, dispatch) => {
    const { $to } = state.selection
    const isBetween = state.selection instanceof NodeSelection && $to.depth === 0
    if (isInTable(state) || (!isBetween && !$to.parent.isTextblock)) return false
    if (!dispatch) return true
    const table = createTable(state, {
      rows: clamp(rows, largest.rows) + (headerRow ? 1 : 0),
      columns: clamp(columns, largest.columns),
      headerRow,
    })
    const tr = state.tr
    const block = isBetween ? null : $to.parent
    let pos = block === null ? $to.pos : $to.after()
    if (isTextblock(block) && block.content.size === 0) {
      // The empty block stays, after the table.
      pos = $to.before()
      tr.insert(pos, table)
    } else {
      tr.insert(pos, table)
      const next = pos + table.nodeSize
      // A table at the very end would leave no place to go on writing.
      if (tr.doc.resolve(next).nodeAfter === null) tr.insert(next, createTextblock(state.schema))
    }
    tr.setSelection(TextSelection.near(tr.doc.resolve(pos + 1)))
    dispatch(tr.scrollIntoView().setMeta('uiEvent', 'command'))
    return true
  })
}

function createTable(
  { schema }: EditorState,
  size: { readonly rows: number; readonly columns: number; readonly headerRow: boolean },
): Node {
  const rows = Array.from({ length: size.rows }, (_, row) => {
    const header: CellHeader | null = size.headerRow && row === 0 ? 'column' : null
    const cells = Array.from({ length: size.columns }, () =>
      nodeType(schema, 'table_cell').create({ header }, createTextblock(schema)),
    )
    return nodeType(schema, 'table_row').create(null, cells)
  })
  return nodeType(schema, 'table').create(null, rows)
}

function clamp(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(1, Math.trunc(value))) : 1
}
