import { expect, test } from 'vitest'

import { readId } from './attrs.ts'
import { blockIdAlphabet, blockIdLength, createBlockId } from './ids.ts'

test('an id has twelve signs, one for each random byte', () => {
  let next = 0
  const ids = Array.from({ length: 64 }, () => createBlockId((length) => new Uint8Array(length).fill(next++)))
  expect(new Set(ids).size).toBe(32)
  for (const id of ids) {
    expect(id).toHaveLength(blockIdLength)
    expect(readId(id)).toBe(id)
  }
})

test('the alphabet has 32 different signs, so that every byte picks evenly', () => {
  expect(new Set(blockIdAlphabet).size).toBe(32)
})
