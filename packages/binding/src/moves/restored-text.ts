// Bringing back deleted text makes copies, and somebody else may have moved the text at that moment: so undo says of what
// its copies are. What this client moved before and moves back is the exception: that record stands, and what undo does
// is moving the copies back (record-moves.ts). Said twice, a copy would lose against itself, and be deleted.

import * as Y from 'yjs'
import { idOf } from './changed-items.ts'
import type { MoveIndex } from './move-index.ts'
import type { MovedRun, MovedText } from './move-record.ts'
import { keyOf } from './move.ts'
import { addRun } from './record-moves.ts'

export interface RestoredTexts {
  readonly texts: readonly MovedText[]
  /** The items that are copies by `texts`, by their ids. */
  readonly copies: ReadonlySet<string>
}

/** `items`: deleted text that Yjs restored in this transaction. Call within it. */
export function restoredTexts(
  transaction: Y.Transaction,
  items: readonly Y.Item[],
  index: MoveIndex,
): RestoredTexts {
  const { clientID } = transaction.doc
  const parts = items
    .flatMap((item) => partsOf(transaction, item, index))
    .filter(({ id }) => !index.hasMoved(id, clientID))
  const copies = new Set(parts.flatMap(({ redone }) => (redone === null ? [] : keyOf(redone))))
  const texts = [...Map.groupBy(parts, ({ parent }) => parent)].flatMap(([text, own]) => {
    if (!(text instanceof Y.XmlText)) return []
    const runs: MovedRun[] = []
    for (const item of own) addRun(runs, { item, from: 0, length: item.length, to: item.redone })
    return { text: idOf(text), kind: 'stray' as const, place: -1, runs }
  })
  return { texts, copies }
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
