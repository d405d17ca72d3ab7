import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { decodeStateVector, encodeStateVector } from './state-vector.ts'
import { varUint } from './testing/update-builder.ts'

test('the bytes are those of yjs, both ways', () => {
  const uint32 = fc.nat(2 ** 32 - 1)
  fc.assert(
    fc.property(fc.array(fc.tuple(uint32, fc.nat(2 ** 31))), (entries) => {
      const stateVector = new Map(entries)
      const bytes = encodeStateVector(stateVector)
      expect(bytes).toEqual(Y.encodeStateVector(stateVector))
      expect(decodeStateVector(bytes)).toEqual(stateVector)
      expect(Y.decodeStateVector(bytes)).toEqual(stateVector)
    }),
  )
})

test.each([
  ['no bytes', [], 'it ends too early'],
  ['a billion clients announced', [...varUint(1e9)], 'more than 100000'],
  ['more clients announced than bytes', [3, 1, 1], 'cannot hold the 3 clients'],
  ['bytes after the end', [0, 0], '1 bytes follow'],
  ['a client twice', [2, 1, 1, 1, 2], 'appears twice'],
  ['a client ID beyond 32 bits', [1, ...varUint(2 ** 32), 1], 'larger than 2^32-1'],
])('%s is refused', (_what, bytes, reason) => {
  expect(() => decodeStateVector(Uint8Array.from(bytes))).toThrow(
    expect.objectContaining({ code: 'bad-state-vector', message: expect.stringContaining(reason) }),
  )
})
