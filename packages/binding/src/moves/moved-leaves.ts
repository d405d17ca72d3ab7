// Which deleted nodes without content reappear among the inserted ones. They have no characters to be told apart by: equal
// ones are taken for one another in the order of the document.

import * as Y from 'yjs'
import { deletedItems } from './changed-items.ts'
import type { ChangedItems } from './changed-items.ts'
import type { SchemaContent } from './schema-content.ts'
import type { MoveIndex } from './move-index.ts'
import type { MovedRun, MoveRules } from './move-record.ts'

interface LeafSearch {
  readonly killed: ChangedItems
  readonly made: ChangedItems
  readonly rules: MoveRules
}

/** Every deleted one, with where it went or null. Call within the transaction. */
export function movedLeaves(
  { killed, made, rules: { content } }: LeafSearch,
  transaction: Y.Transaction,
): MovedRun[] {
  const gone = inOrder(killed.elements.filter(({ nodeName }) => content.isLeaf(nodeName)))
  if (gone.length === 0) return []
  const deleted = deletedItems(transaction)
  const copies = Map.groupBy(
    inOrder(made.elements.filter(({ nodeName }) => content.isLeaf(nodeName))),
    (leaf) => describe(leaf, deleted),
  )
  return gone.flatMap((leaf): MovedRun[] => {
    const item = leaf._item
    const copy = copies.get(describe(leaf, deleted))?.shift()
    return item === null ? [] : [leafRun(item.id, copy?._item?.id ?? null)]
  })
}

/** What undo brought back, of what this client did not move itself: of that, its record stands (see restored-text.ts). */
export function restoredLeaves(
  { doc: { clientID } }: Y.Transaction,
  items: readonly Y.Item[],
  { index, content }: { readonly index: MoveIndex; readonly content: SchemaContent },
): MovedRun[] {
  return items.flatMap(({ id, content: inner, redone }): MovedRun[] => {
    const type: unknown = inner instanceof Y.ContentType ? inner.type : null
    const isRestored =
      type instanceof Y.XmlElement && content.isLeaf(type.nodeName) && !index.hasMoved(id, clientID)
    return isRestored && redone !== null ? [leafRun(id, redone)] : []
  })
}

/** What it is, or was before it was deleted; `deleted`: what was deleted with it. */
export function attributesOf(leaf: Y.XmlElement, deleted: ReadonlySet<unknown>): [string, unknown][] {
  return [...leaf._map].flatMap(([name, item]) =>
    item.deleted && !deleted.has(item) ? [] : [[name, (item.content.getContent() as unknown[]).at(-1)]],
  )
}

export function leafRun({ client, clock }: Y.ID, to: Y.ID | null): MovedRun {
  return { client, clock, length: 1, to }
}

function describe(leaf: Y.XmlElement, deleted: ReadonlySet<unknown>): string {
  const attributes = attributesOf(leaf, deleted).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([leaf.nodeName, attributes])
}

/** Siblings in their order; which parent comes first does not matter. */
function inOrder(leaves: readonly Y.XmlElement[]): Y.XmlElement[] {
  const wanted = new Set<unknown>(leaves)
  return [...new Set(leaves.map(({ parent }) => parent))].flatMap((parent) => {
    const found: Y.XmlElement[] = []
    if (!(parent instanceof Y.XmlFragment)) return found
    for (let item = parent._start; item !== null; item = item.right) {
      const type: unknown = item.content instanceof Y.ContentType ? item.content.type : null
      if (type instanceof Y.XmlElement && wanted.has(type)) found.push(type)
    }
    return found
  })
}
