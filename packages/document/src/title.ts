// What a document is called in lists, tabs and file names, read straight from the Y.Doc without converting it all.

import * as Y from 'yjs'

import { fragmentName, metaName } from './roots.ts'
import { textIn } from './yjs-text.ts'

// Titles go into lists, tabs and file names; a first paragraph can be a page long.
const maxTitleLength = 120

/**
 * The document's title: `meta.title` if someone set one, else its first heading, else its first line of text.
 * White space is collapsed and the text is cut at 120 code points. Returns '' for a document without any text.
 */
export function documentTitle(doc: Y.Doc): string {
  const set: unknown = doc.getMap(metaName).get('title')
  const title = typeof set === 'string' ? tidy(set) : ''
  if (title !== '') return title
  let firstLine = ''
  for (const block of doc.getXmlFragment(fragmentName).toArray()) {
    if (!(block instanceof Y.XmlElement) || block.nodeName !== 'textblock') continue
    const isHeading = block.getAttribute('kind') === 'heading'
    if (!isHeading && firstLine !== '') continue
    const line = tidy(textIn(block, ' '))
    if (isHeading && line !== '') return line
    if (firstLine === '') firstLine = line
  }
  return firstLine
}

function tidy(text: string): string {
  const collapsed = text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  if (collapsed.length <= maxTitleLength) return collapsed
  // Array.from takes a string apart by code points, so that no emoji is cut in half.
  return Array.from(collapsed.slice(0, 2 * maxTitleLength))
    .slice(0, maxTitleLength)
    .join('')
    .trimEnd()
}
