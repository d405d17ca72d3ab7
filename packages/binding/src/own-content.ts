// What this client made in the shared document. Where changes of two people together leave something to complete (a row and
// a column inserted at once lack one cell), everybody would do it, each their own; who made it is one client for sure.

import type { Node } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { ySyncPluginKey, yUndoPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import type { SyncBinding } from './sync-binding.ts'
import type { UndoState } from './undo.ts'

/** Whether this client, since it opened the document, made the block that shows as this very node. */
export function isMadeHere(state: EditorState, node: Node): boolean {
  const { clientID } = bindingOf(state)?.doc ?? {}
  return clientID !== undefined && itemOf(state, node)?.id.client === clientID
}

/** Dispatches a change that completes a block made here: undo takes both back together, however much later it came. */
export function completeOwn(view: EditorView, node: Node, tr: Transaction): void {
  const { state } = view
  const item = itemOf(state, node)
  const doc = bindingOf(state)?.doc
  const undo = yUndoPluginKey.getState(state) as UndoState | undefined
  if (item === null || doc === undefined) return
  const clock = Y.getState(doc.store, doc.clientID)
  view.dispatch(tr.setMeta('addToHistory', false))
  const len = Y.getState(doc.store, doc.clientID) - clock
  if (len === 0 || undo === undefined) return
  const added = Y.createDeleteSet()
  added.clients.set(doc.clientID, [{ clock, len }])
  for (const step of [...undo.undoManager.undoStack, ...undo.undoManager.redoStack]) {
    if (Y.isDeleted(step.insertions, item.id)) step.insertions = Y.mergeDeleteSets([step.insertions, added])
  }
}

function itemOf(state: EditorState, node: Node): Y.Item | null {
  const { mapping } = bindingOf(state) ?? {}
  for (const [type, shown] of mapping ?? []) {
    if (shown === node) return (type as unknown as Y.AbstractType<unknown>)._item
  }
  return null
}

function bindingOf(state: EditorState): SyncBinding | undefined {
  return (ySyncPluginKey.getState(state) as { readonly binding: SyncBinding } | undefined)?.binding
}
