// The sync plugin: y-prosemirror's key and state shape around our binding. Tells the binding when the editor's
// document changed, and makes the editor read-only while the binding is paused.

import type { Node } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import type { EditorState, Transaction } from 'prosemirror-state'
import type { StepMap } from 'prosemirror-transform'
import { ySyncPluginKey, yUndoPluginKey } from 'y-prosemirror'
import type { Doc, XmlFragment } from 'yjs'
import type { SyncBinding } from './sync-binding.ts'

/** What `ySyncPluginKey.getState(state)` returns: y-prosemirror's fields, those of its history view left empty. */
export interface SyncState {
  readonly type: XmlFragment
  readonly doc: Doc
  readonly binding: SyncBinding
  readonly snapshot: null
  readonly prevSnapshot: null
  /** The transaction came from Yjs (a peer, or undo), not from this editor. */
  readonly isChangeOrigin: boolean
  readonly isUndoRedoOperation: boolean
  readonly addToHistory: boolean
  /** Ours: how many transactions of this editor changed the document. */
  readonly localEdits: number
  /** Ours: what this editor changed since Yjs last knew its document. */
  readonly unwritten: Unwritten
}

interface Unwritten {
  /** The document that Yjs knew; null before the first change. */
  readonly since: Node | null
  readonly maps: readonly StepMap[]
}

export function syncPlugin(binding: SyncBinding): Plugin<SyncState> {
  const plugin: Plugin<SyncState> = new Plugin<SyncState>({
    key: ySyncPluginKey,
    state: {
      init: () => ({
        type: binding.type,
        doc: binding.doc,
        binding,
        snapshot: null,
        prevSnapshot: null,
        isChangeOrigin: false,
        isUndoRedoOperation: false,
        addToHistory: true,
        localEdits: 0,
        unwritten: { since: null, maps: [] },
      }),
      apply: (tr, state, before) => ({
        ...state,
        ...origin(tr),
        localEdits: state.localEdits + (isLocalEdit(tr) ? 1 : 0),
        unwritten: tr.docChanged ? unwrittenAfter(tr, state, before) : state.unwritten,
      }),
    },
    props: {
      editable: () => binding.paused === null,
      handleDOMEvents: {
        // A key acts on the whole document, also on what would be shown only in the next frame.
        keydown: (view, event) => {
          if (!view.composing && !event.isComposing) binding.showNow()
          return false
        },
        compositionend: () => {
          binding.compositionEnded()
          return false
        },
      },
    },
    view: (view) => {
      let written = plugin.getState(view.state)?.localEdits ?? 0
      binding.initView(view)
      return {
        update: (view, previous) => {
          const { state } = view
          // Caret moves and remote changes end here: the document is the one that Yjs holds.
          if (!binding.hasLocalChange(state.doc)) return
          const { addToHistory = true, localEdits = 0, unwritten } = plugin.getState(state) ?? {}
          if (localEdits === written) return
          written = localEdits
          if (!addToHistory) yUndoPluginKey.getState(state)?.undoManager.stopCapturing()
          const maps = unwritten?.since === binding.mirror.shown ? unwritten.maps : null
          binding.write({ state, previous, addToHistory, maps })
        },
        destroy: () => binding.destroy(),
      }
    },
  })
  return plugin
}

function unwrittenAfter(tr: Transaction, { binding, unwritten }: SyncState, before: EditorState): Unwritten {
  const { maps } = tr.mapping
  if (before.doc === binding.mirror.shown) return { since: before.doc, maps }
  return { since: unwritten.since, maps: [...unwritten.maps, ...maps] }
}

/**
 * What a plugin appends to a peer's change is no edit of this person's: every editor would write it, each as its own.
 * It stays in this view until the next change from Yjs, or goes along with the next real edit of the block.
 */
function isLocalEdit(tr: Transaction): boolean {
  const root = (tr.getMeta('appendedTransaction') as Transaction | undefined) ?? tr
  return tr.docChanged && !origin(root).isChangeOrigin
}

function origin(tr: Transaction): Pick<SyncState, 'isChangeOrigin' | 'isUndoRedoOperation' | 'addToHistory'> {
  const change = tr.getMeta(ySyncPluginKey) as Partial<SyncState> | undefined
  const isChangeOrigin = change?.isChangeOrigin === true
  // What a plugin appends belongs to what it was appended to.
  const root = tr.getMeta('appendedTransaction') as Transaction | undefined
  return {
    isChangeOrigin,
    isUndoRedoOperation: isChangeOrigin && change.isUndoRedoOperation === true,
    addToHistory: [tr, root].every((each) => each?.getMeta('addToHistory') !== false),
  }
}
