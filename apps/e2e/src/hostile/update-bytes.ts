// Yjs updates (V1) put together byte by byte, because the ones that hurt are those that yjs itself never writes.
import * as encoding from 'lib0/encoding'

export type Id = readonly [client: number, clock: number]

/** Where an item stands. Without any of these: in the root type `text`. */
export interface Place {
  readonly origin?: Id
  readonly rightOrigin?: Id
  readonly parent?: Id
  readonly root?: string
}

export interface Block {
  readonly client: number
  readonly clock: number
  readonly structs: readonly Uint8Array[]
  /** What the block claims to hold, when that is not the truth. */
  readonly count?: number
}

export interface Deletion {
  readonly client: number
  readonly from: number
  readonly length: number
}

export function update(blocks: readonly Block[], deletions: readonly Deletion[] = []): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, blocks.length)
    for (const { client, clock, structs, count } of blocks) {
      encoding.writeVarUint(encoder, count ?? structs.length)
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      for (const struct of structs) encoding.writeUint8Array(encoder, struct)
    }
    encoding.writeVarUint(encoder, deletions.length)
    for (const { client, from, length } of deletions) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint(encoder, from)
      encoding.writeVarUint(encoder, length)
    }
  })
}

/** A stretch that was collected. */
export function garbage(length: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeUint8(encoder, 0)
    encoding.writeVarUint(encoder, length)
  })
}

/** An item whose content is of this kind and these bytes. */
export function item(kind: number, content: Uint8Array, place: Place = {}): Uint8Array {
  const { origin, rightOrigin, parent, root = 'text' } = place
  return encoding.encode((encoder) => {
    encoding.writeUint8(encoder, kind | (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0))
    for (const id of [origin, rightOrigin]) if (id) writeId(encoder, id)
    if (!origin && !rightOrigin) {
      encoding.writeVarUint(encoder, parent ? 0 : 1)
      if (parent) writeId(encoder, parent)
      else encoding.writeVarString(encoder, root)
    }
    encoding.writeUint8Array(encoder, content)
  })
}

export function text(value: string, place?: Place): Uint8Array {
  return item(4, string(value), place)
}

/** A value as JSON text, like an image in a text. */
export function embed(json: string, place?: Place): Uint8Array {
  return item(5, string(json), place)
}

/** A shared list, nested where it stands. */
export function list(place?: Place): Uint8Array {
  return item(7, Uint8Array.of(0), place)
}

export function subdocument(guid: string, place?: Place): Uint8Array {
  // Its options: an empty object.
  return item(9, Uint8Array.of(...string(guid), 118, 0), place)
}

/**
 * A GC struct repeated 2^31 times in the V2 encoding, whose columns are run-length encoded: some thirty bytes that say
 * gigabytes. Nobody sends V2 here, and whoever does must not be listened to.
 */
export function runLengthBomb(): Uint8Array {
  const run = 2 ** 31
  const repeated = (value: number): Uint8Array =>
    encoding.encode((encoder) => {
      // A negative value announces a run, whose length follows.
      encoding.writeVarInt(encoder, -value)
      encoding.writeVarUint(encoder, run - 2)
    })
  const none = new Uint8Array()
  const columns = [none, repeated(3), none, none, Uint8Array.of(0), none, none, none, repeated(1)]
  return encoding.encode((encoder) => {
    encoding.writeUint8(encoder, 0)
    for (const column of columns) encoding.writeVarUint8Array(encoder, column)
    for (const number of [1, run, 0, 0]) encoding.writeVarUint(encoder, number)
  })
}

function string(value: string): Uint8Array {
  return encoding.encode((encoder) => encoding.writeVarString(encoder, value))
}

function writeId(encoder: encoding.Encoder, [client, clock]: Id): void {
  encoding.writeVarUint(encoder, client)
  encoding.writeVarUint(encoder, clock)
}
