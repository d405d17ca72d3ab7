// Tells the others where this editor's caret is. It stays published when the editor loses focus, marked as blurred:
// someone who looks something up has not left the document.

import type { EditorState } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { compareRelativePositions } from 'yjs'
import type { CursorOptions } from './cursor-state.ts'
import type { Cancel } from './frames.ts'
import { publishCursor } from './presence.ts'
import type { PublishedCursor } from './presence.ts'

export class CursorPublisher {
  readonly #view: EditorView
  readonly #options: CursorOptions
  #published: PublishedCursor | null = null
  /** A page that was only opened has no caret yet. */
  #hasBeenFocused: boolean
  #cancelFrame: Cancel | null = null
  readonly #onFocusChange = (event: Event): void => {
    this.#hasBeenFocused ||= event.type === 'focusin'
    // At once, not in a frame: a tab that goes to the background gets no more frames.
    this.#publish(event.type === 'focusout')
  }

  constructor(view: EditorView, options: CursorOptions) {
    this.#view = view
    this.#options = options
    this.#hasBeenFocused = view.hasFocus()
    view.dom.addEventListener('focusin', this.#onFocusChange)
    view.dom.addEventListener('focusout', this.#onFocusChange)
    if (this.#hasBeenFocused) this.#publishSoon()
  }

  editorChanged(previous: EditorState): void {
    const { selection } = this.#view.state
    if (selection !== previous.selection) this.#publishSoon()
  }

  destroy(): void {
    this.#cancelFrame?.()
    this.#view.dom.removeEventListener('focusin', this.#onFocusChange)
    this.#view.dom.removeEventListener('focusout', this.#onFocusChange)
    if (this.#published !== null) publishCursor(this.#options.awareness, null)
  }

  #publishSoon(): void {
    this.#cancelFrame ??= this.#options.frames.nextFrame(() => {
      this.#cancelFrame = null
      this.#hasBeenFocused ||= this.#view.hasFocus()
      this.#publish(!this.#view.hasFocus())
    })
  }

  #publish(blurred: boolean): void {
    if (!this.#hasBeenFocused) return
    const { awareness, binding } = this.#options
    const selection = binding.currentSelection()
    if (selection === null) return
    const { anchor, head } = selection
    const cursor: PublishedCursor = blurred ? { anchor, head, blurred } : { anchor, head }
    // Compared with what stands in the awareness: an application that resets its state gets the caret back.
    const isCurrent = awareness.getLocalState()?.['cursor'] === this.#published
    if (isCurrent && this.#published !== null && sameCursor(this.#published, cursor)) return
    this.#published = cursor
    publishCursor(awareness, cursor)
  }
}

function sameCursor(a: PublishedCursor, b: PublishedCursor): boolean {
  return (
    a.blurred === b.blurred &&
    compareRelativePositions(a.anchor, b.anchor) &&
    compareRelativePositions(a.head, b.head)
  )
}
