// A WebSocket message as its bytes on the wire (RFC 6455, 5.2): whole, neither masked nor compressed, as a server
// sends it. The engine gives the same array to every receiver, so what was framed is remembered for a while.
import { atEndOfTurn } from './end-of-turn.ts'

const final = 0x80
const textOpcode = 1
const binaryOpcode = 2

/** What this turn has framed: everybody in a room is sent the same within one. */
const ofThisTurn = new Map<Uint8Array, Buffer>()
/** The last of it, which is asked for by one receiver after the other. */
let latest: { readonly payload: Uint8Array; readonly bytes: Buffer } | undefined
const forgetting = {
  endOfTurn() {
    ofThisTurn.clear()
    latest = undefined
  },
}

/** A long answer is shared by those who join in different turns as well, as long as the engine keeps it. */
const long = new WeakMap<Uint8Array, Buffer>()
const longFrom = 16 * 1024

/** The bytes are shared by all who are given this payload: nobody may change them. */
export function encodeBinaryMessage(payload: Uint8Array): Buffer {
  if (latest?.payload === payload) return latest.bytes
  const isLong = payload.length >= longFrom
  const known = isLong ? long.get(payload) : ofThisTurn.get(payload)
  if (known !== undefined) return known
  const bytes = encode(binaryOpcode, payload)
  if (isLong) {
    long.set(payload, bytes)
  } else {
    if (ofThisTurn.size === 0) atEndOfTurn(forgetting)
    ofThisTurn.set(payload, bytes)
    latest = { payload, bytes }
  }
  return bytes
}

export function encodeTextMessage(text: string): Buffer {
  return encode(textOpcode, Buffer.from(text))
}

function encode(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const bytes = Buffer.allocUnsafe(head + length)
  bytes[0] = final | opcode
  if (head === 2) {
    bytes[1] = length
  } else if (head === 4) {
    bytes[1] = 126
    bytes.writeUInt16BE(length, 2)
  } else {
    bytes[1] = 127
    bytes.writeBigUInt64BE(BigInt(length), 2)
  }
  bytes.set(payload, head)
  return bytes
}
