// Finds out what a local transaction moved: text that was deleted in one place and inserted in another. It looks at
// the transaction, not at the command, so that split, join, drag, wrap, a change of the block's type, undo and whatever
// a plugin does are all one case.

import * as Y from 'yjs'
import { textStretches, shareText } from './moved-text.ts'
import type { Match, Stretch } from './moved-text.ts'
import { maxEntries } from './move-record.ts'
import type { MoveRecord, MovedRun, MovedText, Place } from './move-record.ts'

export interface MoveRules {
  /** Whether an element of this name holds text directly. */
  isTextblock(name: string): boolean
}

/** null when nothing moved and no element was deleted. Call within the transaction, after its changes. */
export function findMoves(transaction: Y.Transaction, rules: MoveRules): MoveRecord | null {
  const killed = killedItems(transaction)
  if (killed.texts.size === 0 && killed.elements.length === 0) return null
  const made = madeItems(transaction)
  const sources = [...killed.texts].map((text) =>
    textStretches(text, (item) => killed.strings.has(item), true),
  )
  const targets = [...made.texts].map((text) => textStretches(text, (item) => made.strings.has(item), false))
  const matches = shareText(sources.flat(), targets.flat())
  if (matches.length === 0 && killed.elements.length === 0) return null
  const texts: MovedText[] = []
  for (const text of killed.texts) {
    const own = matches.filter(({ source }) => source.text === text)
    if (own.length > 0) texts.push(movedText(text, own))
  }
  const places = findPlaces({ killed, made, texts, rules })
  const created = made.elements.filter((element) => holdsOnlyMoved(element, matches, made.strings))
  const entries = texts.reduce((sum, { runs }) => sum + runs.length, places.length + created.length)
  if (entries > maxEntries || texts.length + places.length === 0) return null
  return { texts, places, created: created.map(idOf) }
}

interface Killed {
  readonly strings: ReadonlySet<Y.Item>
  readonly texts: ReadonlySet<Y.XmlText>
  readonly elements: readonly Y.XmlElement[]
}

function killedItems(transaction: Y.Transaction): Killed {
  const strings = new Set<Y.Item>()
  const texts = new Set<Y.XmlText>()
  const elements: Y.XmlElement[] = []
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (item) => {
    if (!(item instanceof Y.Item) || isNew(transaction, item)) return
    const { content, parent } = item
    if (content instanceof Y.ContentString && parent instanceof Y.XmlText) {
      strings.add(item)
      texts.add(parent)
    } else if (content instanceof Y.ContentType) {
      if (content.type instanceof Y.XmlElement) elements.push(content.type)
    }
  })
  return { strings, texts, elements }
}

interface Made extends Killed {}

function madeItems({ doc, beforeState }: Y.Transaction): Made {
  const strings = new Set<Y.Item>()
  const texts = new Set<Y.XmlText>()
  const elements: Y.XmlElement[] = []
  const before = beforeState.get(doc.clientID) ?? 0
  if (before < Y.getState(doc.store, doc.clientID)) {
    const structs = doc.store.clients.get(doc.clientID) ?? []
    for (let i = Y.findIndexSS(structs, before); i < structs.length; i++) {
      const item = structs[i]
      if (!(item instanceof Y.Item) || item.deleted) continue
      const { content, parent } = item
      if (content instanceof Y.ContentString && parent instanceof Y.XmlText) {
        strings.add(item)
        texts.add(parent)
      } else if (content instanceof Y.ContentType && content.type instanceof Y.XmlElement) {
        elements.push(content.type)
      }
    }
  }
  return { strings, texts, elements }
}

function isNew({ doc, beforeState }: Y.Transaction, { id }: Y.Item): boolean {
  return id.client === doc.clientID && id.clock >= (beforeState.get(doc.clientID) ?? 0)
}

