// Whether a document is text and nothing else: what the first part of the editor can show and take letters for. With a table
// or a picture in it, say, both parts are waited for.
import { fragmentName } from '@stet/document'
import type { Doc } from 'yjs'
import { XmlElement } from 'yjs'

/** The nodes of such a document. */
export const textNodes: ReadonlySet<string> = new Set(['doc', 'text', 'textblock', 'hard_break', 'divider'])

export function holdsOnlyText(doc: Doc): boolean {
  return doc
    .getXmlFragment(fragmentName)
    .toArray()
    .every((block) => isOfText(block) && block instanceof XmlElement && block.toArray().every(isOfText))
}

/** Words, or an element that is one of text. What is deeper than that is not. */
function isOfText(node: unknown): boolean {
  return !(node instanceof XmlElement) || textNodes.has(node.nodeName)
}
