// The editor's selection as Yjs remembers it, worked out once and kept until the selection changes: it is asked for before
// every change of others, and most of them leave it where it is.

import type { EditorState, Selection } from 'prosemirror-state'
import type { SharedPositions } from './display/positions.ts'
import { relativeSelection } from './selection.ts'
import type { RelativeSelection } from './selection.ts'

export class CaretMemory {
  readonly #shared: SharedPositions
  #caret: { readonly selection: Selection; readonly relative: RelativeSelection | null } | null = null

  constructor(shared: SharedPositions) {
    this.#shared = shared
  }

  /** The last one known, which may be older than the editor's. */
  get last(): RelativeSelection | null {
    return this.#caret?.relative ?? null
  }

  /** The state's document must be the one that is shown. */
  of({ selection }: EditorState): RelativeSelection | null {
    if (this.#caret?.selection !== selection) {
      this.#caret = { selection, relative: relativeSelection(this.#shared, selection) }
    }
    return this.#caret.relative
  }

  /** The selection stands where `relative` was put back to: what follows from positions is less than what is known. */
  keep(selection: Selection, relative: RelativeSelection): void {
    this.#caret = { selection, relative }
  }

  forget(): void {
    this.#caret = null
  }
}
