// The bridge between one Y.XmlFragment and one editor view. It has the shape of y-prosemirror's binding (third-party
// extensions reach it through `ySyncPluginKey.getState(state).binding`), with both directions replaced by ours; not its class,
// which would bring along all the code that is replaced.
//
// What must hold:
// 1. `mirror.shown` is the editor's document; it differs only by local changes that are about to be written.
// 2. What is written back is what the editor shows and what it does not show yet (see document-mirror.ts).
// 3. Reading never writes, and a document that does not show the whole fragment is never written back.

import type { Node } from 'prosemirror-model'
import { Selection } from 'prosemirror-state'
import type { EditorState, Transaction } from 'prosemirror-state'
import type { StepMap } from 'prosemirror-transform'
import type { EditorView } from 'prosemirror-view'
import { ySyncPluginKey } from 'y-prosemirror'
import type { ProsemirrorBinding } from 'y-prosemirror'
import * as Y from 'yjs'
import { CompositionShield } from './display/composition-shield.ts'
import { browserFrames } from './cursors/frames.ts'
import type { Frames } from './cursors/frames.ts'
import { DocumentMirror } from './display/document-mirror.ts'
import type { SharedEvents } from './display/document-mirror.ts'
import { Pace } from './display/pace.ts'
import { patchState } from './display/patch.ts'
import { dispatchRemote, markRemote } from './display/remote-transaction.ts'
import { asError } from './report-error.ts'
import type { ReportError } from './report-error.ts'
import { CaretMemory } from './caret-memory.ts'
import { isMappingExact, restoreSelection } from './selection.ts'
import { Relocation } from './moves/relocation.ts'
import { schemaContent } from './moves/schema-content.ts'
import type { RelativeSelection } from './selection.ts'
import { UnknownContentError, findUnknownContent } from './adaptive/unknown-content.ts'

export type { BindingStage, ReportError } from './report-error.ts'

export interface LocalChange {
  readonly state: EditorState
  readonly previous: EditorState
  readonly addToHistory: boolean
  /** From the document that Yjs knows to this one; null when that is not known. */
  readonly maps: readonly StepMap[] | null
}

/** What y-prosemirror's helpers and third-party extensions may ask of a binding. */
type Shape = Pick<
  ProsemirrorBinding,
  | 'type'
  | 'doc'
  | 'mapping'
  | 'isOMark'
  | 'prosemirrorView'
  | 'initView'
  | 'destroy'
  | 'renderSnapshot'
  | 'unrenderSnapshot'
  | '_forceRerender'
  | '_prosemirrorChanged'
  | '_typeChanged'
>

export class SyncBinding implements Shape {
  readonly type: Y.XmlFragment
  readonly doc: Y.Doc
  readonly mapping: ProsemirrorBinding['mapping'] = new Map()
  readonly isOMark: ProsemirrorBinding['isOMark'] = new Map()
  prosemirrorView: EditorView | null = null
  /** The selection as relative positions, before what is under way. */
  beforeTransactionSelection: RelativeSelection | null = null
  /** Set while the fragment holds content that the schema cannot show: nothing is shown, nothing is written. */
  paused: UnknownContentError | null = null
  readonly mirror: DocumentMirror
  /** Records what is moved here, and carries what is typed meanwhile after it. */
  readonly relocation: Relocation
  readonly #report: ReportError
  readonly #pace: Pace
  readonly #shield: CompositionShield
  readonly #caret: CaretMemory
  #view: EditorView | null = null
  #ownTransaction: Y.Transaction | null = null
  #isWriting = false
  #isRendering = false
  /** The view refused the last remote change: what it shows may not be written. */
  #isStale = false

