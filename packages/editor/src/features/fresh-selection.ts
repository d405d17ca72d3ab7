// Keys pressed faster than the browser reports the caret. The arrow keys, Home, End and clicks move the caret in the page at
// once, but `selectionchange` comes in a task of its own, after keys that are already waiting. On a busy page the next key
// would then act where the caret was before: Backspace joins the wrong blocks, and typing after "select all, arrow left"
// would replace the whole document. So the key after such a move reads where the caret really is.
import { Plugin, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'

const movingKeys: ReadonlySet<string> = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
])

/** Comes before all plugins that handle keys. */
export function freshSelection(): Plugin {
  let moved = false
  return new Plugin({
    props: {
      handleKeyDown(view, event) {
        if (moved) readSelection(view)
        moved = movingKeys.has(event.key)
        return false
      },
      handleDOMEvents: {
        mousedown() {
          moved = true
          return false
        },
      },
    },
  })
}

/** Brings the editor's selection up to what the page shows, when it is a selection in text. */
export function readSelection(view: EditorView): void {
  const shown = view.dom.ownerDocument.getSelection()
  if (view.composing || !shown?.anchorNode || !shown.focusNode || !view.hasFocus()) return
  if (!view.dom.contains(shown.anchorNode) || !view.dom.contains(shown.focusNode)) return
  const anchor = view.posAtDOM(shown.anchorNode, shown.anchorOffset)
  const head = view.posAtDOM(shown.focusNode, shown.focusOffset)
  const { doc, selection, tr } = view.state
  const $anchor = doc.resolve(anchor)
  const $head = doc.resolve(head)
  // Selected dividers and the like are ProseMirror's own business: the page shows them in ways that differ by browser.
  if (!$anchor.parent.inlineContent || !$head.parent.inlineContent) return
  if (anchor === selection.anchor && head === selection.head) return
  view.dispatch(tr.setSelection(new TextSelection($anchor, $head)))
}
