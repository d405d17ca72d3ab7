// What a local transaction deleted and what it inserted, of texts and elements.

import * as Y from 'yjs'

export interface ChangedItems {
  readonly strings: ReadonlySet<Y.Item>
  readonly texts: ReadonlySet<Y.XmlText>
  readonly elements: readonly Y.XmlElement[]
}

export function killedItems(transaction: Y.Transaction): ChangedItems {
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
      // Also one that was empty: a peer may be typing in it.
      if (content.type instanceof Y.XmlText) texts.add(content.type)
    }
  })
  return { strings, texts, elements }
}

export function madeItems({ doc, beforeState }: Y.Transaction): ChangedItems {
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

/** All that the transaction deleted, also while it goes on. */
export function deletedItems(transaction: Y.Transaction): ReadonlySet<unknown> {
  const deleted = new Set<unknown>()
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => deleted.add(struct))
  return deleted
}

/** Whether it was deleted in this transaction: what was cut since is other items, with the same ids. */
export function isDeletedNow({ deleteSet }: Y.Transaction, { id, deleted }: Y.Item): boolean {
  // Not in order before the transaction ends.
  const ranges = deleted ? (deleteSet.clients.get(id.client) ?? []) : []
  return ranges.some(({ clock, len }) => clock <= id.clock && id.clock < clock + len)
}

/** Whether this client made it in this transaction. */
export function isNew({ doc, beforeState }: Y.Transaction, { id }: Y.Item): boolean {
  return id.client === doc.clientID && id.clock >= (beforeState.get(doc.clientID) ?? 0)
}

export function idOf(type: { readonly _item: Y.Item | null }): Y.ID {
  if (type._item === null) throw new Error('A root type has no id.')
  return type._item.id
}
