// Typing in a document that holds no block at all. Keys pressed on a keyboard need no help: ProseMirror wraps the first
// character in a textblock itself. Input methods and phone keyboards write into the page before anything can be decided,
// so the block is made when they begin. Nothing is made on opening or on focus: two people opening an empty document
// would both make one.
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { isEmptyDocument, seedFirstBlock } from '../../state/empty-document.ts'
import type { Feature } from '../feature.ts'

export function emptyDocument(): Feature {
  return {
    name: 'empty-document',
    plugins: [
      new Plugin({
        props: {
          handleDOMEvents: {
            compositionstart: seed,
            beforeinput(view, event) {
              if (event.inputType.startsWith('insert')) seed(view)
              return false
            },
          },
        },
      }),
    ],
  }
}

function seed(view: EditorView): boolean {
  if (view.editable && isEmptyDocument(view.state.doc)) view.dispatch(seedFirstBlock(view.state.tr))
  return false
}
