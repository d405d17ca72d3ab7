// HTML -> document in Node, by the rules that read what is pasted in a browser. In a browser, use ProseMirror's
// DOMParser with this package's schema: it needs no parser of HTML, which this brings along.

import { DOMParser } from 'prosemirror-model'

import { readPage } from './html-page.ts'
import type { DocumentJSON } from './json.ts'
import { schema } from './schema.ts'

/** UTF-16 units. */
export const maxHTMLLength = 8_388_608

/** A document from a page or a part of one. Throws a RangeError when it is longer than `maxHTMLLength`. */
export function fromHTML(html: string): DocumentJSON {
  if (html.length > maxHTMLLength) {
    throw new RangeError(
      `This HTML is ${html.length} characters long; at most ${maxHTMLLength} can be read. Split it.`,
    )
  }
  const parser = DOMParser.fromSchema(schema)
  // The parser asks of a DOM only what PageNode has. This package compiles without the DOM's types, where this is no
  // conversion; a page's compiler has them.
  // oxlint-disable-next-line typescript/no-unnecessary-type-assertion
  const page = readPage(html) as unknown as Parameters<typeof parser.parse>[0]
  return parser.parse(page).toJSON() as DocumentJSON
}
