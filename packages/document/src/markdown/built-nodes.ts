// The nodes that readers of Markdown and of the HTML in it make, as the JSON of a stored document says them.

import type { Attributes, NodeJSON } from '../json.ts'

/** Leaves out what is empty. */
export function node(type: string, parts: Pick<NodeJSON, 'attrs' | 'content'>): NodeJSON {
  const { attrs = {}, content = [] } = parts
  return {
    type,
    ...(Object.keys(attrs).length === 0 ? {} : { attrs }),
    ...(content.length === 0 ? {} : { content }),
  }
}

export function textblock(attrs: Attributes, content: readonly NodeJSON[]): NodeJSON {
  return node('textblock', { attrs, content })
}

/** The cells of a row. A header cell that does not say what it heads: beside cells of data it heads its row. */
export function headersDecided(cells: readonly NodeJSON[]): NodeJSON[] {
  const header = cells.some((cell) => cell.attrs?.['header'] === undefined) ? 'row' : 'column'
  return cells.map((cell) =>
    cell.attrs?.['header'] === 'either' ? { ...cell, attrs: { ...cell.attrs, header } } : cell,
  )
}
