// A document's updates in one form that depends on nothing but what they say. Yjs cuts and joins what it stores as it
// pleases, and where undo has left contradictory places for restored content, the order of the result depends on the cuts:
// documents that hold the same read back differently, and differently again the next time. Cut down to single characters
// and read in one fixed order, the same updates give everybody the same document.

import * as Y from 'yjs'
import * as encoding from 'lib0/encoding'

/** Everything the document holds, as one update. */
export function canonicalUpdate(doc: Y.Doc): Uint8Array {
  const { structs, ds } = Y.decodeUpdate(Y.encodeStateAsUpdate(doc))
  const byClient = new Map<number, (Y.Item | Y.GC)[]>()
  for (const struct of structs) {
    if (!(struct instanceof Y.Item || struct instanceof Y.GC)) continue
    let own = byClient.get(struct.id.client)
    if (own === undefined) byClient.set(struct.id.client, (own = []))
    own.push(...(struct instanceof Y.Item ? split(struct) : [struct]))
  }
  const encoder = new Y.UpdateEncoderV1()
  encoding.writeVarUint(encoder.restEncoder, byClient.size)
  for (const [client, own] of [...byClient].sort(([one], [other]) => other - one)) {
    encoding.writeVarUint(encoder.restEncoder, own.length)
    encoder.writeClient(client)
    encoding.writeVarUint(encoder.restEncoder, own[0]?.id.clock ?? 0)
    for (const struct of own) struct.write(encoder, 0)
  }
  writeDeletions(encoder, ds)
  return encoder.toUint8Array()
}

function writeDeletions(encoder: Y.UpdateEncoderV1, { clients }: ReturnType<typeof Y.createDeleteSet>): void {
  encoding.writeVarUint(encoder.restEncoder, clients.size)
  for (const [client, ranges] of clients) {
    encoding.writeVarUint(encoder.restEncoder, client)
    encoding.writeVarUint(encoder.restEncoder, ranges.length)
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(encoder.restEncoder, clock)
      encoding.writeVarUint(encoder.restEncoder, len)
    }
  }
}

function split(whole: Y.Item): Y.Item[] {
  const items: Y.Item[] = []
  let item = whole
  while (item.length > 1) {
    const { id, content, rightOrigin } = item
    const at = isSurrogatePair(content) ? 2 : 1
    if (at >= item.length) break
    const rest = content.splice(at)
    item.length = at
    items.push(item)
    const [last, next] = [Y.createID(id.client, id.clock + at - 1), Y.createID(id.client, id.clock + at)]
    item = new Y.Item(next, null, last, null, rightOrigin, item.parent, item.parentSub, rest)
  }
  items.push(item)
  return items
}

/** Half a character cannot be stored. */
function isSurrogatePair(content: unknown): boolean {
  return content instanceof Y.ContentString && /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(content.str)
}