/** Every item of the text from the first moved character to the last, or all of them when the text is gone. */
function movedText(text: Y.XmlText, matches: readonly Match[]): MovedText {
  const whole = text._item?.deleted === true
  const targets = new Map<Y.Item, { from: number; length: number; to: Y.ID }[]>()
  for (const match of matches) {
    for (const { item, from, length, to } of match.pieces) {
      const pieces = targets.get(item) ?? []
      pieces.push({ from, length, to })
      targets.set(item, pieces)
    }
  }
  const runs: MovedRun[] = []
  let end = 0
  let isInside = whole
  for (let item = text._start; item !== null; item = item.right) {
    const pieces = (targets.get(item) ?? []).toSorted((a, b) => a.from - b.from)
    if (pieces.length > 0) isInside = true
    if (!isInside) continue
    let offset = 0
    const gap = (until: number): void => {
      if (until > offset) addRun(runs, { item, from: offset, length: until - offset, to: null })
    }
    for (const { from, length, to } of pieces) {
      gap(from)
      addRun(runs, { item, from, length, to })
      offset = from + length
    }
    if (offset > 0) end = runs.length
    gap(item.length)
    if (!whole && !item.deleted && item.countable) break
    if (whole || item.deleted) end = runs.length
  }
  return { text: idOf(text), whole, runs: runs.slice(0, end) }
}

function addRun(
  runs: MovedRun[],
  { item, from, length, to }: { item: Y.Item; from: number; length: number; to: Y.ID | null },
): void {
  const { client } = item.id
  const clock = item.id.clock + from
  const last = runs.at(-1)
  const continues =
    last !== undefined &&
    last.client === client &&
    last.clock + last.length === clock &&
    (to === null
      ? last.to === null
      : last.to?.client === to.client && last.to.clock + last.length === to.clock)
  if (continues) runs[runs.length - 1] = { ...last, length: last.length + length }
  else runs.push({ client, clock, length, to })
}

function holdsOnlyMoved(
  element: Y.XmlElement,
  matches: readonly Match[],
  made: ReadonlySet<Y.Item>,
): boolean {
  const targets = new Set(matches.flatMap(({ target }) => target.text))
  let holds = false
  const visit = (parent: Y.XmlElement): boolean =>
    (parent.toArray() as readonly unknown[]).every((child) => {
      if (child instanceof Y.XmlElement) return visit(child)
      if (!(child instanceof Y.XmlText)) return false
      if (targets.has(child)) holds = true
      for (let item = child._start; item !== null; item = item.right) {
        if (item.countable && !item.deleted && !made.has(item)) return false
      }
      return true
    })
  return visit(element) && holds
}

interface PlaceSearch {
  readonly killed: Killed
  readonly made: Made
  readonly texts: readonly MovedText[]
  readonly rules: MoveRules
}

function findPlaces({ killed, made, texts, rules }: PlaceSearch): Place[] {
  const ends = new Map<string, Y.ID>()
  for (const { text, runs } of texts) {
    const last = runs.findLast(({ to }) => to !== null)
    if (last?.to != null) ends.set(keyOf(text), Y.createID(last.to.client, last.to.clock + last.length - 1))
  }
  const isEmptyBlock = (element: Y.XmlElement): boolean => rules.isTextblock(element.nodeName)
  const oldEmpty = killed.elements.filter((each) => isEmptyBlock(each) && !hadContent(each, killed))
  const newEmpty = made.elements.filter((each) => isEmptyBlock(each) && each.length === 0)
  const places: Place[] = []
  for (const element of killed.elements) {
    const moved = endOfMoved(element, ends)
    const pairedIndex = oldEmpty.length === newEmpty.length ? oldEmpty.indexOf(element) : -1
    const paired = newEmpty[pairedIndex]
    const place =
      moved ?? (paired === undefined ? nearestEnd(element, ends, rules) : endOfElement(paired, rules))
    if (place !== null) places.push({ element: idOf(element), ...place })
  }
  return places
}

type TextPlace = Omit<Place, 'element'>

function hadContent(element: Y.XmlElement, { strings }: Killed): boolean {
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

function endOfElement(element: Y.XmlElement, rules: MoveRules): TextPlace | null {
  const children = element.toArray() as readonly unknown[]
  for (const child of children.toReversed()) {
    if (child instanceof Y.XmlText) {
      let last: Y.Item | null = child._start
      while (last?.right != null) last = last.right
      return { text: idOf(child), left: last === null ? null : last.lastId }
    }
    if (child instanceof Y.XmlElement && !rules.isTextblock(element.nodeName)) {
      const place = endOfElement(child, rules)
      if (place !== null) return place
    }
  }
  if (!rules.isTextblock(element.nodeName)) return null
  const text = new Y.XmlText()
  element.push([text])
  return { text: idOf(text), left: null }
}

export function idOf(type: Y.AbstractType<unknown>): Y.ID {
  if (type._item === null) throw new Error('A root type has no id: records are about what is in the fragment.')
  return type._item.id
}

export function keyOf({ client, clock }: Y.ID): string {
  return `${client}:${clock}`
}
