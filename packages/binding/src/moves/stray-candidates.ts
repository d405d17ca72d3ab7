// Which items have to be asked whether they are stray: those in what a new record moved, and new ones in what older
// records moved.

import * as Y from 'yjs'
import type { MoveIndex } from './move-index.ts'
import type { Move } from './move.ts'

/** All text in what a move took from, or put it into: what of it the move does not know may be stray. */
export function addTextsOf(
  move: Move,
  { index, store }: { index: MoveIndex; store: Y.Doc['store'] },
  into: Set<Y.Item>,
): void {
  for (const text of index.joints.textsOf(move)) addItems(text, into)
  for (const { text } of move.texts) addItems(typeOf(store, text), into)
  for (const { element } of move.places) addItems(typeOf(store, element), into)
}

export function addNewItems(
  { afterState, beforeState, doc }: Y.Transaction,
  index: MoveIndex,
  into: Set<Y.Item>,
): void {
  for (const [client, end] of afterState) {
    const start = beforeState.get(client) ?? 0
    const structs = doc.store.clients.get(client)
    if (end === start || structs === undefined) continue
    for (let i = Y.findIndexSS(structs, start); i < structs.length; i++) {
      const item = structs[i]
      if (!(item instanceof Y.Item) || !(item.parent instanceof Y.XmlText)) continue
      const { _item: text } = item.parent
      if (text === null) continue
      if (text.deleted || index.ofText(text.id).length > 0 || index.joints.has(text.id)) into.add(item)
    }
  }
}

/** What was typed in one go is one item, and of that a move may know only a part. */
export function splitAtBounds(
  transaction: Y.Transaction,
  items: ReadonlySet<Y.Item>,
  index: MoveIndex,
): ReadonlySet<Y.Item> {
  const parts = new Set(items)
  for (const { id, length } of items) {
    for (const clock of index.bounds(id.client, id.clock, id.clock + length)) {
      const part = Y.getItemCleanStart(transaction, Y.createID(id.client, clock)) as Y.Item | Y.GC
      if (part instanceof Y.Item) parts.add(part)
    }
  }
  return parts
}

function addItems(type: unknown, into: Set<Y.Item>): void {
  if (!(type instanceof Y.XmlText) && !(type instanceof Y.XmlElement)) return
  for (let item = type._start; item !== null; item = item.right) {
    if (type instanceof Y.XmlText) into.add(item)
    else if (item.content instanceof Y.ContentType) addItems(item.content.type, into)
  }
}

export function typeOf(store: Y.Doc['store'], id: Y.ID): unknown {
  if (id.clock >= Y.getState(store, id.client)) return null
  const item = Y.getItem(store, id) as Y.Item | Y.GC
  return item instanceof Y.Item && item.content instanceof Y.ContentType ? item.content.type : null
}
