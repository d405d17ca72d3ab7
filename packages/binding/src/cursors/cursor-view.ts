// The carets of others, as decorations. Positions are resolved when a peer moved, or when the text around its caret
// changed under it; everything else is carried along by ProseMirror's own mapping, at no cost per document size.

import { Decoration } from 'prosemirror-view'
import type { DecorationSet, EditorView } from 'prosemirror-view'
import type { EditorState } from 'prosemirror-state'
import { compareRelativePositions } from 'yjs'
import { absolutePosition } from '../selection.ts'
import { createCaret, updateCaret } from './caret.ts'
import { createColorSheet } from './colors.ts'
import type { ColorSheet } from './colors.ts'
import { cursorKey, placeCursors } from './cursor-state.ts'
import type { CursorOptions, Touched } from './cursor-state.ts'
import type { Cancel } from './frames.ts'
import { maxCursors, readCursor } from './presence.ts'
import type { RemoteCursor } from './presence.ts'

/** How long a name stays visible after its caret moved: long enough to read, short enough not to cover the text. */
const flagTime = 1_500

/**
 * However long a document, ProseMirror looks at all its blocks to move one caret. Carets get a tenth of the time; then
 * they move less often than once per frame, and typing stays quick.
 */
const restPerWork = 9

interface AwarenessChange {
  readonly added: readonly number[]
  readonly updated: readonly number[]
  readonly removed: readonly number[]
}

export class CursorView {
  readonly #view: EditorView
  readonly #options: CursorOptions
  readonly #colors: ColorSheet
  readonly #cursors = new Map<number, RemoteCursor>()
  readonly #carets = new Map<number, HTMLElement>()
  /** Whose flag shows, and until when. */
  readonly #flags = new Map<number, number>()
  /** Clients whose cursor has to be placed anew. */
  readonly #dirty = new Set<number>()
  #cancelFrame: Cancel | null = null
  #restUntil = 0
  #cancelFlags: Cancel | null = null
  readonly #onAwareness = ({ added, updated, removed }: AwarenessChange): void => {
    for (const clientId of [...added, ...updated, ...removed]) this.#read(clientId)
    if (this.#dirty.size > 0) this.#refreshSoon()
  }

