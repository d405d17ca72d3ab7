// Cells that come as text, with tabs between them: from terminals, and from spreadsheets where the formatting was left out.
// They become cells: over the cells of the table around the caret, or a table of their own.
import type { Node, ResolvedPos, Schema } from 'prosemirror-model'
import { Fragment, Slice } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import { createTextblock, nodeType } from '../../state/blocks.ts'

// A person waits for a paste; what is larger is pasted as the text it is.
const most = { length: 500_000, cells: 10_000 }

/** Comes before what reads pasted text as Markdown. */
export function pastedCells(): Plugin {
  return new Plugin({
    props: {
      clipboardTextParser(text, $context, plain) {
        const rows = plain || $context.parent.type.spec.code === true ? undefined : readCells(text)
        // One line with a tab in it is a line of text, unless it comes to cells.
        if (!rows || (rows.length === 1 && !isInCell($context))) return undefined as unknown as Slice
        const table = createTable($context.doc.type.schema, rows)
        return new Slice(Fragment.from(table), 0, 0)
      },
    },
  })
}

function isInCell($pos: ResolvedPos): boolean {
  return Array.from({ length: $pos.depth }, (_, depth) => $pos.node(depth + 1)).some(
    ({ type }) => type.spec['tableRole'] === 'cell',
  )
}

/** Rows of cells; undefined when the text is not one. */
export function readCells(text: string): readonly (readonly string[])[] | undefined {
  if (text.length > most.length || !text.includes('\t')) return undefined
  const rows = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'))
  const width = rows[0]?.length ?? 0
  // Indented code has tabs, too, but not the same number in each line.
  if (width < 2 || rows.length * width > most.cells || rows.some((row) => row.length !== width))
    return undefined
  return rows.some((row) => row[0] !== '') ? rows : undefined
}

function createTable(schema: Schema, rows: readonly (readonly string[])[]): Node {
  return nodeType(schema, 'table').create(
    null,
    rows.map((row) =>
      nodeType(schema, 'table_row').create(
        null,
        row.map((text) => createCell(schema, text)),
      ),
    ),
  )
}

function createCell(schema: Schema, text: string): Node {
  const block = createTextblock(schema)
  return nodeType(schema, 'table_cell').create(
    null,
    text === '' ? block : block.type.create(null, schema.text(text)),
  )
}
