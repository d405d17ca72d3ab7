// Removes copies that lost against somebody else's (double-moves.ts), and the blocks that held nothing else.

import * as Y from 'yjs'
import type { MoveIndex } from './move-index.ts'
import type { MovedRun } from './move-record.ts'
import type { Move } from './move.ts'
import { typeOf } from './stray-candidates.ts'
import { isLiveIn } from './stray-landing.ts'

/** What of a move that lost is still there, while something stronger is there too. */
export function lostRuns(move: Move, index: MoveIndex, store: Y.Doc['store']): MovedRun[] {
  if (!move.double) return []
  const isLive = isLiveIn(store)
  return [...move.texts, move.leaves ?? { runs: [] }]
    .flatMap(({ runs }) => runs)
    .flatMap((run) => cutAtBounds(run, index))
    .filter((run) => hasLive(store, run) && index.isLost(Y.createID(run.client, run.clock), isLive))
}

/** Another record may have made a copy of a part of it. */
function cutAtBounds(run: MovedRun, index: MoveIndex): MovedRun[] {
  const { client, clock, length, to } = run
  const bounds = [...new Set(index.bounds(client, clock, clock + length))].toSorted((a, b) => a - b)
  if (to === null || bounds.length === 0) return to === null ? [] : [run]
  return [clock, ...bounds].map((from, i) => ({
    client,
    clock: from,
    length: (bounds[i] ?? clock + length) - from,
    to: Y.createID(to.client, to.clock + from - clock),
  }))
}

export function deleteRuns(transaction: Y.Transaction, runs: readonly MovedRun[]): void {
  for (const { client, clock, length } of runs) deleteRange(transaction, client, clock, length)
}

/** The blocks that a move made only to hold what it moved, now that it lost. */
export function leftEmpty({ double, created }: Move, store: Y.Doc['store']): Y.XmlElement[] {
  return double ? created.map((id) => typeOf(store, id)).filter((type) => isLeftEmpty(type)) : []
}

/** The block around a text that undo wanted to take back, and kept because others had written in it. */
export function leftover(text: Y.XmlText, index: MoveIndex): Y.XmlElement[] {
  const element = text.parent
  if (text._item?.deleted !== false || !isLeftEmpty(element)) return []
  const isWhole = index.ofText(text._item.id).some(({ text: { kind } }) => kind === 'whole')
  return isWhole ? [element] : []
}

function hasLive(store: Y.Doc['store'], { client, clock, length }: MovedRun): boolean {
  const structs = store.clients.get(client)
  if (structs === undefined || clock >= Y.getState(store, client)) return false
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const struct = structs[i]
    if (struct === undefined || struct.id.clock >= clock + length) return false
    if (!struct.deleted) return true
  }
  return false
}

function deleteRange(transaction: Y.Transaction, client: number, clock: number, length: number): void {
  const { store } = transaction.doc
  const end = clock + length
  let at = clock
  while (at < end && at < Y.getState(store, client)) {
    const item = Y.getItemCleanStart(transaction, Y.createID(client, at)) as Y.Item | Y.GC
    if (item instanceof Y.Item && !item.deleted) {
      if (at + item.length > end) Y.getItemCleanStart(transaction, Y.createID(client, end))
      item.delete(transaction)
    }
    at = item.id.clock + item.length
  }
}

function isLeftEmpty(element: unknown): element is Y.XmlElement {
  return element instanceof Y.XmlElement && element._item?.deleted === false && isEmpty(element)
}

function isEmpty(element: Y.XmlElement): boolean {
  return (element.toArray() as readonly unknown[]).every((child) =>
    child instanceof Y.XmlText ? child.length === 0 : child instanceof Y.XmlElement && isHollow(child),
  )
}

/** A wrapper with nothing in it; an element without children may be an image. */
function isHollow(element: Y.XmlElement): boolean {
  return element.length > 0 && isEmpty(element)
}
