// What somebody typed stays theirs to take back when it was moved by others: the copies count as inserted by them too.

import * as Y from 'yjs'
import type { MovedRun } from './move-record.ts'
import type { Move } from './move.ts'

type Insertions = Y.UndoManager['undoStack'][number]['insertions']

/** What `own` typed and somebody moved is still theirs to take back. */
export function followInUndo(undoManager: Y.UndoManager, fresh: readonly Move[], own: number): void {
  for (const move of fresh) {
    const isUntracked = move.double || !move.authors.includes(own) || move.leaves?.isCarried === true
    const texts = move.texts.filter(({ kind }) => kind === 'stray' || isUntracked)
    const leaves = isUntracked ? (move.leaves?.runs ?? []) : []
    const runs = [...texts.flatMap((text) => text.runs), ...leaves]
    if (runs.length > 0) addCopies(undoManager, runs)
  }
}

/** What was brought back is what other steps inserted: they would not know it again once it is moved by others. */
export function followRestored(undoManager: Y.UndoManager, restored: readonly Y.Item[]): void {
  const runs = restored.map(({ id, length, redone }): MovedRun => ({
    client: id.client,
    clock: id.clock,
    length,
    to: redone,
  }))
  if (runs.length > 0) addCopies(undoManager, runs)
}

/** Adds to each undo step the copies of what it inserted. */
function addCopies(undoManager: Y.UndoManager, runs: readonly MovedRun[]): void {
  for (const stack of [undoManager.undoStack, undoManager.redoStack]) {
    for (const step of stack) {
      const copies = copiesOf(step.insertions, runs)
      if (copies !== null) step.insertions = Y.mergeDeleteSets([step.insertions, copies])
    }
  }
}

function copiesOf(insertions: Insertions, runs: readonly MovedRun[]): Insertions | null {
  const copies = Y.createDeleteSet()
  for (const { client, clock, length, to } of runs) {
    if (to === null) continue
    for (const range of insertions.clients.get(client) ?? []) {
      const from = Math.max(clock, range.clock)
      const end = Math.min(clock + length, range.clock + range.len)
      if (from >= end) continue
      const list = copies.clients.get(to.client) ?? []
      list.push({ clock: to.clock + from - clock, len: end - from })
      copies.clients.set(to.client, list)
    }
  }
  return copies.clients.size === 0 ? null : copies
}
