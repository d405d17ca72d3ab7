// Where stray text goes: next to the neighbours it was typed between, wherever these are by now.

import * as Y from 'yjs'
import type { Joint } from './joints.ts'
import type { MoveIndex } from './move-index.ts'
import { targetOf } from './move.ts'
import type { Covered } from './move.ts'
import type { MovedRun, Place } from './move-record.ts'
import { itemAt } from '../item-at.ts'
import { seenNeighbours } from './seen-neighbours.ts'

export interface Landing {
  readonly text: Y.XmlText
  readonly left: Y.Item | null
  readonly right: Y.Item | null
}

export interface Spot {
  readonly id: Y.ID
  readonly side: 'after' | 'before'
}

type TextPlace = Omit<Place, 'element'>

/** What was moved can have been moved again; records of forged circles end here. */
const maxMoves = 100

/** null when every place it could go to is gone. */
export function landingOf(transaction: Y.Transaction, item: Y.Item, index: MoveIndex): Landing | null {
  return landingBeside(transaction, { spot: movedNeighbour(item, index), parent: item.parent, index })
}

/** `spot`: a neighbour that was moved; without one, where what is around it went. */
export function landingBeside(
  transaction: Y.Transaction,
  { spot, parent, index }: { spot: Spot | null; parent: unknown; index: MoveIndex },
): Landing | null {
  const { store } = transaction.doc
  let next: Spot | TextPlace | null = spot ?? placeAround(parent, index)
  for (let hop = 0; hop < maxMoves && next !== null; hop++) {
    if ('text' in next) {
      if (next.left !== null) {
        next = { id: next.left, side: 'after' }
        continue
      }
      const text = typeAt(store, next.text)
      if (text instanceof Y.XmlText && text._item?.deleted === false) {
        return { text, left: null, right: text._start }
      }
      next = startOfMoved(next.text, index) ?? placeAround(text, index)
      continue
    }
    const covered = coveredAt(next.id, index, store)
    if (covered !== null) {
      next = moved(covered, next)
      continue
    }
    const at = itemAt(store, next.id)
    if (at === null || !(at.parent instanceof Y.XmlText)) return null
    if (at.parent._item?.deleted === false) return beside(transaction, at.parent, next)
    next = placeAround(at.parent, index)
  }
  return null
}

/** What was typed at a joint in ignorance goes before what was put there. */
export function beforeHead(transaction: Y.Transaction, { head }: Joint): Landing | null {
  const parent = itemAt(transaction.doc.store, head)?.parent
  return parent instanceof Y.XmlText ? beside(transaction, parent, { id: head, side: 'before' }) : null
}

/** What lost stays where it is as long as what won is not there (its block was deleted by a third). */
function coveredAt(id: Y.ID, index: MoveIndex, store: Y.Doc['store']): Covered | null {
  const covered = index.find(id)
  if (covered === null || !covered.move.double) return covered
  const to = targetOf(covered, id)
  return to !== null && index.hasLive(to, isLiveIn(store)) ? covered : index.findRecorded(id)
}

/** Whether what a character or a leaf is in is there; it itself may have been deleted on purpose. */
export function isLiveIn(store: Y.Doc['store']): (id: Y.ID) => boolean {
  return (id) => {
    const parent = itemAt(store, id)?.parent
    return parent instanceof Y.AbstractType && parent._item?.deleted !== true
  }
}

/** Where the beginning of a deleted text is, as far as records tell: Yjs may have forgotten the text. */
function startOfMoved(text: Y.ID, index: MoveIndex): Spot | TextPlace | null {
  const whole = index.ofText(text).find(({ text: { kind } }) => kind === 'whole')
  if (whole === undefined) return null
  const first = whole.text.runs.find(hasTarget)?.to ?? null
  if (first !== null) return { id: first, side: 'before' }
  return whole.move.places[whole.text.place] ?? null
}

/** Where one character is now. */
export function currentId(id: Y.ID, index: MoveIndex): Y.ID {
  let current = id
  for (let hop = 0; hop < maxMoves; hop++) {
    const covered = index.find(current)
    const to = covered === null ? null : targetOf(covered, current)
    if (to === null) return current
    current = to
  }
  return current
}

function beside(transaction: Y.Transaction, text: Y.XmlText, { id, side }: Spot): Landing {
  if (side === 'after') {
    const left = Y.getItemCleanEnd(transaction, transaction.doc.store, id)
    return { text, left, right: left.right }
  }
  const right = Y.getItemCleanStart(transaction, id)
  return { text, left: right.left, right }
}

function movedNeighbour(item: Y.Item, index: MoveIndex): Spot | null {
  const spotBeside = (left: Iterable<Y.Item>, right: Iterable<Y.Item>): Spot | null => {
    for (const { lastId } of left) {
      const spot = spotOf(lastId, index, 'after')
      if (spot !== null) return spot
    }
    for (const { id } of right) {
      const spot = spotOf(id, index, 'before')
      if (spot !== null) return spot
    }
    return null
  }
  return (
    spotBeside(seenNeighbours(item, 'left', index), seenNeighbours(item, 'right', index)) ??
    spotBeside(neighbours(item, 'left'), neighbours(item, 'right'))
  )
}

function* neighbours(item: Y.Item, side: 'left' | 'right'): Generator<Y.Item> {
  for (let next = item[side]; next !== null; next = next[side]) yield next
}

function spotOf(id: Y.ID, index: MoveIndex, side: Spot['side']): Spot | null {
  const covered = index.find(id)
  const to = covered === null ? null : targetOf(covered, id)
  return to === null ? null : { id: to, side }
}

/** Where the spot is after the move; next to what is deleted, the nearest that moved, or where its block went. */
function moved(covered: Covered, { id, side }: Spot): Spot | TextPlace | null {
  const to = targetOf(covered, id)
  if (to !== null) return { id: to, side }
  const { move, text, run } = covered
  const before = text.runs.slice(0, run).findLast(hasTarget)
  if (before !== undefined) return { id: lastCopy(before), side: 'after' }
  const after = text.runs.slice(run + 1).find(hasTarget)
  return after === undefined ? (move.places[text.place] ?? null) : { id: after.to, side: 'before' }
}

type TargetRun = MovedRun & { readonly to: Y.ID }

function hasTarget(run: MovedRun): run is TargetRun {
  return run.to !== null
}

function lastCopy({ to, length }: TargetRun): Y.ID {
  return Y.createID(to.client, to.clock + length - 1)
}

function placeAround(type: unknown, index: MoveIndex): TextPlace | null {
  for (
    let parent: unknown = type;
    parent instanceof Y.XmlElement || parent instanceof Y.XmlText;
    parent = parent.parent
  ) {
    const found = parent._item?.deleted === true ? index.placeOf(parent._item.id) : null
    if (found !== null) return found.place
  }
  return null
}

function typeAt(store: Y.Doc['store'], id: Y.ID): unknown {
  const item = itemAt(store, id)
  return item?.content instanceof Y.ContentType ? item.content.type : null
}
