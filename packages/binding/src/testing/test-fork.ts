// The smallest history known after which documents with the same updates differ (see convergence.test.ts). It needs a clock
// that stands still: what is one undo step depends on it.

import { applyEdit } from './random-edits.ts'
import type { Edit } from './random-edits.ts'
import { start } from './random-history.ts'
import { syncAll } from './test-peers.ts'
import type { SafePeer } from './test-peers.ts'

/** The clients must have the ids 1 and 3, and meet afterwards. */
export function makeFork(first: SafePeer, peer: SafePeer): void {
  prepareFork(first, peer)
  peer.binding.undo(peer.view.state, () => {})
}

/** All of it but the undo that makes the difference. */
export function prepareFork(first: SafePeer, peer: SafePeer): void {
  start(first)
  syncAll(first, peer)
  const edit = (kind: Edit['kind'], a: number, b: number): void => {
    const tr = applyEdit(peer.view.state, { kind, a, b, c: 0 })
    if (tr !== null) peer.view.dispatch(tr)
  }
  edit('image', 957, 0)
  peer.binding.undo(peer.view.state, () => {})
  edit('delete', 0, 1)
  edit('mark', 0, 350)
  edit('split', 0, 0)
  edit('many', 1, 1)
  edit('delete', 2, 390)
}
