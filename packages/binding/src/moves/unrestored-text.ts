// Undo takes back a move by deleting the copies and bringing back what they were made of, where that was. When somebody
// else has moved or deleted the block meanwhile, Yjs cannot bring it back there, and deletes the copies all the same: whoever
// split a paragraph that a peer then dragged away would lose the split-off part by undo. So it comes back where its
// neighbours are now. What was deleted, not moved, comes back there too.

import * as Y from 'yjs'
import { idOf, isDeletedNow } from './changed-items.ts'
import type { MoveIndex } from './move-index.ts'
import type { MovedRun, MovedText } from './move-record.ts'
import { addRun, runOf } from './record-moves.ts'
import type { KnownMove } from './record-moves.ts'
import { landingOf } from './stray-landing.ts'
import type { Landing } from './stray-landing.ts'
import { insertCopy } from './text-copy.ts'

type Step = Pick<Y.UndoManager['undoStack'][number], 'insertions' | 'deletions'>

export interface RestoredElsewhere {
  /** Copies that undo deleted, and what stands for them now. */
  readonly moved: readonly KnownMove[]
  /** What had no copies. */
  readonly texts: readonly MovedText[]
}

/** Call within the transaction of undo, after it took back `step`. */
export function restoreElsewhere(
  transaction: Y.Transaction,
  { step, index }: { step: Step; index: MoveIndex },
): RestoredElsewhere {
  const moved: KnownMove[] = []
  const texts: MovedText[] = []
  for (const [text, items] of unrestored(transaction, step)) {
    const runs: MovedRun[] = []
    let last: { readonly landing: Landing; readonly copy: Y.Item } | null = null
    for (const original of items) {
      for (const { item, copy: former } of partsOf(transaction, original, index)) {
        // Its copy is there, or was deleted by itself.
        if (former !== null && !isDeletedNow(transaction, former)) continue
        const landing = landingOf(transaction, item, index)
        if (landing === null || landing.text === text) continue
        const isNext: boolean =
          last !== null && last.landing.text === landing.text && last.landing.left === landing.left
        const left = isNext && last !== null ? last.copy : landing.left
        const copy = insertCopy(transaction, { item, text: landing.text, left })
        last = { landing, copy }
        // As Yjs does where it restores: the steps before this one know it by the original.
        item.redone = copy.id
        copy.keep = true
        if (former === null) addRun(runs, runOf(item, { from: 0, length: item.length, to: copy.id }))
        else moved.push({ item: former, to: copy.id })
      }
    }
    if (runs.length > 0) texts.push({ text: idOf(text), kind: 'stray', place: -1, runs })
  }
  return { moved, texts }
}

/** In the order of their texts. */
function unrestored(
  transaction: Y.Transaction,
  { insertions, deletions }: Step,
): ReadonlyMap<Y.XmlText, readonly Y.Item[]> {
  const found = new Set<Y.Item>()
  Y.iterateDeletedStructs(transaction, deletions, (item) => {
    if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString) || item.redone !== null)
      return
    const { parent } = item
    const isHomeless = parent instanceof Y.XmlText && parent._item?.deleted === true
    // What was typed and deleted within one step is taken back with it.
    if (isHomeless && !Y.isDeleted(insertions, item.id)) found.add(item)
  })
  const byText = new Map<Y.XmlText, Y.Item[]>()
  for (const text of new Set([...found].map(({ parent }) => parent as Y.XmlText))) {
    const items: Y.Item[] = []
    for (let item = text._start; item !== null; item = item.right) if (found.has(item)) items.push(item)
    byText.set(text, items)
  }
  return byText
}

interface Part {
  readonly item: Y.Item
  /** What it had become; null: it had been deleted. */
  readonly copy: Y.Item | null
}

/** Cut so that each part is one item, and its copy too. */
function partsOf(transaction: Y.Transaction, original: Y.Item, index: MoveIndex): Part[] {
  const { client, clock } = original.id
  const parts: Part[] = []
  let offset = 0
  for (const copies of index.currentCopies({ id: original.id, length: original.length })) {
    for (const end = offset + copies.length; offset < end;) {
      const id = Y.createID(copies.id.client, copies.id.clock + copies.length - (end - offset))
      const isItself = id.client === client && id.clock === clock + offset
      const struct = Y.getItemCleanStart(transaction, id) as Y.Item | Y.GC
      const length = Math.min(struct.id.clock + struct.length - id.clock, end - offset)
      cutAfter(transaction, id, length)
      const item = Y.getItemCleanStart(transaction, Y.createID(client, clock + offset))
      cutAfter(transaction, item.id, length)
      offset += length
      // Yjs has forgotten a copy only when it was deleted long ago.
      if (struct instanceof Y.Item) parts.push({ item, copy: isItself ? null : struct })
    }
  }
  return parts
}

function cutAfter(transaction: Y.Transaction, { client, clock }: Y.ID, length: number): void {
  if (clock + length < Y.getState(transaction.doc.store, client)) {
    Y.getItemCleanStart(transaction, Y.createID(client, clock + length))
  }
}
