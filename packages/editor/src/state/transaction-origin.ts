// Who made a transaction. Normalising plugins act on local edits only: if every client "repaired" what one client did, each
// repair would be an edit of its own, and they would multiply.
import type { Transaction } from 'prosemirror-state'

/** y-prosemirror marks what comes out of the shared document (other people, undo, redo) with its plugin key's name. */
const syncMeta = 'y-sync$'

interface SyncMeta {
  readonly isChangeOrigin?: unknown
  readonly isUndoRedoOperation?: unknown
}

/** True for transactions that show a change of the shared document: other people's edits, undo and redo. */
export function isRemote(tr: Transaction): boolean {
  return readMeta(tr)?.isChangeOrigin === true
}

/** True for what this person's undo and redo did. */
export function isUndoOrRedo(tr: Transaction): boolean {
  return readMeta(tr)?.isUndoRedoOperation === true
}

function readMeta(tr: Transaction): SyncMeta | undefined {
  const meta: unknown = tr.getMeta(syncMeta)
  return typeof meta === 'object' && meta !== null ? meta : undefined
}
