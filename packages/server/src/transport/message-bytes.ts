// A WebSocket message as its bytes on the wire (RFC 6455, 5.2): whole, neither masked nor compressed, as a server
// sends it. The engine gives the same array to every receiver in a row, so the last one framed is remembered.
import { atEndOfTurn } from './end-of-turn.ts'

const final = 0x80
const textOpcode = 1
const binaryOpcode = 2

let last: { readonly payload: Uint8Array; readonly bytes: Buffer } | undefined

/** The bytes are shared by all who are given this payload: nobody may change them. */
export function encodeBinaryMessage(payload: Uint8Array): Buffer {
  if (last?.payload === payload) return last.bytes
  // Remembered for this turn only: it may be a whole document.
  if (last === undefined) atEndOfTurn(forget)
  const bytes = encode(binaryOpcode, payload)
  last = { payload, bytes }
  return bytes
}

function forget(): void {
  last = undefined
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
