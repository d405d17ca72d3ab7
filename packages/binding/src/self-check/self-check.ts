// Whether the page shows what the shared document holds. It always should; this looks, when nobody waits, whether it does,
// because a fault here costs somebody's text. Every block is read anew from Yjs and compared with the editor's; blocks that
// were found equal are not looked at again until they change. What differs is put right from Yjs, never the other way,
// counted, and reported.

import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import type { SharedChild } from '../adaptive/adaptive-json.ts'
import { firstDifference } from '../first-difference.ts'
import type { Difference } from '../first-difference.ts'
import type { Cancel } from '../cursors/frames.ts'
import { runInSlices } from './idle.ts'
import type { Idle } from './idle.ts'
import { projectElement, projectFragment, sharedTypes } from '../projection.ts'

export interface CheckedEditor {
  readonly type: Y.XmlFragment
  /** The editor's document; null while it is about to change (a composition, changes that wait for a frame, a pause). */
  doc(): Node | null
  /** Shows what the fragment holds, read from nothing. */
  repair(): void
}

/** The editor showed something else than the shared document. */
export interface EditorDivergence extends Difference {
  readonly kind: 'editor'
  /** How many there were, with this one. */
  readonly count: number
  /** Whether the editor shows the shared document now. If not, something in the editor changes it back. */
  readonly repaired: boolean
}

export interface SelfCheckOptions {
  readonly editor: CheckedEditor
  readonly idle: Idle
  readonly onDivergence: (divergence: EditorDivergence) => void
}

/** After a change there is often another one. */
const restTime = 1_000

export class SelfCheck {
  readonly #options: SelfCheckOptions
  /** For each block the node it was found to be. */
  #found = new WeakMap<SharedChild, Node>()
  #cancel: Cancel | null = null
  #count = 0
  /** A difference that was seen once. Seen again, with nothing changed since, it is one. */
  #suspected: Node | null = null
  /** The document that could not be put right: not tried again until it changes. */
  #given: Node | null = null
  readonly #onTransaction = (transaction: Y.Transaction): void => {
    const { type } = this.#options.editor
    for (const changed of transaction.changed.keys()) {
      const block = blockOf(type, changed)
      if (block !== null) this.#found.delete(block)
    }
    this.#suspected = null
    this.#soon()
  }

  constructor(options: SelfCheckOptions) {
    this.#options = options
    options.editor.type.doc?.on('afterTransaction', this.#onTransaction)
    this.#soon()
  }

  destroy(): void {
    this.#options.editor.type.doc?.off('afterTransaction', this.#onTransaction)
    this.#cancel?.()
    this.#cancel = null
  }

  /** The editor's document changed, which every change of the shared one ends with. */
  editorChanged(): void {
    this.#soon()
  }

  #soon(): void {
    this.#cancel ??= this.#options.idle.later(restTime, () => {
      this.#cancel = runInSlices(this.#options.idle, this.#compare(), (doc) => {
        this.#cancel = null
        if (doc === 'again') this.#soon()
        else if (doc !== null) this.#differs(doc)
      })
    })
  }

  /** The document that is not what it should be; null when it is; `again` when it changed meanwhile. */
  *#compare(): Generator<undefined, Node | 'again' | null> {
    const { editor } = this.#options
    const doc = editor.doc()
    if (doc === null) return 'again'
    if (doc === this.#given) return null
    const types = sharedTypes(editor.type).filter((type) => !(type instanceof Y.XmlText) || type.length > 0)
    if (types.length !== doc.childCount) return doc
    for (const [index, type] of types.entries()) {
      const node = doc.child(index)
      if (this.#found.get(type) === node) continue
      // Seldom other than an element; then the whole is compared.
      if (!(type instanceof Y.XmlElement)) return doc
      if (firstDifference(projectElement(type, doc.type.schema, new Map()), node) !== null) return doc
      this.#found.set(type, node)
      yield
      if (editor.doc() !== doc) return 'again'
    }
    this.#suspected = null
    return null
  }

  /** Blocks differ when each is read by itself. What counts is the whole, and that it stays so. */
  #differs(doc: Node): void {
    const { editor, onDivergence } = this.#options
    if (editor.doc() !== doc) return this.#soon()
    const difference = this.#wholeDifference(doc)
    if (difference === null) {
      // Right, for reasons that one block alone does not show. It was said once.
      this.#given = doc
      return
    }
    if (this.#suspected !== doc) {
      this.#suspected = doc
      return this.#soon()
    }
    this.#suspected = null
    this.#count++
    editor.repair()
    const now = editor.doc()
    const repaired = now !== null && this.#wholeDifference(now) === null
    if (!repaired) this.#given = now
    onDivergence({ kind: 'editor', ...difference, count: this.#count, repaired })
  }

  #wholeDifference(doc: Node): Difference | null {
    const { content } = projectFragment(this.#options.editor.type, doc.type.schema, new Map())
    return firstDifference(doc.type.create(doc.attrs, content), doc)
  }
}

/** The child of the fragment that the type is in, or is. */
function blockOf(fragment: Y.XmlFragment, type: unknown): SharedChild | null {
  let block = type as SharedChild
  for (let { parent } = block; parent !== null; { parent } = block) {
    if ((parent as unknown) === fragment) return block
    block = parent as SharedChild
  }
  return null
}
