// Lists as Word writes them on the clipboard: paragraphs whose style names a list and a level ("mso-list: l0 level2
// lfo1"), each beginning with its bullet or number as text inside an element that says so ("mso-list: Ignore").

import { childrenOf, isElement, writtenStyle } from './pasted-element.ts'
import type { PastedElement, PastedNode } from './pasted-element.ts'

/** The kind and indent of a paragraph that Word made an item; undefined for any other element. */
export function wordItem(
  element: PastedElement,
): { readonly kind: 'bullet' | 'ordered'; readonly indent: number } | undefined {
  const level = /mso-list\s*:[^;]*\blevel(\d)/i.exec(writtenStyle(element))?.[1]
  if (level === undefined) return undefined
  const marker = markerIn(element)
  // "1.", "b)", "iv."; bullets are signs, or the letter o, or letters of a font of signs.
  const isNumber = marker !== undefined && /^\(?(?:\d+|[a-z]|[ivxlc]+)[.)]/i.test(textIn(marker).trim())
  return { kind: isNumber ? 'ordered' : 'bullet', indent: Number(level) - 1 }
}

/** The bullet or number that Word writes out: the list shows its own. */
export function isWordMarker(element: PastedElement): boolean {
  return /mso-list\s*:\s*ignore/i.test(writtenStyle(element))
}

function markerIn(node: PastedNode): PastedElement | undefined {
  for (const child of childrenOf(node)) {
    if (!isElement(child)) continue
    const found = isWordMarker(child) ? child : markerIn(child)
    if (found) return found
  }
  return undefined
}

function textIn(node: PastedNode): string {
  let text = node.nodeValue ?? ''
  for (const child of childrenOf(node)) text += textIn(child)
  return text
}
