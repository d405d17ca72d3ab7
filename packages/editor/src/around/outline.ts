// The headings of a document, for a panel beside it.
import type { Node } from 'prosemirror-model'
import type { EditorView } from 'prosemirror-view'
import { blockAttrs, isTextblock } from '../state/blocks.ts'

export interface OutlineEntry {
  /** Directly before the heading, in the document as it is now. */
  readonly pos: number
  readonly level: 1 | 2 | 3 | 4 | 5 | 6
  /** What is in it, cut at `maxText` characters; may be empty. */
  readonly text: string
}

// A line of a panel. Headings of whole pages exist.
const maxText = 200
// Above this many the list is cut: nobody finds their way by it.
const maxEntries = 2_000

export function readOutline(doc: Node): readonly OutlineEntry[] {
  const entries: OutlineEntry[] = []
  doc.descendants((node, pos) => {
    if (isTextblock(node)) {
      const { kind, level } = blockAttrs(node)
      if (kind === 'heading' && entries.length < maxEntries)
        entries.push({ pos, level, text: node.textContent.trim().slice(0, maxText) })
    }
    return !node.isTextblock
  })
  return entries
}

/** The index of the heading under which the line `top` (px in the window) is; -1 above the first. Reads the layout. */
export function headingAt(view: EditorView, outline: readonly OutlineEntry[], top: number): number {
  let first = 0
  let end = outline.length
  while (first < end) {
    const middle = (first + end) >> 1
    const element = view.nodeDOM(outline[middle]?.pos ?? 0)
    const isAbove = element instanceof Element && element.getBoundingClientRect().top <= top
    if (isAbove) first = middle + 1
    else end = middle
  }
  return first - 1
}
