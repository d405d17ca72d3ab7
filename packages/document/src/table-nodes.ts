// Tables, in the shape that prosemirror-tables works on (`tableRole`). Rows may be ragged and cells empty: with `+` or
// fixed counts, two people deleting different cells at once would leave a table its own rules forbid. Whoever next
// edits the table at home makes it rectangular; until then a missing cell is a gap.

import type { NodeSpec } from 'prosemirror-model'

import { readCellAttrs } from './cell-attrs.ts'
import type { CellHeader } from './cell-attrs.ts'
import { withId } from './ids.ts'
import { ownId } from './paste.ts'
import { childrenOf, isElement, tagOf, writtenStyle } from './pasted-element.ts'
import type { PastedElement, PastedNode } from './pasted-element.ts'

const table: NodeSpec = {
  content: 'table_row*',
  group: 'block',
  tableRole: 'table',
  isolating: true,
  attrs: { id: { default: null } },
  parseDOM: [{ tag: 'table', getAttrs: (element) => ({ id: ownId(element) }) }],
  // The element around it scrolls when the table is wider than the page.
  toDOM: (node) => [
    'div',
    { class: 'stet-table-scroll' },
    ['table', withId({ class: 'stet-table' }, node.attrs['id']), ['tbody', 0]],
  ],
}

const tableRow: NodeSpec = {
  content: 'table_cell*',
  tableRole: 'row',
  parseDOM: [{ tag: 'tr' }],
  toDOM: () => ['tr', 0],
}

const tableCell: NodeSpec = {
  content: 'block*',
  tableRole: 'cell',
  isolating: true,
  attrs: {
    colspan: { default: 1 },
    rowspan: { default: 1 },
    colwidth: { default: null },
    align: { default: null },
    header: { default: null },
  },
  readAttrs: readCellAttrs,
  parseDOM: [{ tag: 'td, th', getAttrs: pastedCellAttrs }],
  toDOM: (node) => {
    const { header } = readCellAttrs(node.attrs)
    const attributes = cellDOMAttributes(node.attrs)
    if (header === null) return ['td', attributes, 0]
    return ['th', { scope: header === 'row' ? 'row' : 'col', ...attributes }, 0]
  },
}

export const tableNodes = {
  table,
  table_row: tableRow,
  table_cell: tableCell,
} satisfies Record<string, NodeSpec>

function cellDOMAttributes(stored: Readonly<Record<string, unknown>>): Record<string, string> {
  const { colspan, rowspan, colwidth, align } = readCellAttrs(stored)
  const attributes: Record<string, string> = {}
  if (colspan > 1) attributes['colspan'] = String(colspan)
  if (rowspan > 1) attributes['rowspan'] = String(rowspan)
  if (colwidth !== null) {
    attributes['data-colwidth'] = colwidth.join(',')
    // The width as an attribute of HTML: a `style` made of data is what a strict Content-Security-Policy forbids.
    if (colwidth.every((width) => width > 0)) {
      attributes['width'] = String(colwidth.reduce((sum, width) => sum + width, 0))
    }
  }
  if (align !== null) attributes['data-align'] = align
  return attributes
}

function pastedCellAttrs(element: PastedElement): Record<string, unknown> {
  const widths = element.getAttribute('data-colwidth')
  return {
    ...readCellAttrs({
      colspan: Number(element.getAttribute('colspan') ?? 1),
      rowspan: Number(element.getAttribute('rowspan') ?? 1),
      colwidth: widths === null ? null : widths.split(',').map(Number),
      align: element.getAttribute('data-align') ?? pastedAlign(element),
      header: tagOf(element) === 'th' ? headerOf(element) : null,
    }),
  }
}

// Spreadsheets say it in a style.
function pastedAlign(element: PastedElement): string | undefined {
  const style = /(?:^|;)\s*text-align\s*:\s*(center|right|justify)/i.exec(writtenStyle(element))?.[1]
  return (element.getAttribute('align') ?? style)?.toLowerCase()
}

function headerOf(element: PastedElement): CellHeader {
  const scope = element.getAttribute('scope')
  if (scope !== null) return /^row/i.test(scope) ? 'row' : 'column'
  // Without a word about it: beside cells of data it heads its row.
  const row: PastedNode | null = element.parentNode
  const cells = row === null ? [] : [...childrenOf(row)]
  return cells.some((cell) => isElement(cell) && tagOf(cell) === 'td') ? 'row' : 'column'
}
