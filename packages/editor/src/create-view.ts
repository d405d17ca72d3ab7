// The ProseMirror view with all plugins: the shared document's first, then the features'.
import type { SafeBinding } from '@stet/binding'
import type { Schema } from 'prosemirror-model'
import type { Plugin, Transaction } from 'prosemirror-state'
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { isTouch } from './toolbar/on-screen-keyboard.ts'

export interface ViewOptions {
  readonly place: HTMLElement
  readonly binding: SafeBinding
  readonly schema: Schema
  readonly label: string
  /** Asked after every change. */
  readonly isEditable: () => boolean
  /** After the view shows the transaction; for the first content this comes before `createView` returns. */
  readonly onTransaction: (tr: Transaction, before: EditorState, after: EditorState) => void
  /** Those of the features; the binding's come before them. */
  readonly plugins: readonly Plugin[]
}

export function createView(options: ViewOptions): EditorView {
  const { binding, label, isEditable, onTransaction } = options
  const state = EditorState.create({
    schema: options.schema,
    plugins: [...binding.plugins, ...options.plugins],
  })
  return new EditorView(options.place, {
    state,
    editable: isEditable,
    // What stands over the text at the page's upper end (a bar and the toolbar) or, for a finger, at its lower end must not
    // cover the caret.
    scrollThreshold: room(options.place),
    scrollMargin: room(options.place),
    attributes: {
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': label,
      spellcheck: 'true',
      // Some browsers open a panel of suggestions over the text otherwise.
      autocomplete: 'off',
    },
    dispatchTransaction(this: EditorView, tr) {
      if (this.isDestroyed) return
      const before = this.state
      this.updateState(before.apply(tr))
      onTransaction(tr, before, this.state)
    },
  })
}

function room(place: HTMLElement): { top: number; right: number; bottom: number; left: number } {
  const window = place.ownerDocument.defaultView
  return window && isTouch(window)
    ? { top: 56, right: 5, bottom: 72, left: 5 }
    : { top: 104, right: 5, bottom: 24, left: 5 }
}
