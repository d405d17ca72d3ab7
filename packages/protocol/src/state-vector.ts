// A state vector says, for every client ID, the clock that is expected next. Decoded and encoded here so that the
// server can answer a sync step 1 without a Y.Doc.

import * as encoding from 'lib0/encoding'
import { ByteReader } from './byte-reader.ts'

/** client -> next expected clock */
export type StateVector = ReadonlyMap<number, number>

/** Client IDs of yjs 13 are 32-bit unsigned integers. */
export const maxClientId = 0xffff_ffff

/** Beyond it yjs's bit operations on clocks change sign. */
export const maxClock = 2 ** 31

// Documents with 10,000 client IDs are real; ten times that is 1 MB of state vector, the largest frame there is.
const maxClients = 100_000

/** Throws a ProtocolError 'bad-state-vector'. */
export function decodeStateVector(bytes: Uint8Array): Map<number, number> {
  const reader = new ByteReader(bytes, 'bad-state-vector', 'A state vector')
  const count = reader.varUint()
  if (count > maxClients) reader.fail(`it names ${count} clients, more than ${maxClients}`)
  if (count * 2 > reader.left) reader.fail(`it cannot hold the ${count} clients it announces`)
  const stateVector = new Map<number, number>()
  for (let i = 0; i < count; i++) {
    const client = reader.varUint()
    const clock = reader.varUint()
    if (client > maxClientId) reader.fail(`client ID ${client} is larger than 2^32-1`)
    if (stateVector.has(client)) reader.fail(`client ID ${client} appears twice`)
    stateVector.set(client, clock)
  }
  reader.end()
  return stateVector
}

/** Highest client ID first, which makes the bytes equal to those of `Y.encodeStateVector`. */
export function encodeStateVector(stateVector: StateVector): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, stateVector.size)
    for (const [client, clock] of [...stateVector].sort((a, b) => b[0] - a[0])) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
    }
  })
}
