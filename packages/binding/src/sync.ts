// The sync plugin: y-prosemirror's key and state shape around our binding. Tells the binding when the editor's
// document changed, and makes the editor read-only while the binding is paused.

import { Plugin } from 'prosemirror-state'
import type { Transaction } from 'prosemirror-state'
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
      }),
      apply: (tr, state) => ({
        ...state,
        ...origin(tr),
        localEdits: state.localEdits + (isLocalEdit(tr) ? 1 : 0),
      }),
    },
    props: {
      editable: () => binding.paused === null,
    },
    view: (view) => {
      let written = plugin.getState(view.state)?.localEdits ?? 0
      binding.initView(view)
      return {
        update: (view, previous) => {
          const { state } = view
          // Caret moves and remote changes end here: the document is the one that Yjs holds.
          if (!binding.hasLocalChange(state.doc)) return
          const { addToHistory = true, localEdits = 0 } = plugin.getState(state) ?? {}
          if (localEdits === written) return
          written = localEdits
          if (!addToHistory) yUndoPluginKey.getState(state)?.undoManager.stopCapturing()
          binding.write({ state, previous, addToHistory })
        },
        destroy: () => binding.destroy(),
      }
    },
  })
  return plugin
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
  return {
    isChangeOrigin,
    isUndoRedoOperation: isChangeOrigin && change.isUndoRedoOperation === true,
    addToHistory: tr.getMeta('addToHistory') !== false,
  }
}
