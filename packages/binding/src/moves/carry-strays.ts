// Carries stray text: inserts it beside its neighbours, deletes it where it was, and says so in a record.

import * as Y from 'yjs'
import { idOf } from './changed-items.ts'
import type { MoveIndex } from './move-index.ts'
import type { MovedRun, MovedText } from './move-record.ts'
import { insertCopy } from './text-copy.ts'
import { reviveBlock } from './revived-block.ts'
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

function revive(text: Y.XmlText): Landing | null {
  const { parent } = text
  const block = parent instanceof Y.XmlElement ? reviveBlock(parent.nodeName, parent) : null
  if (block === null) return null
  const fresh = new Y.XmlText()
  block.insert(0, [fresh])
  return { text: fresh, left: null, right: null }
}
