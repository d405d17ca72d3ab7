// Undo that is mine only. The UndoManager belongs to the binding, not to a plugin view, so it outlives any
// reconfiguration of the editor (y-prosemirror destroys it there, and undo is dead from then on).

import { Plugin } from 'prosemirror-state'
import type { Command, EditorState } from 'prosemirror-state'
import { ySyncPluginKey, yUndoPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import { RecordingUndoManager } from './moves/recording-undo.ts'
import type { RelativeSelection } from './selection.ts'
import type { SyncBinding } from './sync-binding.ts'

/** What `yUndoPluginKey.getState(state)` returns, field for field y-prosemirror's. */
export interface UndoState {
  readonly undoManager: Y.UndoManager
  readonly prevSel: RelativeSelection | null
  readonly hasUndoOps: boolean
  readonly hasRedoOps: boolean
}

/** Edits closer together than this are one undo step: about a pause between words. */
const captureTimeout = 500

export function createUndoManager(binding: SyncBinding): Y.UndoManager {
  const undoManager = new RecordingUndoManager(binding.relocation, binding.type, {
    trackedOrigins: new Set([ySyncPluginKey]),
    captureTimeout,
    deleteFilter: mayUndoDelete,
    captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
  })
  // The selection before the change, put back when the change is taken back (by the binding, with the change itself).
  undoManager.on('stack-item-added', ({ stackItem }) => {
    stackItem.meta.set(binding, binding.beforeTransactionSelection)
  })
  return undoManager
}

export function undoPlugin(undoManager: Y.UndoManager, binding: SyncBinding): Plugin<UndoState> {
  const read = (): UndoState => ({
    undoManager,
    prevSel: binding.beforeTransactionSelection,
    hasUndoOps: undoManager.canUndo(),
    hasRedoOps: undoManager.canRedo(),
  })
  return new Plugin<UndoState>({
    key: yUndoPluginKey,
    state: { init: read, apply: read },
  })
}

export function undoCommand(undoManager: Y.UndoManager): Command {
  return (state, dispatch) => {
    if (!undoManager.canUndo() || !isEditable(state)) return false
    return dispatch === undefined || undoManager.undo() !== null
  }
}

export function redoCommand(undoManager: Y.UndoManager): Command {
  return (state, dispatch) => {
    if (!undoManager.canRedo() || !isEditable(state)) return false
    return dispatch === undefined || undoManager.redo() !== null
  }
}

/**
 * Taking back an insertion deletes it, but a block I made may hold what others wrote in it since. Yjs asks for
 * children before parents: by the time it asks for a block, what is mine in it is gone, and what is left is theirs.
 */
function mayUndoDelete(item: Y.Item): boolean {
  if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentType)) return true
  return !hasContent(item.content.type as Y.AbstractType<unknown>)
}

function hasContent(type: Y.AbstractType<unknown>): boolean {
  if (type instanceof Y.XmlText) return type.length > 0
  if (!(type instanceof Y.XmlFragment)) return false
  return (type.toArray() as readonly Y.AbstractType<unknown>[]).some(
    (child) => !(child instanceof Y.XmlText) || child.length > 0,
  )
}

function isEditable(state: EditorState): boolean {
  const sync = ySyncPluginKey.getState(state) as { readonly binding: SyncBinding } | undefined
  return sync === undefined || sync.binding.paused === null
}
