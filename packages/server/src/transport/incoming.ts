// A WebSocket message as the engine takes it: a text, or bytes in a plain array.
import type { RawData } from 'ws'

export type Incoming = Uint8Array | string

/** Plain arrays: a Buffer's `slice` shares memory where the engine expects a copy. */
export function toIncoming(data: RawData, isBinary: boolean): Incoming {
  const buffer = Array.isArray(data) ? Buffer.concat(data) : data
  if (buffer instanceof ArrayBuffer) return isBinary ? new Uint8Array(buffer) : Buffer.from(buffer).toString()
  return isBinary ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength) : buffer.toString()
}
