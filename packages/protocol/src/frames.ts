// Binary frames, byte for byte as y-websocket 2 and 3 speak them: one WebSocket message is one frame. The payloads
// (updates, awareness entries) stay bytes here; scan-update.ts and awareness.ts look inside.

import * as encoding from 'lib0/encoding'
import { ByteReader } from './byte-reader.ts'
import { ProtocolError } from './errors.ts'

export type Frame =
  | { readonly type: 'sync-step-1'; readonly stateVector: Uint8Array }
  | { readonly type: 'sync-step-2'; readonly update: Uint8Array }
  | { readonly type: 'update'; readonly update: Uint8Array }
  | { readonly type: 'awareness'; readonly entries: Uint8Array }
  | { readonly type: 'query-awareness' }
  | { readonly type: 'auth-denied'; readonly reason: string }

const sync = 0
const awareness = 1
const auth = 2
const queryAwareness = 3

const syncStep1 = 0
const syncStep2 = 1
const syncUpdate = 2

const permissionDenied = 0

/**
 * An awareness frame that carries nobody. A stock client drops its connection after 30 s without a message and
 * throws on an unknown type, so this is what a quiet connection is kept alive with. Do not write to it.
 */
export const keepaliveFrame: Uint8Array = Uint8Array.of(awareness, 1, 0)

/** The byte fields are views of `bytes`, not copies. Throws a ProtocolError 'bad-frame' or 'unknown-frame'. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const reader = new ByteReader(bytes, 'bad-frame', 'A frame')
  const frame = readFrame(reader)
  reader.end()
  return frame
}

export function encodeFrame(frame: Frame): Uint8Array {
  switch (frame.type) {
    case 'sync-step-1':
      return encodeBytes([sync, syncStep1], frame.stateVector)
    case 'sync-step-2':
      return encodeBytes([sync, syncStep2], frame.update)
    case 'update':
      return encodeBytes([sync, syncUpdate], frame.update)
    case 'awareness':
      return encodeBytes([awareness], frame.entries)
    case 'query-awareness':
      return Uint8Array.of(queryAwareness)
    case 'auth-denied':
      return encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, auth)
        encoding.writeVarUint(encoder, permissionDenied)
        encoding.writeVarString(encoder, frame.reason)
      })
    default:
      return unknownFrame(frame)
  }
}

function readFrame(reader: ByteReader): Frame {
  const type = reader.varUint()
  switch (type) {
    case sync:
      return readSyncFrame(reader)
    case awareness:
      return { type: 'awareness', entries: reader.varBytes() }
    case auth: {
      const kind = reader.varUint()
      if (kind === permissionDenied) return { type: 'auth-denied', reason: reader.varString() }
      throw new ProtocolError('unknown-frame', `An auth frame of kind ${kind} is unknown; only 0 is defined.`)
    }
    case queryAwareness:
      return { type: 'query-awareness' }
    default:
      throw new ProtocolError('unknown-frame', `A frame of type ${type} is unknown; types are 0 to 3.`)
  }
}

function readSyncFrame(reader: ByteReader): Frame {
  const kind = reader.varUint()
  switch (kind) {
    case syncStep1:
      return { type: 'sync-step-1', stateVector: reader.varBytes() }
    case syncStep2:
      return { type: 'sync-step-2', update: reader.varBytes() }
    case syncUpdate:
      return { type: 'update', update: reader.varBytes() }
    default:
      throw new ProtocolError('unknown-frame', `A sync frame of kind ${kind} is unknown; kinds are 0 to 2.`)
  }
}

function unknownFrame(frame: never): never {
  throw new TypeError(`There is no such frame: ${JSON.stringify(frame)}.`)
}

function encodeBytes(head: readonly number[], body: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    for (const value of head) encoding.writeVarUint(encoder, value)
    encoding.writeVarUint8Array(encoder, body)
  })
}
