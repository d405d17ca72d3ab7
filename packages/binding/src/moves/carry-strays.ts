// Carries stray text: inserts it beside its neighbours, deletes it where it was, and says so in a record.

import * as Y from 'yjs'
import { idOf } from './changed-items.ts'
import type { MoveIndex } from './move-index.ts'
import type { MovedRun, MovedText } from './move-record.ts'
import { beforeHead, landingOf } from './stray-landing.ts'
import type { Landing } from './stray-landing.ts'

/** Copies the items to where their neighbours are, and deletes them. */
export function carryStrays(
  transaction: Y.Transaction,
  { text, items, index }: { text: Y.XmlText; items: readonly Y.Item[]; index: MoveIndex },
): MovedText | null {
  const chosen = new Set(items)
  const runs: MovedRun[] = []
  let revived: Landing | null = null
  let last: { readonly copy: Y.Item; readonly left: Y.Item | null; readonly text: Y.XmlText } | null = null
  for (let item = text._start; item !== null; item = item.right) {
    if (!chosen.has(item)) continue
    const joint = index.isCopy(item.id) ? null : index.joints.jointOf(item)
    const landing =
      (joint === null ? null : beforeHead(transaction, joint)) ??
      landingOf(transaction, item, index) ??
      (text._item?.deleted === true ? (revived ??= revive(text)) : null)
    if (landing === null || (joint === null && landing.text === text)) continue
    const isNext: boolean = last !== null && last.text === landing.text && last.left === landing.left
    const left: Y.Item | null = isNext && last !== null ? last.copy : landing.left
    const copy = insertCopy(transaction, { item, text: landing.text, left })
    last = { copy, left: landing.left, text: landing.text }
    runs.push({ client: item.id.client, clock: item.id.clock, length: item.length, to: copy.id })
    if (!item.deleted) item.delete(transaction)
  }
  return runs.length === 0 ? null : { text: idOf(text), kind: 'stray', place: -1, runs }
}

/**
 * When every place is gone where the text could go (three people rebuilt the same part), a block like the one it was
 * typed in is made for it, where that one was: better alone than lost.
 */
function revive(text: Y.XmlText): Landing | null {
  const name = text.parent instanceof Y.XmlElement ? text.parent.nodeName : null
  let top: Y.XmlElement | null = null
  let parent: unknown = text.parent
  for (; parent instanceof Y.XmlElement; parent = parent.parent) top = parent
  const root = parent
  if (name === null || top === null || !(root instanceof Y.XmlFragment)) return null
  let before = top._item?.left ?? null
  while (before !== null && before.deleted) before = before.left
  const sibling: unknown = before?.content instanceof Y.ContentType ? before.content.type : null
  const block = new Y.XmlElement(name)
  const fresh = new Y.XmlText()
  block.insert(0, [fresh])
  root.insertAfter(sibling instanceof Y.XmlElement || sibling instanceof Y.XmlText ? sibling : null, [block])
  return { text: fresh, left: null, right: null }
}

function insertCopy(
  transaction: Y.Transaction,
  { item, text, left }: { item: Y.Item; text: Y.XmlText; left: Y.Item | null },
): Y.Item {
  const { doc } = transaction
  const right = left === null ? text._start : left.right
  const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
  const origin = left === null ? null : left.lastId
  const copy = new Y.Item(
    id,
    left,
    origin,
    right,
    right === null ? null : right.id,
    text,
    null,
    item.content.copy(),
  )
  copy.integrate(transaction, 0)
  return copy
}

/** Yjs remembers positions in long texts; changes that do not go through its text methods must forget them. */
export function forgetSearchMarkers({ changed }: Y.Transaction): void {
  for (const type of changed.keys()) {
    const markers = (type as unknown as { readonly _searchMarker: unknown[] | null })._searchMarker
    if (markers !== null && markers !== undefined) markers.length = 0
  }
}
