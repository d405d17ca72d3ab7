// A line break, a mention or a picture that I inserted in a block that somebody moved at that moment: it would be deleted
// with the block, or stay behind. Who inserted it carries it, when the record arrives; nobody else can, since Yjs forgets
// at once what it inserts into something deleted.

import * as Y from 'yjs'
import { deletedItems, idOf } from './changed-items.ts'
import type { MoveIndex } from './move-index.ts'
import type { MovedRun } from './move-record.ts'
import type { Move } from './move.ts'
import { attributesOf, leafRun } from './moved-leaves.ts'
import type { SchemaContent } from './schema-content.ts'
import { reviveBlock } from './revived-block.ts'
import { typeOf } from './stray-candidates.ts'
import { landingBeside } from './stray-landing.ts'
import type { Landing, Spot } from './stray-landing.ts'

export interface LeafRules {
  readonly index: MoveIndex
  readonly content: SchemaContent
}

/** The records that a transaction brought decide, so it is asked about once. */
export function strayLeaves(cause: Y.Transaction, fresh: readonly Move[], rules: LeafRules): Y.Item[] {
  const { clientID, store } = cause.doc
  const parents = new Set<Y.XmlElement>()
  for (const move of fresh) {
    if (move.leaves === undefined || move.double || move.id.client === clientID) continue
    for (const { element } of move.places) addElements(typeOf(store, element), parents)
    for (const { text } of move.texts) {
      const type = typeOf(store, text)
      if (type instanceof Y.XmlText && type.parent instanceof Y.XmlElement) parents.add(type.parent)
    }
  }
  const strays: Y.Item[] = []
  for (const parent of parents) {
    for (let item = parent._start; item !== null; item = item.right) {
      if (item.id.client === clientID && isStray(cause, item, { ...rules, fresh })) strays.push(item)
    }
  }
  return strays
}

/** Inserts copies where their neighbours are. Which text has to be cut for it, the transaction shows. */
export function carryLeaves(
  transaction: Y.Transaction,
  { cause, items, rules }: { cause: Y.Transaction; items: readonly Y.Item[]; rules: LeafRules },
): MovedRun[] {
  const runs: MovedRun[] = []
  const deleted = deletedItems(cause)
  let last: { readonly item: Y.Item; readonly copy: Y.XmlElement } | null = null
  for (const item of items) {
    const leaf = leafOf(item)
    if (leaf === null) continue
    const copy = new Y.XmlElement(leaf.nodeName)
    for (const [name, value] of attributesOf(leaf, deleted)) copy.setAttribute(name, value as string)
    // One directly behind the other stay so.
    if (last !== null && last.item === item.left && last.copy.parent instanceof Y.XmlElement) {
      last.copy.parent.insertAfter(last.copy, [copy])
    } else {
      const landing = landingOf(transaction, item, rules.index)
      if (!insertAt(landing, copy, rules)) insertAlone(copy, landing?.text.parent ?? item.parent, item.parent)
    }
    if (copy.parent === null) continue
    runs.push(leafRun(item.id, idOf(copy)))
    if (!item.deleted) item.delete(transaction)
    last = { item, copy }
  }
  return runs
}

function isStray(
  cause: Y.Transaction,
  item: Y.Item,
  { index, content, fresh }: LeafRules & { readonly fresh: readonly Move[] },
): boolean {
  const leaf = leafOf(item)
  if (leaf === null || !content.isInlineLeaf(leaf.nodeName) || index.find(item.id) !== null) return false
  if (item.deleted) return !cause.local && Y.isDeleted(cause.deleteSet, item.id)
  // In a block that lives on, it goes with the character that it was inserted behind.
  for (const id of idsBeside(item, 'left')) {
    if (index.hasMoved(id, item.id.client)) continue
    const move = index.find(id)?.move
    return move !== undefined && fresh.includes(move)
  }
  return false
}

