// Text that was left behind: typed by someone who did not know yet that its surroundings had moved. What is stray is
// decided by the records and by where the text was typed, not by who asks, so everybody comes to the same answer.

import * as Y from 'yjs'
import type { MoveIndex } from './move-index.ts'
import type { Covered, Move } from './move.ts'
import type { MovedParts } from './moved-part.ts'
import type { MovedRun, MovedText } from './move-record.ts'
import { seenNeighbours } from './seen-neighbours.ts'

/** Chains of insertions are short (a run of typing is one item); this only ends what is made to be endless. */
const maxHops = 10_000

export interface StrayRules {
  readonly index: MoveIndex
  readonly parts: MovedParts
  /** Whether the item was here before the move was heard of, so that its author cannot have known. */
  readonly wasBefore: (item: Y.Item, move: Move) => boolean
}

/** The move that left this item behind, or null. */
export function straysFrom(item: Y.Item, rules: StrayRules): Move | null {
  const text = item.parent
  const { index } = rules
  if (!(text instanceof Y.XmlText) || text._item === null || index.find(item.id) !== null) return null
  const moves = index.ofText(text._item.id)
  const whole = moves.find(({ move, text: { kind } }) => kind === 'whole' && !knew(item, move))
  if (whole !== undefined) return whole.move
  const joint = index.isCopy(item.id) ? null : index.joints.jointOf(item)
  if (joint !== null) return joint.move
  const parts = moves.filter(({ text: { kind } }) => kind === 'part' || kind === 'inner')
  const part =
    parts.find((each) => isInPart(item, each, rules))?.move ??
    (parts.some(isVague) ? strayOfPart(item, rules) : null)
  if (part !== null || !text._item.deleted) return part
  for (let parent = text.parent; parent instanceof Y.XmlElement; parent = parent.parent) {
    const found = parent._item === null ? null : index.placeOf(parent._item.id)
    if (found !== null && !knew(item, found.move)) return found.move
  }
  return null
}

/**
 * At the start of a part, text belongs to what stays. At its end, a newcomer who types after the part that stayed leaves
 * the very same item as somebody who typed at the end before it moved.
 */
function isInPart(item: Y.Item, { move, text }: Covered, { index, parts, wasBefore }: StrayRules): boolean {
  if (knew(item, move)) return false
  const side = parts.sideOf(item, text)
  switch (side) {
    case null:
      return false
    case 'inside':
      return isBesidePart(item, text, index)
    case 'before':
      return text.around?.before === null
    case 'after':
      return wasBefore(item, move) && isAfterPart(item, text, index)
    default:
      return side satisfies never
  }
}

/** Whoever moved the part, too, and then typed where it had been, typed at an end of what stayed. */
function isAfterPart(item: Y.Item, { runs }: MovedText, index: MoveIndex): boolean {
  const [left] = seenNeighbours(item, 'left', index)
  return left !== undefined && runs.some((run) => isIn(run, left.lastId))
}

function isBesidePart(item: Y.Item, text: MovedText, index: MoveIndex): boolean {
  const [right] = seenNeighbours(item, 'right', index)
  return (
    isAfterPart(item, text, index) || (right !== undefined && text.runs.some((run) => isIn(run, right.id)))
  )
}

function isIn({ client, clock, length }: MovedRun, id: Y.ID): boolean {
  return id.client === client && clock <= id.clock && id.clock < clock + length
}

/** What follows from two records, and the first records there were, do not say where the part ended. */
function isVague({ text: { around, kind } }: Covered): boolean {
  return around === undefined && (kind === 'part' || kind === 'inner')
}

/** For these, only what touches a moved character from inside is certain. */
function strayOfPart(item: Y.Item, { index, wasBefore }: StrayRules): Move | null {
  let current = item
  for (let hop = 0; hop < maxHops; hop++) {
    const { origin, rightOrigin } = current
    const right = rightOrigin === null ? null : partAt(index, rightOrigin)
    if (origin === null) return right === null || knew(item, right.move) ? null : right.move
    const left = partAt(index, origin)
    if (left !== null) {
      const { move } = left
      if (knew(item, move)) return null
      const isInside = !isLast(left, origin) || right?.move === move
      const isLeftAtEnd = left.text.kind === 'part' && wasBefore(item, move)
      return isInside || isLeftAtEnd ? move : null
    }
    const { doc } = item.parent as Y.XmlText
    const next = doc === null ? null : (Y.getItem(doc.store, origin) as Y.Item | Y.GC)
    if (!(next instanceof Y.Item)) return null
    current = next
  }
  return null
}

/** Text that was carried counts as what it was where it was typed. */
function partAt(index: MoveIndex, id: Y.ID): Covered | null {
  return index.findAll(id).find(isVague) ?? null
}

function isLast({ text: { runs }, run }: Covered, { clock }: Y.ID): boolean {
  const last = runs[run]
  return run === runs.length - 1 && last !== undefined && clock === last.clock + last.length - 1
}

/** The author of a record knows all its own text, before and after: it is meant to be where it is. */
function knew({ id }: Y.Item, move: Move): boolean {
  return !move.double && move.id.client === id.client
}