  constructor(view: EditorView, options: CursorOptions) {
    this.#view = view
    this.#options = options
    this.#colors = createColorSheet(view.root)
    for (const clientId of options.awareness.getStates().keys()) this.#read(clientId)
    options.awareness.on('change', this.#onAwareness)
    if (this.#dirty.size > 0) this.#refreshSoon()
  }

  editorChanged(previous: EditorState): void {
    if (this.#view.state.doc !== previous.doc && this.#cursors.size > 0) this.#refreshSoon()
  }

  destroy(): void {
    this.#options.awareness.off('change', this.#onAwareness)
    this.#cancelFrame?.()
    this.#cancelFlags?.()
    this.#colors.destroy()
  }

  #read(clientId: number): void {
    const { awareness, frames } = this.#options
    if (clientId === awareness.clientID) return
    const before = this.#cursors.get(clientId)
    const cursor = readCursor(clientId, awareness.getStates().get(clientId))
    if (cursor === null || (before === undefined && this.#cursors.size >= maxCursors)) {
      if (this.#cursors.delete(clientId)) this.#dirty.add(clientId)
      this.#flags.delete(clientId)
      return
    }
    this.#cursors.set(clientId, cursor)
    if (before === undefined || !sameCursor(before, cursor)) this.#dirty.add(clientId)
    if (before === undefined || !samePlace(before, cursor)) this.#flags.set(clientId, frames.now() + flagTime)
  }

  #refreshSoon(): void {
    const { frames } = this.#options
    const rest = this.#restUntil - frames.now()
    const wait = (run: () => void): Cancel => (rest > 0 ? frames.after(rest, run) : frames.nextFrame(run))
    this.#cancelFrame ??= wait(() => {
      this.#cancelFrame = null
      // A decoration that appears in the text being composed would end the composition.
      if (this.#view.composing) this.#refreshSoon()
      else this.#refresh()
    })
  }

  #refresh(): void {
    const state = cursorKey.getState(this.#view.state)
    if (state === undefined || this.#view.isDestroyed) return
    const start = this.#options.frames.now()
    const { decorations, touched } = state
    const dirty = this.#dirtyIn(decorations, touched)
    const stale = decorations.find(undefined, undefined, (spec) => dirty.has(clientOf(spec)))
    const fresh = [...dirty].flatMap((clientId) => this.#decorate(clientId))
    this.#dirty.clear()
    if (stale.length > 0 || fresh.length > 0) {
      placeCursors(this.#view, decorations.remove(stale).add(this.#view.state.doc, fresh))
    }
    for (const clientId of dirty) this.#updateCaret(clientId)
    this.#hideFlagsLater()
    const end = this.#options.frames.now()
    this.#restUntil = end + restPerWork * (end - start)
  }

  /** Who moved, who stands where the text changed, and whose place was gone (it may be back). */
  #dirtyIn(decorations: DecorationSet, touched: Touched | null): ReadonlySet<number> {
    const dirty = new Set(this.#dirty)
    const placed = new Set<number>()
    for (const decoration of decorations.find()) {
      const clientId = clientOf(decoration.spec)
      if (isCaret(decoration.spec)) placed.add(clientId)
      if (touched !== null && decoration.from <= touched.to && decoration.to >= touched.from)
        dirty.add(clientId)
    }
    for (const clientId of this.#cursors.keys()) {
      if (!placed.has(clientId)) dirty.add(clientId)
    }
    return dirty
  }

  #decorate(clientId: number): Decoration[] {
    const cursor = this.#cursors.get(clientId)
    if (cursor === undefined) return []
    const { binding } = this.#options
    const { size } = this.#view.state.doc.content
    const anchor = absolutePosition(binding.mirror, cursor.anchor, size)
    const head = absolutePosition(binding.mirror, cursor.head, size)
    if (anchor === null || head === null) return []
    const caret = Decoration.widget(head, (view) => this.#drawCaret(clientId, view), {
      key: `stet-caret-${clientId}`,
      // After the local caret, so that typing at the same place goes before it, as Yjs orders it.
      side: 10,
      ignoreSelection: true,
      clientId,
      isCaret: true,
      destroy: (node: globalThis.Node) => {
        if (this.#carets.get(clientId) === node) this.#carets.delete(clientId)
      },
    })
    if (anchor === head) return [caret]
    const attributes = {
      class: `stet-selection ${this.#colors.selectionClass(cursor.color)}`,
      'data-stet-selection': String(clientId),
    }
    const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)]
    return [caret, Decoration.inline(from, to, attributes, { inclusiveEnd: true, clientId })]
  }

  #drawCaret(clientId: number, view: EditorView): HTMLElement {
    const caret = createCaret(view.dom.ownerDocument)
    this.#carets.set(clientId, caret)
    this.#updateCaret(clientId)
    return caret
  }

  #updateCaret(clientId: number): void {
    const caret = this.#carets.get(clientId)
    const cursor = this.#cursors.get(clientId)
    if (caret !== undefined && cursor !== undefined) updateCaret(caret, cursor, this.#flags.has(clientId))
  }

  /** One timer for all flags: the next one to hide. */
  #hideFlagsLater(): void {
    this.#cancelFlags?.()
    this.#cancelFlags = null
    if (this.#flags.size === 0) return
    const { frames } = this.#options
    const next = Math.min(...this.#flags.values())
    this.#cancelFlags = frames.after(Math.max(next - frames.now(), 0), () => {
      for (const [clientId, until] of this.#flags) {
        if (until <= frames.now()) {
          this.#flags.delete(clientId)
          this.#updateCaret(clientId)
        }
      }
      this.#hideFlagsLater()
    })
  }
}

interface CursorSpec {
  readonly clientId: number
  readonly isCaret?: boolean
}

function clientOf(spec: unknown): number {
  return (spec as CursorSpec).clientId
}

function isCaret(spec: unknown): boolean {
  return (spec as CursorSpec).isCaret === true
}

function sameCursor(a: RemoteCursor, b: RemoteCursor): boolean {
  return a.name === b.name && a.color === b.color && a.blurred === b.blurred && samePlace(a, b)
}

function samePlace(a: RemoteCursor, b: RemoteCursor): boolean {
  return compareRelativePositions(a.anchor, b.anchor) && compareRelativePositions(a.head, b.head)
}
