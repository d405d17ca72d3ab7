// Text that was left behind and waits: for its author to carry it, for the record that says where to, or for the copy of it
// that won to be gone.

import * as Y from 'yjs'
import { itemAt } from '../item-at.ts'
import { keyOf } from './move.ts'
import type { Move } from './move.ts'

export interface WaitingOptions {
  readonly doc: Y.Doc
  /** Milliseconds since whenever. */
  readonly now: () => number
}

/**
 * How long its author has to carry text, in ms: the record is on its way there, or it left. Only its author knows for
 * sure what of it was deleted since, so nobody is hasty.
 */
const patience = 5_000

/** Beyond this the oldest is left where it is. */
const maxWaiting = 500

export class WaitingText {
  readonly #options: WaitingOptions
  readonly #since = new Map<Y.Item, number>()

  constructor(options: WaitingOptions) {
    this.#options = options
  }

  has(item: Y.Item): boolean {
    return this.#since.has(item)
  }

  /** Its author did not come. */
  isOverdue(item: Y.Item): boolean {
    const since = this.#since.get(item)
    return since !== undefined && this.#options.now() - since >= patience
  }

  add(item: Y.Item): void {
    if (this.#since.has(item)) return
    if (this.#since.size >= maxWaiting) {
      const [oldest] = this.#since.keys()
      if (oldest !== undefined) this.forget(oldest)
    }
    // Yjs would forget what the text was at the end of this transaction, and with a block all that was in it.
    for (let each: Y.Item | null = item; each?.deleted === true; each = parentOf(each)) each.keep = true
    this.#since.set(item, this.#options.now())
  }

  forget(item: Y.Item): void {
    if (this.#since.delete(item)) item.keep = false
  }

  clear(): void {
    for (const item of this.#since.keys()) item.keep = false
    this.#since.clear()
  }

  /** Yjs joins neighbouring items when a transaction ends: what waits is cut out again. */
  itemsIn(transaction: Y.Transaction): readonly Y.Item[] {
    const { store } = this.#options.doc
    for (const [item, since] of this.#since) {
      const { id, length } = item
      if (itemAt(store, id) === item) continue
      this.#since.delete(item)
      const part = Y.getItemCleanStart(transaction, id) as Y.Item | Y.GC
      if (!(part instanceof Y.Item)) continue
      if (part.length > length) Y.getItemCleanStart(transaction, Y.createID(id.client, id.clock + length))
      this.#since.set(part, since)
    }
    return [...this.#since.keys()]
  }

  /**
   * Who carries some of their text carries all that they did not delete meanwhile. What we did not carry ourselves waits
   * on: it is there in another copy, and that one can still go.
   */
  leaveToAuthor({ id: record, texts, authors }: Move): void {
    if (record.client === this.#options.doc.clientID) return
    for (const { text, kind } of texts) {
      if (kind !== 'stray') continue
      for (const item of this.#since.keys()) {
        const { parent, id } = item
        const isIn =
          parent instanceof Y.XmlText && parent._item !== null && keyOf(parent._item.id) === keyOf(text)
        if (isIn && authors.includes(id.client)) this.forget(item)
      }
    }
  }
}

function parentOf({ parent }: Y.Item): Y.Item | null {
  return parent instanceof Y.AbstractType ? parent._item : null
}
