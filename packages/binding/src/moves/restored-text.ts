// Bringing back deleted text makes copies, and somebody else may have moved the text at that moment: so undo says of what
// its copies are. Of what this client moved before and moves back, that record stands, and what undo does is moving the
// copies back: said of the original twice, a copy would lose against itself, and be deleted.

import * as Y from 'yjs'
import { idOf, killedItems } from './changed-items.ts'
import type { Characters, MoveIndex } from './move-index.ts'
import type { MovedRun, MovedText } from './move-record.ts'
import { keyOf } from './move.ts'
import { addRun } from './record-moves.ts'
import type { KnownMove } from './record-moves.ts'

export interface RestoredTexts {
  readonly texts: readonly MovedText[]
  /** What undo moved back in this very transaction. */
  readonly movedBack: readonly KnownMove[]
  /** The items that are copies by either, by their ids. */
  readonly copies: ReadonlySet<string>
}

/** `items`: deleted text that Yjs restored in this transaction. Call within it. */
export function restoredTexts(
  transaction: Y.Transaction,
  items: readonly Y.Item[],
  index: MoveIndex,
): RestoredTexts {
  const { clientID } = transaction.doc
  const pieces = items
    .flatMap((each) => partsOf(transaction, each, index))
    .flatMap((item) => {
      if (item.redone === null) return []
      const isMoved = index.hasMoved(item.id, clientID)
      return isMoved ? lastOf(transaction, item, index) : [{ item, to: item.redone }]
    })
  // What this client moved and did not delete since is compared, as in any edit.
  const exact = pieces.filter(({ item }) => item.deleted)
  const killed = exact.length === 0 ? null : killedItems(transaction).strings
  const isKilled = ({ item }: KnownMove): boolean => killed?.has(item) === true
  const movedBack = exact.filter((each) => isKilled(each))
  const restored = exact.filter((each) => !isKilled(each))
  const copies = new Set(exact.map(({ to }) => keyOf(to)))
  const texts = [...Map.groupBy(restored, ({ item }) => item.parent)].flatMap(([text, own]) => {
    if (!(text instanceof Y.XmlText)) return []
    const runs: MovedRun[] = []
    for (const { item, to } of own) addRun(runs, { item, from: 0, length: item.length, to })
    return { text: idOf(text), kind: 'stray' as const, place: -1, runs }
  })
  return { texts, movedBack, copies }
}

/**
 * What the item was moved to, with the restored copy of each part. Where another's copy won and is there, the restored one
 * belongs to what lost, and will be deleted with that.
 */
function lastOf(transaction: Y.Transaction, { id, length, redone }: Y.Item, index: MoveIndex): KnownMove[] {
  if (redone === null) return []
  return lastCopies(transaction, { id, length, redone, branch: 'won' }, index).flatMap((each) => {
    if (each.item.deleted) return each
    const start = Y.createID(id.client, id.clock + each.to.clock - redone.clock)
    const part = { id: start, length: each.item.length, redone: each.to, branch: 'own' } as const
    return lastCopies(transaction, part, index)
  })
}

interface Restored extends Characters {
  readonly redone: Y.ID
  readonly branch: 'won' | 'own'
}

/** The last copies and what was restored are cut alike. */
function lastCopies(
  transaction: Y.Transaction,
  { id, length, redone, branch }: Restored,
  index: MoveIndex,
): KnownMove[] {
  const found: KnownMove[] = []
  let offset = 0
  for (const copy of index.lastCopies({ id, length }, transaction.doc.clientID, branch)) {
    const end = offset + copy.length
    while (offset < end) {
      const at = Y.createID(copy.id.client, copy.id.clock + copy.length - (end - offset))
      const item = Y.getItemCleanStart(transaction, at) as Y.Item | Y.GC
      const size = Math.min(item.length, end - offset)
      if (item instanceof Y.Item) {
        if (size < item.length) Y.getItemCleanStart(transaction, Y.createID(at.client, at.clock + size))
        const to = Y.createID(redone.client, redone.clock + offset)
        Y.getItemCleanStart(transaction, to)
        found.push({ item, to })
      }
      offset += size
    }
  }
  if (redone.clock + length < Y.getState(transaction.doc.store, redone.client)) {
    Y.getItemCleanStart(transaction, Y.createID(redone.client, redone.clock + length))
  }
  return found
}

/** A move may know a part of what was typed in one go: cut there, with its copy. */
function partsOf(transaction: Y.Transaction, item: Y.Item, index: MoveIndex): Y.Item[] {
  const { client, clock } = item.id
  const starts = [clock, ...new Set(index.bounds(client, clock, clock + item.length))].toSorted(
    (a, b) => a - b,
  )
  return starts.map((start) => {
    const part = Y.getItemCleanStart(transaction, Y.createID(client, start))
    if (part.redone !== null) Y.getItemCleanStart(transaction, part.redone)
    return part
  })
}
