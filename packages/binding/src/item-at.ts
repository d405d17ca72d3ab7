import * as Y from 'yjs'

/** The item with this character; null when it has not arrived, or Yjs has forgotten it. */
export function itemAt(store: Y.Doc['store'], { client, clock }: Y.ID): Y.Item | null {
  if (clock >= Y.getState(store, client)) return null
  const struct = Y.getItem(store, Y.createID(client, clock)) as Y.Item | Y.GC
  return struct instanceof Y.Item ? struct : null
}
