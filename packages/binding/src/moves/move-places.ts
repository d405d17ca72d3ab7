// Where text goes that is typed in a deleted block and has no moved neighbour: after what moved out of the block, into
// the block that took its place, or to the end of the block before, where the caret goes too.

import * as Y from 'yjs'
import { idOf } from './changed-items.ts'
import type { ChangedItems } from './changed-items.ts'
import { keyOf } from './move.ts'
import type { MoveRules, MovedText, Place } from './move-record.ts'

interface PlaceSearch {
  readonly killed: ChangedItems
  readonly made: ChangedItems
  readonly texts: readonly MovedText[]
  readonly rules: MoveRules
}

export function findPlaces({ killed, made, texts, rules }: PlaceSearch): Place[] {
  const ends = new Map<string, Y.ID>()
  for (const { text, runs } of texts) {
    const last = runs.findLast(({ to }) => to !== null)
    const to = last?.to ?? null
    if (last !== undefined && to !== null)
      ends.set(keyOf(text), Y.createID(to.client, to.clock + last.length - 1))
  }
  const isEmptyBlock = (element: Y.XmlElement): boolean => rules.content.isTextblock(element.nodeName)
  const oldEmpty = killed.elements.filter((each) => isEmptyBlock(each) && !hadContent(each, killed))
  const newEmpty = made.elements.filter((each) => isEmptyBlock(each) && each.length === 0)
  const places: Place[] = []
  for (const element of killed.elements) {
    const moved = endOfMoved(element, ends)
    const pairedIndex = oldEmpty.length === newEmpty.length ? oldEmpty.indexOf(element) : -1
    const paired = newEmpty[pairedIndex]
    const place =
      moved ?? (paired === undefined ? nearestEnd(element, ends, rules) : endOfElement(paired, rules))
    // Nothing is left where it could go: then it gets a block of its own (see carry-strays.ts).
    places.push({ element: idOf(element), ...(place ?? nowhere(element)) })
  }
  // Undo can delete the text of a block that stays.
  for (const text of killed.texts) {
    const block = text.parent
    if (text._item?.deleted !== true || !(block instanceof Y.XmlElement) || block._item?.deleted !== false)
      continue
    const place = endOfElement(block, rules)
    if (place !== null) places.push({ element: idOf(text), ...place })
  }
  return places
}

type TextPlace = Omit<Place, 'element'>

/** A place that is gone with the element. */
function nowhere(element: Y.XmlElement): TextPlace {
  return { text: idOf(element), left: null }
}

function hadContent(element: Y.XmlElement, { strings }: ChangedItems): boolean {
  for (let item = element._start; item !== null; item = item.right) {
    if (!(item.content instanceof Y.ContentType)) continue
    if (!(item.content.type instanceof Y.XmlText)) return true
    for (let inner = item.content.type._start; inner !== null; inner = inner.right) {
      if (strings.has(inner)) return true
    }
  }
  return false
}

/** After the last character that moved out of the element. */
function endOfMoved(element: Y.XmlElement, ends: ReadonlyMap<string, Y.ID>): TextPlace | null {
  let place: TextPlace | null = null
  for (let item = element._start; item !== null; item = item.right) {
    if (!(item.content instanceof Y.ContentType)) continue
    const child: unknown = item.content.type
    if (child instanceof Y.XmlElement) place = endOfMoved(child, ends) ?? place
    const end = child instanceof Y.XmlText ? ends.get(keyOf(item.id)) : undefined
    if (end === undefined || element.doc === null) continue
    const target = Y.getItem(element.doc.store, end) as Y.Item | Y.GC
    if (target instanceof Y.Item && target.parent instanceof Y.XmlText)
      place = { text: idOf(target.parent), left: end }
  }
  return place
}

/** The end of the block before, or else the start of the block after: where the caret goes too. */
function nearestEnd(
  element: Y.XmlElement,
  ends: ReadonlyMap<string, Y.ID>,
  rules: MoveRules,
): TextPlace | null {
  for (let item = element._item?.left ?? null; item !== null; item = item.left) {
    const place = placeIn(item, ends, rules)
    if (place !== null) return place
  }
  for (let item = element._item?.right ?? null; item !== null; item = item.right) {
    const place = placeIn(item, ends, rules)
    if (place !== null) return { text: place.text, left: null }
  }
  const parent = element.parent
  return parent instanceof Y.XmlElement ? nearestEnd(parent, ends, rules) : null
}

function placeIn(item: Y.Item, ends: ReadonlyMap<string, Y.ID>, rules: MoveRules): TextPlace | null {
  if (!(item.content instanceof Y.ContentType)) return null
  const sibling: unknown = item.content.type
  if (!(sibling instanceof Y.XmlElement)) return null
  return item.deleted ? endOfMoved(sibling, ends) : endOfElement(sibling, rules)
}

/** Nobody sees what is written there, and it is not ours to write in. */
function isInsideUnknown(element: Y.XmlElement, { content }: MoveRules): boolean {
  for (let type: unknown = element; type instanceof Y.XmlElement; type = type.parent) {
    if (!content.isKnown(type.nodeName)) return true
  }
  return false
}

function endOfElement(element: Y.XmlElement, rules: MoveRules): TextPlace | null {
  if (isInsideUnknown(element, rules)) return null
  const children = element.toArray() as readonly unknown[]
  for (const child of children.toReversed()) {
    if (child instanceof Y.XmlText) {
      let last: Y.Item | null = null
      // Not what is deleted: that may have moved elsewhere long ago.
      for (let item = child._start; item !== null; item = item.right) if (!item.deleted) last = item
      return { text: idOf(child), left: last === null ? null : last.lastId }
    }
    if (child instanceof Y.XmlElement && !rules.content.isTextblock(element.nodeName)) {
      const place = endOfElement(child, rules)
      if (place !== null) return place
    }
  }
  if (!rules.content.isTextblock(element.nodeName)) return null
  const text = new Y.XmlText()
  element.push([text])
  return { text: idOf(text), left: null }
}
