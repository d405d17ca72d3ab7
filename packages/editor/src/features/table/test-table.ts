// Tables as a few characters, for the tests: rows are lines, cells stand between bars. `#` heads its column, `=` its row,
// `2x3:` spans two columns and three rows.
import { readCellAttrs, schema } from '@stet/document'
import type { Node } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import { TableMap } from 'prosemirror-tables'
import { createTextblock } from '../../state/blocks.ts'
import type { TestEditor } from '../../test-editor.ts'

export function table(...rows: readonly string[]): Node {
  return schema.nodes.table.create(
    null,
    rows.map((row) => schema.nodes.table_row.create(null, row === '' ? [] : row.split('|').map(cell))),
  )
}

function cell(described: string): Node {
  const [, header, columns, rows, text = ''] = /^([#=]?)(?:(\d+)x(\d+):)?(.*)$/.exec(described) ?? []
  const attrs = {
    header: header === '#' ? 'column' : header === '=' ? 'row' : null,
    colspan: Number(columns ?? 1),
    rowspan: Number(rows ?? 1),
  }
  const content =
    text === '∅' ? [] : schema.nodes.textblock.create(null, text === '' ? [] : schema.text(text))
  return schema.nodes.table_cell.create(attrs, content)
}

/** The table in the same characters; `∅` is a cell without any block. */
export function drawn(node: Node): string[] {
  return node.children.map((row) =>
    row.children
      .map((each) => {
        const { colspan, rowspan, header } = readCellAttrs(each.attrs)
        const head = header === 'column' ? '#' : header === 'row' ? '=' : ''
        const span = colspan === 1 && rowspan === 1 ? '' : `${colspan}x${rowspan}:`
        return head + span + (each.childCount === 0 ? '∅' : each.textContent)
      })
      .join('|'),
  )
}

// Columns of cells that disagree about their width are no fault: the page shows the widest. Nor is a table without cells:
// it is there to be deleted by a person.
export function problemsOf(node: Node): unknown[] {
  return (TableMap.get(node).problems ?? []).filter(
    ({ type }) => type !== 'colwidth mismatch' && type !== 'zero_sized',
  )
}

/** A state with the caret in the cell with this text, or behind the text of the table's neighbour. */
export function stateAt(node: Node, text: string): EditorState {
  const doc = schema.nodes.doc.create(null, [node, createTextblock(schema)])
  let caret = 0
  doc.descendants((each, pos) => {
    if (each.isTextblock && each.textContent === text && caret === 0) caret = pos + 1
  })
  return EditorState.create({ doc, selection: TextSelection.create(doc, caret) })
}

/** The table after a command; undefined when the command does not apply. */
export function afterCommand(state: EditorState, command: Command): string[] | undefined {
  let result: EditorState | undefined
  const handled = command(state, (tr) => {
    result = state.apply(tr)
  })
  return handled ? drawn((result ?? state).doc.child(0)) : undefined
}

/** Runs a command in an editor; returns whether it applied. */
export function run(editor: TestEditor, command: Command): boolean {
  return command(editor.state, (tr) => editor.dispatch(tr))
}