  constructor(fragment: Y.XmlFragment, report: ReportError, frames: Frames = browserFrames) {
    if (fragment.doc === null) throw new Error('The fragment belongs to no document.')
    this.type = fragment
    this.doc = fragment.doc
    this.mirror = new DocumentMirror(this.type, this.mapping)
    this.#caret = new CaretMemory(this.mirror)
    this.#report = report
    this.relocation = new Relocation({
      doc: this.doc,
      now: () => frames.now(),
      mayWrite: () => this.paused === null && this.#view?.editable === true,
      content: schemaContent(() => this.#view?.state.schema),
      onCarried: (transaction) => this.mirror.note(transaction),
    })
    this.mirror.follow = (position, left) => this.relocation.follow(position, left)
    this.#pace = new Pace(frames)
    this.#shield = new CompositionShield(frames, () => this.#showSoon())
    // The observers live as long as the binding, not as long as one view: between two views (a reconfiguration)
    // the mapping stays true, and the next view opens without reading the whole fragment again.
    this.doc.on('beforeAllTransactions', this.#rememberSelection)
    this.doc.on('afterAllTransactions', this.#forgetSelection)
    this.type.observeDeep(this.#observe)
  }

  initView(view: EditorView): void {
    const schema = this.mirror.shown?.type.schema
    if (schema !== undefined && schema !== view.state.schema) this.mirror.forget()
    this.#view = view
    this.prosemirrorView = view
    this.#caret.forget()
    if (this.#catchUp()) this.#show({ selection: null, isUndo: false })
  }

  /** The view is gone; the binding waits for the next one. `close` ends it for good. */
  destroy(): void {
    this.#view = null
    this.prosemirrorView = null
    this.#caret.forget()
    this.#pace.stop()
    this.#shield.stop()
  }

  close(): void {
    this.destroy()
    this.relocation.destroy()
    this.doc.off('beforeAllTransactions', this.#rememberSelection)
    this.doc.off('afterAllTransactions', this.#forgetSelection)
    this.type.unobserveDeep(this.#observe)
    this.mapping.clear()
  }

  /** Whether the editor's document holds local changes that the fragment lacks. */
  hasLocalChange(doc: Node): boolean {
    if (doc === this.mirror.shown) {
      this.#isStale = false
      return false
    }
    return this.paused === null && !this.#isRendering && !this.#isWriting
  }

  /** Writes what the editor changed. */
  write({ state, previous, addToHistory, maps }: LocalChange): void {
    if (this.#isStale) {
      // The editor does not show everything: writing it back would delete a peer's text. Catch up first.
      this.#show({ selection: null, isUndo: false })
      return
    }
    const caret = previous.doc === this.mirror.shown ? this.#caret.of(previous) : null
    const isOutermost = this.doc._transaction === null
    this.#shield.composed()
    this.#isWriting = true
    try {
      this.doc.transact((transaction) => {
        if (isOutermost) this.#ownTransaction = transaction
        transaction.meta.set('addToHistory', addToHistory)
        this.beforeTransactionSelection = caret
        const written = this.mirror.write({ doc: state.doc, maps, transaction })
        this.relocation.record(transaction, { written })
      }, ySyncPluginKey)
    } catch (error) {
      // Half a write: forget what we believe about the fragment, so that the next change compares everything.
      this.mirror.forget()
      this.#report(asError(error), 'write')
    } finally {
      this.#isWriting = false
      this.#ownTransaction = null
    }
  }

  /** What waited for the composition may be shown, as soon as the editor has read what it left. */
  compositionEnded(): void {
    this.#shield.compositionEnded()
  }

  /** Before this person acts: what they see is then everything there is. */
  showNow(): void {
    if (this.mirror.waiting.length > 0) this.#show({ selection: this.currentSelection(), isUndo: false })
  }

  /** The selection of the editor as relative positions, remembered until the selection changes. */
  currentSelection(): RelativeSelection | null {
    const state = this.#view?.state
    return state === undefined || state.doc !== this.mirror.shown ? null : this.#caret.of(state)
  }

  _typeChanged(events: SharedEvents, transaction: Y.Transaction): void {
    if (transaction === this.#ownTransaction) return
    this.mirror.note(transaction)
    if (!this.#catchUp(events)) return
    const { origin } = transaction as { origin: unknown }
    if (origin instanceof Y.UndoManager) {
      const selection = origin.currStackItem?.meta.get(this) as RelativeSelection | undefined
      this.#show({ selection: selection ?? this.beforeTransactionSelection, isUndo: true })
    } else {
      this.#showSoon()
    }
  }

  _prosemirrorChanged(doc: Node): void {
    const state = this.#view?.state
    if (state !== undefined && this.hasLocalChange(doc))
      this.write({ state, previous: state, addToHistory: true, maps: null })
  }

  _forceRerender(): void {
    this.mirror.forget()
    if (this.#catchUp()) this.#show({ selection: null, isUndo: false })
  }

  /** History belongs into a read-only view of its own: rendered here, its absence of later text would be synced. */
  renderSnapshot(): never {
    throw new Error('Show history in a separate read-only editor: a live binding never renders a snapshot.')
  }

  unrenderSnapshot(): void {}

  /** False when there is nothing to show, or nothing that can be shown. */
  #catchUp(events: SharedEvents = []): boolean {
    const view = this.#view
    if (view === null) return false
    for (const isFirst of [true, false]) {
      try {
        this.mirror.catchUp(view.state, events)
        return true
      } catch (error) {
        if (!isFirst || error instanceof UnknownContentError) {
          this.#pause(view, error)
          return false
        }
        // Whatever went wrong with the change, the whole can still be shown.
        this.#report(asError(error), 'render')
        this.mirror.forget()
      }
    }
    return false
  }

  #showSoon(): void {
    this.#pace.request(() => this.#show({ selection: this.currentSelection(), isUndo: false }))
  }

  #show({ selection, isUndo }: { selection: RelativeSelection | null; isUndo: boolean }): void {
    const view = this.#view
    const { shown, shared } = this.mirror
    if (view === null || shown === null || shared === null) return
    const { state } = view
    const hadPause = this.paused !== null
    this.paused = null
    this.#isStale = false
    const isKnown = state.doc === shown
    const { waiting } = this.mirror
    const { now, later } =
      isKnown && !isUndo ? this.#shield.split(view, waiting) : { now: waiting, later: [] }
    const tr = isKnown ? this.mirror.show(state, now) : patchState(state, shared.content)
    this.mirror.showed(tr, later)
    // In an empty document everything is selected, there being no other place. What comes into it from others is not:
    // the next key would replace it.
    if (state.doc.content.size === 0 && tr.docChanged) tr.setSelection(Selection.atStart(tr.doc))
    const caret = selection ?? this.#caret.last
    if (caret !== null && (isUndo || !isMappingExact(state, tr))) restoreSelection(tr, this.mirror, caret)
    if (!tr.docChanged && !tr.selectionSet && !hadPause) return
    // Marks chosen for what is typed next are this person's: no change by others takes them away.
    if (!isUndo && state.storedMarks !== null) tr.setStoredMarks(state.storedMarks)
    // A remote change never moves what this person looks at; their own undo brings its place into view.
    if (isUndo) tr.scrollIntoView()
    this.#dispatch(view, markRemote(tr, isUndo))
    if (isUndo || caret === null) this.#caret.forget()
    else this.#caret.keep(view.state.selection, caret)
  }

  #dispatch(view: EditorView, tr: Transaction): void {
    this.#isRendering = true
    try {
      if (!dispatchRemote(view, tr, this.#report)) this.#isStale = true
    } finally {
      this.#isRendering = false
    }
  }

  #pause(view: EditorView, cause: unknown): void {
    const unknown = findUnknownContent(this.type, view.state.schema)
    const error =
      unknown === null && cause instanceof UnknownContentError
        ? cause
        : new UnknownContentError(unknown ?? { nodes: [], marks: [] }, { cause })
    const wasPaused = this.paused !== null
    this.paused = error
    if (wasPaused) return
    this.#report(error, 'paused')
    // Nothing changes in the document; the view asks again whether it is editable.
    this.#dispatch(view, markRemote(view.state.tr, false))
  }

  /** Before a foreign transaction, while positions in the editor and in Yjs still agree. */
  readonly #rememberSelection = (): void => {
    if (this.#isWriting) return
    this.beforeTransactionSelection = this.currentSelection()
    const view = this.#view
    if (view !== null && view.state.doc === this.mirror.shown && this.#shield.isComposing(view))
      this.mirror.hold(view.state.selection.head)
  }

  readonly #forgetSelection = (): void => {
    this.beforeTransactionSelection = null
  }

  readonly #observe = (events: SharedEvents, transaction: Y.Transaction): void =>
    this._typeChanged(events, transaction)
}
