// Keys pressed faster than the browser reports the caret. The arrow keys, Home, End and clicks move the caret in the page at
// once, but `selectionchange` comes in a task of its own, after keys that are already waiting. On a busy page the next key
// would then act where the caret was before: Backspace joins the wrong blocks, and typing after "select all, arrow left"
// would replace the whole document. So the key after such a move reads where the caret really is.
//
// What others do can come in between as well. Showing it puts the caret of the state into the page, and a move that was not
// read yet would be lost: Home, a word by somebody else, and my words land at the end of the line. So it is read then, too.
//
// And for a moment after the focus ProseMirror takes a caret at the start of the text for the browser's doing, and puts it
// back. Home right behind the Enter of a form was lost, and the next letter replaced what was selected. A key that moves the
// caret ends that moment.
import type { EditorState, Transaction } from 'prosemirror-state'
import { Plugin, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { isRemote, isUndoOrRedo } from '../state/transaction-origin.ts'

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

// In milliseconds, ProseMirror's.
const timerAfterFocus = 20

/** Comes before all plugins that handle keys. */
export function freshSelection(): Plugin {
  let moved: 'by key' | 'by mouse' | undefined
  // A menu of the browser or of another program pastes without a key.
  const readFirst = (view: EditorView): boolean => {
    if (moved) readSelection(view)
    return false
  }
  let shownIn: EditorView | undefined
  return new Plugin({
    view(view) {
      shownIn = view
      return {
        destroy() {
          shownIn = undefined
        },
      }
    },
    appendTransaction(transactions, before, state) {
      // The page shows `before`: what was dispatched is not drawn yet.
      if (!moved || shownIn?.state !== before || !transactions.every(isByOthers)) return null
      const unread = unreadSelection(shownIn)
      if (!unread) return null
      const [anchor, head] = [unread.anchor, unread.head].map((pos) =>
        transactions.reduce((at, tr) => tr.mapping.map(at, -1), pos),
      )
      if (anchor === undefined || head === undefined) return null
      return state.tr
        .setSelection(TextSelection.between(state.doc.resolve(anchor), state.doc.resolve(head)))
        .setStoredMarks(null)
    },
    props: {
      handleKeyDown(view, event) {
        if (moved) readSelection(view)
        moved = movingKeys.has(event.key) ? 'by key' : undefined
        if (moved) trustSelection(view)
        return false
      },
      handleDOMEvents: {
        mousedown() {
          moved = 'by mouse'
          return false
        },
        focus() {
          // ProseMirror may put its caret back once more then, whatever moved it. This timer comes first, being set first.
          setTimeout(() => {
            if (shownIn && moved === 'by key') readSelection(shownIn)
          }, timerAfterFocus)
          return false
        },
        blur() {
          moved = undefined
          return false
        },
        paste: readFirst,
        copy: readFirst,
        cut: readFirst,
      },
    },
  })
}

/** Brings the editor's selection up to what the page shows, when it is a selection in text. */
export function readSelection(view: EditorView): void {
  const unread = unreadSelection(view)
  if (unread) view.dispatch(view.state.tr.setSelection(unread))
}

/** ProseMirror mistrusts what it finds in the page until some time after `lastFocus`, which is not among its types. */
function trustSelection(view: EditorView): void {
  const input: unknown = Reflect.get(view, 'input')
  if (typeof input === 'object' && input && 'lastFocus' in input) input.lastFocus = 0
}

/** The selection in the page, when it is one in text and the editor does not know it yet. */
function unreadSelection(view: EditorView): TextSelection | undefined {
  const shown = view.dom.ownerDocument.getSelection()
  if (view.composing || !shown?.anchorNode || !shown.focusNode || !view.hasFocus()) return undefined
  if (!view.dom.contains(shown.anchorNode) || !view.dom.contains(shown.focusNode)) return undefined
  const anchor = view.posAtDOM(shown.anchorNode, shown.anchorOffset)
  const head = view.posAtDOM(shown.focusNode, shown.focusOffset)
  const { doc, selection }: EditorState = view.state
  const $anchor = doc.resolve(anchor)
  const $head = doc.resolve(head)
  if (anchor === selection.anchor && head === selection.head) return undefined
  if ($anchor.parent.inlineContent && $head.parent.inlineContent) return new TextSelection($anchor, $head)
  // Selected dividers and the like are ProseMirror's own business: the page shows them in ways that differ by browser.
  if (anchor !== head) return undefined
  // From a selected divider Ctrl-End puts the caret between blocks. What extends the selection next would begin there and
  // end anywhere, so the caret goes at once where ProseMirror will read it: into the nearest text.
  const nearest = TextSelection.between($head, $head, selection.head < head ? 1 : -1)
  return nearest instanceof TextSelection && !nearest.eq(selection) ? nearest : undefined
}

/** Somebody else's edit, or nothing but their carets. */
function isByOthers(tr: Transaction): boolean {
  return isRemote(tr) ? !isUndoOrRedo(tr) : !tr.docChanged && !tr.selectionSet
}
