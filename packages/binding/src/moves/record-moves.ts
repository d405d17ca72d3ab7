// Finds out what a local transaction moved: text that was deleted in one place and inserted in another. It looks at
// the transaction, not at the command, so that split, join, drag, wrap, a change of the block's type, undo and whatever
// a plugin does are all one case.

import * as Y from 'yjs'
import { idOf, killedItems, madeItems } from './changed-items.ts'
import { findPlaces } from './move-places.ts'
import { keyOf } from './move.ts'
import { movedLeaves } from './moved-leaves.ts'
import { shareText, textStretches } from './moved-text.ts'
import type { Match } from './moved-text.ts'
import { maxEntries } from './move-record.ts'
import { typeOf } from './stray-candidates.ts'
import { itemAt } from '../item-at.ts'
import type { MoveRecord, MoveRules, MovedRun, MovedText, Place } from './move-record.ts'

/** null when nothing moved and no element was deleted. Call within the transaction, after its changes. */
export function findMoves(transaction: Y.Transaction, rules: MoveRules): MoveRecord | null {
  const killed = killedItems(transaction)
  if (killed.texts.size === 0 && killed.elements.length === 0) return null
  const made = madeItems(transaction)
  const exact = rules.known ?? []
  const known = new Set(exact.map(({ item }) => item))
  const sources = [...killed.texts].map((text) =>
    textStretches(text, (item) => killed.strings.has(item) && !known.has(item), true),
  )
  const isTarget = (item: Y.Item): boolean => made.strings.has(item) && rules.isRecorded?.(item) !== true
  const targets = [...made.texts].map((text) => textStretches(text, isTarget, false))
  const leaves = movedLeaves({ killed, made, rules }, transaction)
  const matches = [
    ...exact.flatMap((each) => exactMatch(each, transaction.doc.store) ?? []),
    ...shareText(sources.flat(), targets.flat()),
  ]
  if (matches.length === 0 && killed.elements.length === 0 && ![...killed.texts].some((text) => isDead(text)))
    return null
  const bySource = Map.groupBy(matches, ({ source }) => source.text)
  const texts = [...bySource].map(([text, own]) => movedText(text, own, rules))
  // Of a deleted text that went nowhere, too, what was in it is said: what is not said, its author did not know.
  for (const text of killed.texts) {
    if (!bySource.has(text) && isDead(text)) texts.push(movedText(text, [], rules))
  }
  // Nobody types in a leaf.
  const elements = killed.elements.filter(({ nodeName }) => !rules.content.isLeaf(nodeName))
  const places = findPlaces({ killed: { ...killed, elements }, made, texts, rules })
  const moved = new Set<unknown>(matches.flatMap(({ target }) => target.text))
  for (const { to } of leaves) if (to !== null) moved.add(typeOf(transaction.doc.store, to))
  const created = made.elements
    .filter((element) => holdsOnlyMoved(element, moved, made.strings))
    .map((element) => idOf(element))
  const entries = texts.reduce((sum, { runs }) => sum + runs.length, places.length + created.length)
  const all = entries + leaves.length
  if (all > maxEntries) return null
  if (texts.length + places.length === 0 && leaves.every(({ to }) => to === null)) return null
  return {
    texts: texts.map((text) => withPlace(text, places, transaction.doc)),
    places,
    created,
    leaves: { runs: leaves, isCarried: false },
  }
}

/** Deleted text, of which it is known where it was inserted again. */
export interface KnownMove {
  readonly item: Y.Item
  readonly to: Y.ID
}

function exactMatch({ item, to }: KnownMove, store: Y.Doc['store']): Match | null {
  const target = itemAt(store, to)?.parent
  if (!(item.parent instanceof Y.XmlText) || !(target instanceof Y.XmlText)) return null
  return {
    source: { text: item.parent },
    target: { text: target },
    pieces: [{ item, from: 0, length: item.length, to }],
  }
}

function isDead({ _item: item }: Y.XmlText): boolean {
  return item?.deleted === true
}

