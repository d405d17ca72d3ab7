// A document's updates in one form that depends on nothing but what they say. Yjs cuts and joins what it stores as it
// pleases, and where undo has left contradictory places for restored content, the order of the result depends on the cuts:
// documents that hold the same read back differently, and differently again the next time. Cut by one rule and read in one
// order, the same updates give everybody the same document.
//
// The rule: what lives is joined wherever it can be, which depends only on where each piece says it belongs. What is deleted
// is cut into single pieces: some clients still have its text and others do not, so no two of them could join it alike.

import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** Each piece costs about a hundredth of a millisecond to read: more would stop the page for seconds. */
const maxDeletedPieces = 200_000

/** Everything the document holds, as one update; null when so much is deleted in it that reading it would take too long. */
export function canonicalUpdate(doc: Y.Doc): Uint8Array | null {
  const { structs, ds } = Y.decodeUpdate(Y.encodeStateAsUpdate(doc))
  const byClient = new Map<number, (Y.Item | Y.GC)[]>()
  let deletedPieces = 0
  for (const struct of structs) {
    if (!(struct instanceof Y.Item || struct instanceof Y.GC)) continue
    let own = byClient.get(struct.id.client)
    if (own === undefined) byClient.set(struct.id.client, (own = []))
    if (struct instanceof Y.GC) own.push(struct)
    else if (struct.content instanceof Y.ContentDeleted || Y.isDeleted(ds, struct.id)) {
      deletedPieces += struct.length
      if (deletedPieces > maxDeletedPieces) return null
      own.push(...split(struct))
    } else if (!join(own.at(-1), struct, ds)) own.push(struct)
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

type Deletions = ReturnType<typeof Y.createDeleteSet>

function writeDeletions(encoder: Y.UpdateEncoderV1, { clients }: Deletions): void {
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

/** Adds a living piece to the one before it, when both are one insertion. */
function join(before: Y.Item | Y.GC | undefined, item: Y.Item, ds: Deletions): boolean {
  if (!(before instanceof Y.Item) || before.content.constructor !== item.content.constructor) return false
  const isNext = before.id.clock + before.length === item.id.clock && Y.compareIDs(item.origin, before.lastId)
  if (!isNext || !Y.compareIDs(before.rightOrigin, item.rightOrigin) || Y.isDeleted(ds, before.id))
    return false
  if (!before.content.mergeWith(item.content)) return false
  before.length += item.length
  return true
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
