// Yjs updates (V1) put together by hand, so that tests can write what yjs itself never would.

import * as encoding from 'lib0/encoding'

type Id = readonly [client: number, clock: number]

/** Where an item stands; without any of these: in the root type `text`. */
export interface Place {
  readonly origin?: Id
  readonly rightOrigin?: Id
  readonly parent?: Id
  readonly root?: string
  readonly key?: string
}

export type Struct = (encoder: encoding.Encoder) => void

export interface UpdateParts {
  readonly blocks?: readonly {
    readonly client: number
    readonly clock: number
    readonly structs: readonly Struct[]
    /** What the update claims, when that is not the truth. */
    readonly count?: number
  }[]
  /** As yjs writes it: the blocks in descending order of their clients, unless 'as-given'. */
  readonly order?: 'as-given'
  readonly deletes?: readonly {
    readonly client: number
    readonly ranges: readonly (readonly [number, number])[]
  }[]
}

export function buildUpdate({ blocks: given = [], deletes = [], order }: UpdateParts): Uint8Array {
  const blocks = order === 'as-given' ? given : given.toSorted((a, b) => b.client - a.client)
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, blocks.length)
    for (const { client, clock, structs, count } of blocks) {
      encoding.writeVarUint(encoder, count ?? structs.length)
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      for (const write of structs) write(encoder)
    }
    encoding.writeVarUint(encoder, deletes.length)
    for (const { client, ranges } of deletes) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, ranges.length)
      for (const [clock, length] of ranges) {
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarUint(encoder, length)
      }
    }
  })
}

export function gc(length: number): Struct {
  return (encoder) => {
    encoding.writeUint8(encoder, 0)
    encoding.writeVarUint(encoder, length)
  }
}

export function skip(length: number): Struct {
  return (encoder) => {
    encoding.writeUint8(encoder, 10)
    encoding.writeVarUint(encoder, length)
  }
}

/** An item whose content is `kind` and `bytes` as they are. */
export function item(kind: number, bytes: Uint8Array | readonly number[], place: Place = {}): Struct {
  const { origin, rightOrigin, parent, root = 'text', key } = place
  return (encoder) => {
    const info =
      kind |
      (origin ? 0b1000_0000 : 0) |
      (rightOrigin ? 0b0100_0000 : 0) |
      (key === undefined ? 0 : 0b0010_0000)
    encoding.writeUint8(encoder, info)
    if (origin) writeId(encoder, origin)
    if (rightOrigin) writeId(encoder, rightOrigin)
    if (!origin && !rightOrigin) {
      encoding.writeVarUint(encoder, parent ? 0 : 1)
      if (parent) writeId(encoder, parent)
      else encoding.writeVarString(encoder, root)
      if (key !== undefined) encoding.writeVarString(encoder, key)
    }
    encoding.writeUint8Array(encoder, Uint8Array.from(bytes))
  }
}

export function text(value: string, place?: Place): Struct {
  return item(4, varString(value), place)
}

export function type(ref: number, place?: Place & { readonly name?: string }): Struct {
  return item(7, place?.name === undefined ? [ref] : [ref, ...varString(place.name)], place)
}

/** A list of one value, in lib0's own encoding. */
export function any(bytes: readonly number[], place?: Place): Struct {
  return item(8, [1, ...bytes], place)
}

export function embed(json: string, place?: Place): Struct {
  return item(5, varString(json), place)
}

export function varString(value: string): Uint8Array {
  return encoding.encode((encoder) => encoding.writeVarString(encoder, value))
}

export function varUint(value: number): Uint8Array {
  return encoding.encode((encoder) => encoding.writeVarUint(encoder, value))
}

function writeId(encoder: encoding.Encoder, [client, clock]: Id): void {
  encoding.writeVarUint(encoder, client)
  encoding.writeVarUint(encoder, clock)
}
