// Carries stray text: inserts it beside its neighbours, deletes it where it was, and says so in a record.

import * as Y from 'yjs'
import { idOf } from './changed-items.ts'
import type { MoveIndex } from './move-index.ts'
import type { MovedRun, MovedText } from './move-record.ts'
import { landingOf } from './stray-landing.ts'

/** Copies the items to where their neighbours are, and deletes them. */
export function carryStrays(
  transaction: Y.Transaction,
  text: Y.XmlText,
  strays: readonly Y.Item[],
  index: MoveIndex,
): MovedText | null {
  const chosen = new Set(strays)
  const runs: MovedRun[] = []
  let last: { readonly copy: Y.Item; readonly left: Y.Item | null; readonly text: Y.XmlText } | null = null
  for (let item = text._start; item !== null; item = item.right) {
    if (!chosen.has(item)) continue
    const landing = landingOf(transaction, item, index)
    if (landing === null || landing.text === text) continue
    const isNext: boolean = last !== null && last.text === landing.text && last.left === landing.left
    const left: Y.Item | null = isNext && last !== null ? last.copy : landing.left
    const copy = insertCopy(transaction, { item, text: landing.text, left })
    last = { copy, left: landing.left, text: landing.text }
    runs.push({ client: item.id.client, clock: item.id.clock, length: item.length, to: copy.id })
    if (!item.deleted) item.delete(transaction)
  }
  return runs.length === 0 ? null : { text: idOf(text), kind: 'stray', place: -1, runs }
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
