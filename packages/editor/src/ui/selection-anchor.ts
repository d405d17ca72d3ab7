// Where the selection is on the page, for what opens beside it. The layout is read when the place is asked for, which is
// when something opens or the page moves, and never while one types.
import type { VirtualElement } from '@floating-ui/dom'
import type { EditorView } from 'prosemirror-view'

/** The whole selection; `from` alone gives the place of that position (a menu below the `/` that opened it). */
export function selectionAnchor(view: EditorView, from?: number): VirtualElement {
  return {
    contextElement: view.dom,
    getBoundingClientRect() {
      const { selection, doc } = view.state
      const start = view.coordsAtPos(Math.min(from ?? selection.from, doc.content.size))
      const end = from === undefined ? view.coordsAtPos(selection.to, -1) : start
      const left = Math.min(start.left, end.left)
      // A selection over several lines has its place below its first: the end may be far off the page.
      const bottom =
        end.bottom - start.top > view.dom.ownerDocument.documentElement.clientHeight / 2
          ? start.bottom
          : end.bottom
      const right = Math.max(start.right, end.right)
      return new DOMRect(left, start.top, right - left, bottom - start.top)
    },
  }
}