function withPlace(text: MovedText, places: readonly Place[], { store }: Y.Doc): MovedText {
  const item = Y.getItem(store, text.text) as Y.Item | Y.GC
  const parent = item instanceof Y.Item ? item.parent : null
  const keys = new Set([keyOf(text.text), ...(parent instanceof Y.XmlElement ? [keyOf(idOf(parent))] : [])])
  return { ...text, place: places.findIndex(({ element }) => keys.has(keyOf(element))) }
}

/** Every item of the text from the first moved character to the last, or all of them when the text is gone. */
function movedText(text: Y.XmlText, matches: readonly Match[], rules: MoveRules): MovedText {
  const isLeftover = !isDead(text) && rules.isLeftover?.(text) === true
  const whole = isDead(text) || isLeftover
  const targets = new Map<Y.Item, { from: number; length: number; to: Y.ID }[]>()
  for (const match of matches) {
    for (const { item, from, length, to } of match.pieces) {
      const pieces = targets.get(item) ?? []
      pieces.push({ from, length, to })
      targets.set(item, pieces)
    }
  }
  const runs: MovedRun[] = []
  const reaches = whole ? null : lastNeeded(text, targets)
  let isInside = whole
  let before: Y.ID | null = null
  let after: Y.ID | null = null
  for (let item = text._start; item !== null; item = item.right) {
    const pieces = (targets.get(item) ?? []).toSorted((a, b) => a.from - b.from)
    if (pieces.length > 0) isInside = true
    if (!isInside) {
      before = item.lastId
      continue
    }
    // What others wrote into a block that undo takes back is left in it: it goes where its neighbours went.
    if (isLeftover && !item.deleted && pieces.length === 0) continue
    let offset = 0
    for (const { from, length, to } of pieces) {
      if (from > offset) addRun(runs, runOf(item, { from: offset, length: from - offset, to: null }))
      addRun(runs, runOf(item, { from, length, to }))
      offset = from + length
    }
    if (offset < item.length)
      addRun(runs, runOf(item, { from: offset, length: item.length - offset, to: null }))
    if (item === reaches?.item) {
      after = item.right?.id ?? null
      break
    }
  }
  const kind = whole ? 'whole' : reaches?.isEnd === true ? 'part' : 'inner'
  return { text: idOf(text), kind, place: -1, runs, ...(whole ? {} : { around: { before, after } }) }
}

/** The last item that belongs to the moved part: also what is deleted after it, unless something live follows. */
function lastNeeded(
  text: Y.XmlText,
  moved: ReadonlyMap<Y.Item, unknown>,
): { readonly item: Y.Item; readonly isEnd: boolean } | null {
  let lastMoved: Y.Item | null = null
  let item: Y.Item | null = null
  let isEnd = false
  for (let each = text._start; each !== null; each = each.right) {
    if (moved.has(each)) {
      lastMoved = each
      item = each
      isEnd = true
    } else if (isEnd && each.deleted) {
      item = each
    } else if (!each.deleted && each.countable) {
      // It stays, and with it the invisible items it was typed behind: they say nothing about a move.
      item = lastMoved
      isEnd = false
    }
  }
  return item === null ? null : { item, isEnd }
}

/** Adds what follows the run before, or makes a run of it. */
export function addRun(runs: MovedRun[], next: MovedRun): void {
  const { client, clock, length, to } = next
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

interface ItemPart {
  readonly from: number
  readonly length: number
  readonly to: Y.ID | null
}

/** A part of an item as a run. */
export function runOf({ id }: Y.Item, { from, ...rest }: ItemPart): MovedRun {
  return { client: id.client, clock: id.clock + from, ...rest }
}

/** `targets`: texts and leaves. A leaf itself holds nothing. */
function holdsOnlyMoved(
  element: Y.XmlElement,
  targets: ReadonlySet<unknown>,
  made: ReadonlySet<Y.Item>,
): boolean {
  let holds = false
  const visit = (parent: Y.XmlElement): boolean =>
    (parent.toArray() as readonly unknown[]).every((child) => {
      if (targets.has(child)) holds = true
      if (child instanceof Y.XmlElement) return visit(child)
      if (!(child instanceof Y.XmlText)) return false
      for (let item = child._start; item !== null; item = item.right) {
        if (item.countable && !item.deleted && !made.has(item)) return false
      }
      return true
    })
  return visit(element) && holds
}
