// The part of a text that was moved, as it stands there now: what is in it and was not known to who moved it, was typed
// in ignorance.

import * as Y from 'yjs'
import type { MovedText } from './move-record.ts'
import { itemAt } from '../item-at.ts'

/** Where an item is that the record does not know: among what moved, or right before or after it. */
export type PartSide = 'before' | 'inside' | 'after'

/** Asked about many items of a text at once. */
export class MovedParts {
  readonly #sides = new Map<MovedText, ReadonlyMap<Y.Item, PartSide>>()

  /** null for what is outside; also when the record does not say where the part begins and ends. */
  sideOf(item: Y.Item, text: MovedText): PartSide | null {
    let sides = this.#sides.get(text)
    if (sides === undefined) {
      sides = sidesOf(item.parent, text)
      this.#sides.set(text, sides)
    }
    return sides.get(item) ?? null
  }
}

function sidesOf(parent: unknown, { around, runs }: MovedText): ReadonlyMap<Y.Item, PartSide> {
  const sides = new Map<Y.Item, PartSide>()
  if (around === undefined || !(parent instanceof Y.XmlText) || parent.doc === null) return sides
  const { store } = parent.doc
  const known = new Set(runs.flatMap((run) => itemsOf(store, run)))
  const first = around.before === null ? null : itemAt(store, around.before)
  const end = around.after === null ? null : itemAt(store, around.after)
  let side: PartSide = 'before'
  let open: Y.Item[] = []
  for (let item = first === null ? parent._start : first.right; item !== null; item = item.right) {
    if (item === end) break
    if (known.has(item)) {
      for (const each of open) sides.set(each, side)
      open = []
      side = 'inside'
    } else open.push(item)
  }
  for (const each of open) sides.set(each, 'after')
  return sides
}

function itemsOf(store: Y.Doc['store'], { client, clock, length }: MovedText['runs'][number]): Y.Item[] {
  const items: Y.Item[] = []
  for (let at = clock; at < clock + length && at < Y.getState(store, client);) {
    const item = Y.getItem(store, Y.createID(client, at)) as Y.Item | Y.GC
    if (item instanceof Y.Item) items.push(item)
    at = item.id.clock + item.length
  }
  return items
}