function landingOf(transaction: Y.Transaction, item: Y.Item, index: MoveIndex): Landing | null {
  const spotOn = (side: 'left' | 'right'): Spot | null => {
    for (const id of idsBeside(item, side)) {
      if (!index.hasMoved(id, item.id.client) && index.find(id) !== null)
        return { id, side: side === 'left' ? 'after' : 'before' }
    }
    return null
  }
  const spot = spotOn('left') ?? spotOn('right')
  return landingBeside(transaction, { spot, parent: item.parent, index })
}

/** The characters on that side of it, the nearest first; of each item the nearest. */
function* idsBeside(item: Y.Item, side: 'left' | 'right'): Generator<Y.ID> {
  for (let sibling = item[side]; sibling !== null; sibling = sibling[side]) {
    const text = sibling.content instanceof Y.ContentType ? sibling.content.type : null
    if (!(text instanceof Y.XmlText)) continue
    const ids: Y.ID[] = []
    for (let each = text._start; each !== null; each = each.right) {
      if (each.countable) ids.push(side === 'left' ? each.lastId : each.id)
    }
    yield* side === 'left' ? ids.toReversed() : ids
  }
}

/** Puts it into the line: a text that goes on behind the place goes on in a text of its own. False where it cannot be. */
function insertAt(landing: Landing | null, copy: Y.XmlElement, { content }: LeafRules): boolean {
  if (landing === null) return false
  const { text, left } = landing
  const { parent } = text
  if (!(parent instanceof Y.XmlElement) || !content.canHold(parent.nodeName, copy.nodeName)) return false
  const offset = left === null ? 0 : lengthUntil(text, left)
  if (offset === 0) {
    parent.insertAfter(previousOf(text), [copy])
    return true
  }
  const rest = offset === text.length ? [] : tail(text, offset)
  parent.insertAfter(text, [copy])
  if (rest.length === 0) return true
  text.delete(offset, text.length - offset)
  const behind = new Y.XmlText()
  parent.insertAfter(copy, [behind])
  behind.applyDelta(rest)
  return true
}

/** In a block like the one it was inserted in. */
function insertAlone(copy: Y.XmlElement, beside: unknown, former: unknown): void {
  if (!(beside instanceof Y.XmlElement) || !(former instanceof Y.XmlElement)) return
  reviveBlock(former.nodeName, beside)?.insert(0, [copy])
}

function previousOf(text: Y.XmlText): Y.XmlText | null {
  for (let item = text._item?.left ?? null; item !== null; item = item.left) {
    if (!item.deleted && item.content instanceof Y.ContentType) return item.content.type as Y.XmlText
  }
  return null
}

function lengthUntil(text: Y.XmlText, end: Y.Item): number {
  let length = 0
  for (let item = text._start; item !== null; item = item.right) {
    if (item.countable && !item.deleted) length += item.length
    if (item === end) break
  }
  return length
}

interface Insert {
  readonly insert: string
  readonly attributes?: Record<string, unknown>
}

function tail(text: Y.XmlText, offset: number): Insert[] {
  let at = 0
  return (text.toDelta() as Insert[]).flatMap((piece) => {
    const skip = Math.max(0, offset - at)
    at += piece.insert.length
    return skip >= piece.insert.length ? [] : [{ ...piece, insert: piece.insert.slice(skip) }]
  })
}

function leafOf({ content }: Y.Item): Y.XmlElement | null {
  const type: unknown = content instanceof Y.ContentType ? content.type : null
  return type instanceof Y.XmlElement ? type : null
}

/** With all that is in it: copies that somebody else made, and I inserted in, are in no record of who deletes it. */
function addElements(type: unknown, elements: Set<Y.XmlElement>): void {
  if (!(type instanceof Y.XmlElement) || elements.has(type)) return
  elements.add(type)
  for (let item = type._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentType) addElements(item.content.type, elements)
  }
}
