// A click below the last line means "go on writing there": it puts the caret at the end, and after a divider or a code
// block, where no caret can go, it makes a paragraph first.
import { Plugin, Selection } from 'prosemirror-state'
import type { EditorState, Transaction } from 'prosemirror-state'
import { createTextblock, isTextblock } from '../../state/blocks.ts'
import type { Feature } from '../feature.ts'

export function pageEnd(): Feature {
  return {
    name: 'page-end',
    plugins: [
      new Plugin({
        props: {
          handleDOMEvents: {
            mousedown(view, event) {
              if (event.target !== view.dom || event.button !== 0 || !view.editable) return false
              const last = view.dom.lastElementChild
              if (!last || event.clientY <= last.getBoundingClientRect().bottom) return false
              event.preventDefault()
              view.dispatch(caretAtEnd(view.state))
              view.focus()
              return true
            },
          },
        },
      }),
    ],
  }
}

/** The caret at the end of the document, in a new paragraph when the last block is not for writing on. */
function caretAtEnd(state: EditorState): Transaction {
  const { tr } = state
  const last = state.doc.lastChild
  if (last && !isTextblock(last)) tr.insert(state.doc.content.size, createTextblock(state.schema))
  return tr.setSelection(Selection.atEnd(tr.doc)).scrollIntoView()
}
