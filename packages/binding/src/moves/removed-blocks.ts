// Blocks that are deleted because all that was in them went elsewhere. Nobody asked for it, so somebody may be typing in
// them, even who made the record by which they are empty: the deletion leaves a record of its own.

import * as Y from 'yjs'
import { idOf, killedItems } from './changed-items.ts'
import { findPlaces } from './move-places.ts'
import type { MoveRecord, MoveRules, MovedText } from './move-record.ts'
import { addRun, runOf } from './record-moves.ts'

/** `carried`: what else the transaction moved out of them. null when there is nothing to delete. */
export function removeBlocks(
  transaction: Y.Transaction,
  blocks: readonly Y.XmlElement[],
  { carried, rules }: { carried: readonly MovedText[]; rules: MoveRules },
): MoveRecord | null {
  const before = new Set(killedItems(transaction).elements)
  for (const block of blocks) block._item?.delete(transaction)
  const killed = killedItems(transaction)
  const elements = killed.elements.filter((element) => !before.has(element))
  if (elements.length === 0) return null
  const within = new Set<unknown>(elements)
  const removed = [...killed.texts].filter((text) => within.has(text.parent))
  const places = findPlaces({
    killed: { ...killed, elements, texts: new Set() },
    made: { strings: new Set(), texts: new Set(), elements: [] },
    texts: carried,
    rules,
  })
  const texts = removed.map((text): MovedText => {
    const runs: MovedText['runs'][number][] = []
    for (let item = text._start; item !== null; item = item.right) {
      addRun(runs, runOf(item, { from: 0, length: item.length, to: null }))
    }
    const block = text.parent instanceof Y.XmlElement ? idOf(text.parent) : null
    const place = places.findIndex(({ element }) => block !== null && Y.compareIDs(element, block))
    return { text: idOf(text), kind: 'whole', place, runs }
  })
  return { texts, places, created: [], leaves: { runs: [], isCarried: false } }
}
