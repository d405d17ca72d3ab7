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
    .flatMap((item): Piece[] => {
      const { id, length, parent: text, redone: to } = item
      if (to === null) return []
      const own = { id, length, item, text, to }
      return index.hasMoved(id, clientID) ? lastOf(transaction, own, index) : [own]
    })
  // What this client moved and did not delete since is compared, as in any edit.
  const exact = pieces.filter(({ item }) => item?.deleted !== false)
  const killed = exact.length === 0 ? null : killedItems(transaction).strings
  const movedBack: KnownMove[] = []
  const restored: Piece[] = []
  for (const piece of exact) {
    const { item, to } = piece
    if (item !== null && killed?.has(item) === true) movedBack.push({ item, to })
    else restored.push(piece)
  }
  const copies = new Set(exact.map(({ to }) => keyOf(to)))
  const texts = [...Map.groupBy(restored, ({ text }) => text)].flatMap(([text, own]) => {
    if (!(text instanceof Y.XmlText)) return []
    const runs: MovedRun[] = []
    for (const { id, length, to } of own) addRun(runs, { client: id.client, clock: id.clock, length, to })
    return { text: idOf(text), kind: 'stray' as const, place: -1, runs }
  })
  return { texts, movedBack, copies }
}

/** Characters that were restored, and of what they are copies. */
interface Piece extends Characters {
  /** Of these characters; null when Yjs has forgotten them: they were inserted and deleted within one undo step. */
  readonly item: Y.Item | null
  /** Where they were, or what they were copied from. */
  readonly text: unknown
  readonly to: Y.ID
}

/**
 * What the piece was moved to, with the restored copy of each part. Where another's copy won and is there, the restored one
 * belongs to what lost, and will be deleted with that.
 */
function lastOf(transaction: Y.Transaction, piece: Piece, index: MoveIndex): Piece[] {
  const { id, to } = piece
  return lastCopies(transaction, { ...piece, branch: 'won' }, index).flatMap((each) => {
    if (each.item?.deleted !== false) return each
    const start = Y.createID(id.client, id.clock + each.to.clock - to.clock)
    return lastCopies(transaction, { ...each, id: start, branch: 'own' }, index)
  })
}

/** The last copies and what was restored are cut alike. */
function lastCopies(
  transaction: Y.Transaction,
  { id, length, to, text, branch }: Piece & { readonly branch: 'won' | 'own' },
  index: MoveIndex,
): Piece[] {
  const { doc } = transaction
  const found: Piece[] = []
  let offset = 0
  for (const copy of index.lastCopies({ id, length }, doc.clientID, branch)) {
    const end = offset + copy.length
    while (offset < end) {
      const at = Y.createID(copy.id.client, copy.id.clock + copy.length - (end - offset))
      const struct = Y.getItemCleanStart(transaction, at) as Y.Item | Y.GC
      const size = Math.min(struct.id.clock + struct.length - at.clock, end - offset)
      const item = struct instanceof Y.Item ? struct : null
      if (size < (item?.length ?? 0)) Y.getItemCleanStart(transaction, Y.createID(at.client, at.clock + size))
      const copyTo = Y.createID(to.client, to.clock + offset)
      Y.getItemCleanStart(transaction, copyTo)
      found.push({ id: at, length: size, item, text: item?.parent ?? text, to: copyTo })
      offset += size
    }
  }
  if (to.clock + length < Y.getState(doc.store, to.client)) {
    Y.getItemCleanStart(transaction, Y.createID(to.client, to.clock + length))
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
