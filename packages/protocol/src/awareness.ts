// Presence as y-protocols writes it: a list of (client, clock, state as JSON text). Decoded with bounds, because an
// unbounded one is an open door: 500,000 IDs, a name of 10 MB, JSON 200 kB deep, a clock that can never be passed.

import * as encoding from 'lib0/encoding'
import { ByteReader } from './byte-reader.ts'
import { decodeUtf8 } from 'lib0/string'
import { jsonFault } from './json-bytes.ts'
import { maxClientId } from './state-vector.ts'
import { utf16Length } from './utf8.ts'

export interface AwarenessEntry {
  readonly clientId: number
  readonly clock: number
  /** JSON text; `null` means gone. */
  readonly state: string
}

export interface AwarenessLimits {
  readonly maxEntries: number
  readonly maxStateBytes: number
  readonly maxDepth: number
  readonly maxClock: number
}

export const defaultAwarenessLimits: AwarenessLimits = {
  // A stock client echoes every state that changed, so a frame may hold as many entries as the room has sessions (200).
  maxEntries: 256,
  // A name, a colour, a selection: real states have about 300 bytes.
  maxStateBytes: 4096,
  maxDepth: 16,
  // The clock counts up by one per change. The largest integer could never be passed again: that client would be
  // locked out. Other implementations hold it in 32 bits, and at 20 changes a second that lasts seven years.
  maxClock: 0xffff_ffff,
}

/** Throws a ProtocolError 'bad-awareness'. */
export function decodeAwareness(
  entries: Uint8Array,
  limits: AwarenessLimits = defaultAwarenessLimits,
): AwarenessEntry[] {
  const reader = new ByteReader(entries, 'bad-awareness', 'An awareness frame')
  const count = reader.varUint()
  if (count > limits.maxEntries) reader.fail(`it holds ${count} entries, more than ${limits.maxEntries}`)
  const decoded: AwarenessEntry[] = []
  for (let i = 0; i < count; i++) {
    const clientId = reader.varUint()
    if (clientId > maxClientId) reader.fail(`client ID ${clientId} is larger than 2^32-1`)
    const clock = reader.varUint()
    if (clock > limits.maxClock) reader.fail(`clock ${clock} is larger than ${limits.maxClock}`)
    decoded.push({ clientId, clock, state: readState(reader, limits) })
  }
  reader.end()
  return decoded
}

export function encodeAwareness(entries: readonly AwarenessEntry[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const entry of entries) {
      encoding.writeVarUint(encoder, entry.clientId)
      encoding.writeVarUint(encoder, entry.clock)
      encoding.writeVarString(encoder, entry.state)
    }
  })
}

function readState(reader: ByteReader, limits: AwarenessLimits): string {
  const length = reader.varUint()
  if (length > limits.maxStateBytes)
    reader.fail(`a state has ${length} bytes, more than ${limits.maxStateBytes}`)
  const from = reader.skip(length)
  const { bytes, at: to } = reader
  if (utf16Length(bytes, from, to) < 0) reader.fail('a state is not valid UTF-8')
  const fault = jsonFault({ bytes, from, to, maxDepth: limits.maxDepth })
  if (fault !== undefined) reader.fail(fault)
  return decodeUtf8(bytes.subarray(from, to))
}
