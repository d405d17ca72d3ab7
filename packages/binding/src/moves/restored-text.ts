// Bringing back deleted text makes copies, and somebody else may have moved the text at that moment: so undo says of what
// its copies are. Of what this client moved before and moves back, that record stands, and what undo does is moving the
// copies back: said of the original twice, a copy would lose against itself, and be deleted.

import * as Y from 'yjs'
import { idOf, killedItems } from './changed-items.ts'
import type { MoveIndex } from './move-index.ts'
import type { MovedRun, MovedText } from './move-record.ts'
import { keyOf } from './move.ts'
import { addRun } from './record-moves.ts'
import type { MovedBack } from './record-moves.ts'

export interface RestoredTexts {
  readonly texts: readonly MovedText[]
  /** What undo moved back in this very transaction. */
  readonly movedBack: readonly MovedBack[]
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
  const copies = new Set<string>()
  const restored: MovedBack[] = []
  const movedBack: MovedBack[] = []
  const killed = items.length === 0 ? null : killedItems(transaction).strings
  for (const item of items.flatMap((each) => partsOf(transaction, each, index))) {
    if (item.redone === null) continue
    const isMoved = index.hasMoved(item.id, clientID)
    const from = isMoved ? lastCopies(transaction, item, index) : [{ item, to: item.redone }]
    for (const each of from) {
      // What this client moved and did not delete since is compared, as in any edit.
      if (!each.item.deleted) continue
      copies.add(keyOf(each.to))
      if (killed?.has(each.item) === true) movedBack.push(each)
      else restored.push(each)
    }
  }
  const texts = [...Map.groupBy(restored, ({ item }) => item.parent)].flatMap(([text, own]) => {
    if (!(text instanceof Y.XmlText)) return []
    const runs: MovedRun[] = []
    for (const { item, to } of own) addRun(runs, { item, from: 0, length: item.length, to })
    return { text: idOf(text), kind: 'stray' as const, place: -1, runs }
  })
  return { texts, movedBack, copies }
}

/** What the item was moved to, with the restored copy of each part: the two are cut alike. */
function lastCopies(
  transaction: Y.Transaction,
  { id, length, redone }: Y.Item,
  index: MoveIndex,
): MovedBack[] {
  if (redone === null) return []
  const found: MovedBack[] = []
  let offset = 0
  for (const copy of index.lastCopies(id, length, transaction.doc.clientID)) {
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
