// Between what something was typed, as its author saw it: what that author had moved away still stands there in Yjs
// (deleted, it keeps its place), and was elsewhere on the screen; what others typed at the same place came to it later.

import type * as Y from 'yjs'
import { itemAt } from '../item-at.ts'
import type { MoveIndex } from './move-index.ts'

/** From the nearest to the end of the text on that side, without what the item's author had moved away. */
export function* seenNeighbours(item: Y.Item, side: 'left' | 'right', index: MoveIndex): Generator<Y.Item> {
  const author = item.id.client
  for (let next = typedBeside(item, side); next !== null; next = next[side]) {
    if (!index.hasMoved(side === 'left' ? next.lastId : next.id, author)) yield next
  }
}

function typedBeside(item: Y.Item, side: 'left' | 'right'): Y.Item | null {
  const id = side === 'left' ? item.origin : item.rightOrigin
  const { doc } = item.parent as Y.XmlText
  return (id === null || doc === null ? null : itemAt(doc.store, id)) ?? item[side]
}
