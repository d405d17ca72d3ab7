// What the attributes of HTML elements in Markdown say about blocks.

import { readDirection, readLanguage } from '../attrs.ts'
import { readAlign } from '../cell-attrs.ts'
import type { Attributes } from '../json.ts'

type Written = ReadonlyMap<string, string>

/** How the text of an element stands, as attributes of a textblock. */
export function standing(attributes: Written): Attributes {
  const align = readAlign(attributes.get('align')?.toLowerCase())
  const dir = readDirection(attributes.get('dir')?.toLowerCase())
  return { ...(align === null ? {} : { align }), ...(dir === null ? {} : { dir }) }
}

/** The attributes of a `<td>` or `<th>`. */
export function cellAttrs(tag: string, attributes: Written): Attributes {
  const colspan = Number(attributes.get('colspan') ?? 1)
  const rowspan = Number(attributes.get('rowspan') ?? 1)
  const align = readAlign((attributes.get('data-align') ?? attributes.get('align'))?.toLowerCase())
  const widths = attributes.get('data-colwidth')
  const scope = attributes.get('scope')
  const header = scope === undefined ? 'either' : /^row/i.test(scope) ? 'row' : 'column'
  return {
    ...(tag === 'th' ? { header } : {}),
    ...(colspan > 1 ? { colspan } : {}),
    ...(rowspan > 1 ? { rowspan } : {}),
    ...(align === null ? {} : { align }),
    ...(widths === undefined ? {} : { colwidth: widths.split(',').map(Number) }),
  }
}

/** The language of a `<pre>` or `<code>`. */
export function languageOf(attributes: Written): string | null {
  const found = /(?:^|\s)(?:language|lang)-(\S+)/.exec(attributes.get('class') ?? '')?.[1]
  return readLanguage(found ?? attributes.get('lang'))
}
