// Text that a person did not touch and that was written anew all the same: its block was joined to another, wrapped, or
// made a block of another type. Where its characters went, the person's steps tell, to the letter; what the steps took
// away and put back elsewhere (a block that was dragged) has to be found by comparing texts (moved-text.ts).

import type { Node } from 'prosemirror-model'
import type { StepMap } from 'prosemirror-transform'
import * as Y from 'yjs'
import { deletedItems, isNew, killedItems, madeItems } from './changed-items.ts'
import type { KnownMove } from './record-moves.ts'
import { placeItems } from './text-places.ts'
import type { PlacedItem } from './text-places.ts'

/** A local change as it was written. */
export interface WrittenChange {
  readonly fragment: Y.XmlFragment
  readonly before: Node
  readonly after: Node
  /** They lead from `before` to `after`. */
  readonly maps: readonly StepMap[]
}

/** What was deleted and inserted again, as whole items: where needed, they are cut. Call within the transaction. */
export function keptText(
  transaction: Y.Transaction,
  { fragment, before, after, maps }: WrittenChange,
): KnownMove[] {
  const [killed, made] = [killedItems(transaction), madeItems(transaction)]
  if (killed.strings.size === 0 || made.strings.size === 0) return []
  const deleted = deletedItems(transaction)
  const old = placeItems(fragment, before, {
    texts: killed.texts,
    isThere: (item) => !isNew(transaction, item) && (!item.deleted || deleted.has(item)),
  })
  const now = placeItems(fragment, after, { texts: made.texts, isThere: ({ deleted: isGone }) => !isGone })
  const copies = now.filter(({ item }) => made.strings.has(item))
  const pieces = old
    .filter(({ item }) => killed.strings.has(item))
    .flatMap((placed) => kept(placed, maps))
    .flatMap((piece) => copiesOf(piece, copies))
  return pieces.map(({ id, to, length }) => {
    cut(transaction, to, length)
    return { item: cut(transaction, id, length), to }
  })
}

interface Kept {
  readonly item: Y.Item
  /** Of its characters, the first that is meant. */
  readonly from: number
  readonly length: number
  /** Where they are now. */
  readonly at: number
}

interface Piece {
  readonly id: Y.ID
  readonly to: Y.ID
  readonly length: number
}

/** What no step took away. */
function kept({ item, at }: PlacedItem, maps: readonly StepMap[]): Kept[] {
  let ranges: Kept[] = [{ item, from: 0, length: item.length, at }]
  for (const map of maps) ranges = ranges.flatMap((range) => keptBy(map, range))
  return ranges
}

function keptBy(map: StepMap, { item, from, length, at }: Kept): Kept[] {
  const rest: Kept[] = []
  const end = at + length
  let start = at
  let shift = 0
  const keepUntil = (until: number): void => {
    if (until > start) rest.push({ item, from: from + start - at, length: until - start, at: start + shift })
  }
  map.forEach((oldStart, oldEnd, _newStart, newEnd) => {
    keepUntil(Math.min(oldStart, end))
    start = Math.max(start, Math.min(oldEnd, end))
    shift = newEnd - oldEnd
  })
  keepUntil(end)
  return rest
}

/** The parts of it that are in new items of other texts. `copies` in the order of their places. */
function copiesOf({ item, from, length, at }: Kept, copies: readonly PlacedItem[]): Piece[] {
  const pieces: Piece[] = []
  for (let i = firstEndingAfter(at, copies); i < copies.length; i++) {
    const copy = copies[i]
    if (copy === undefined || copy.at >= at + length) break
    const start = Math.max(at, copy.at)
    const size = Math.min(at + length, copy.at + copy.item.length) - start
    const [inItem, inCopy] = [from + start - at, start - copy.at]
    const isSame =
      textOf(item).slice(inItem, inItem + size) === textOf(copy.item).slice(inCopy, inCopy + size)
    // In a text that lives on, what a peer types stays where it is anyhow.
    if (!isSame || item.parent === copy.item.parent) continue
    pieces.push({ id: idIn(item, inItem), to: idIn(copy.item, inCopy), length: size })
  }
  return pieces
}

function firstEndingAfter(position: number, items: readonly PlacedItem[]): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    const placed = items[middle]
    if (placed !== undefined && placed.at + placed.item.length <= position) low = middle + 1
    else high = middle
  }
  return low
}

function textOf({ content }: Y.Item): string {
  return content instanceof Y.ContentString ? content.str : ''
}

function idIn({ id }: Y.Item, offset: number): Y.ID {
  return Y.createID(id.client, id.clock + offset)
}

/** These characters as an item of their own. */
function cut(transaction: Y.Transaction, id: Y.ID, length: number): Y.Item {
  const item = Y.getItemCleanStart(transaction, id)
  if (item.length > length) Y.getItemCleanStart(transaction, Y.createID(id.client, id.clock + length))
  return item
}
