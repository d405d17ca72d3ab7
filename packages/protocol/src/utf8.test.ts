import * as fc from 'fast-check'
import { decodeUtf8 } from 'lib0/string'
import { expect, test } from 'vitest'
import { utf16Length } from './utf8.ts'

function expectedLength(bytes: Uint8Array): number {
  try {
    return decodeUtf8(bytes).length
  } catch {
    return -1
  }
}

test('the length is that of the decoded string, and -1 exactly when decoding throws', () => {
  // Bytes near the borders of the grammar, so that valid and nearly valid sequences are common.
  const byte = fc.constantFrom(
    0x00,
    0x41,
    0x7f,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xec,
    0xed,
    0xef,
    0xf0,
    0xf3,
    0xf4,
    0xf5,
    0xff,
  )
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 6 }), (list) => {
      const bytes = Uint8Array.from(list)
      expect(utf16Length(bytes, 0, bytes.length)).toBe(expectedLength(bytes))
    }),
    { numRuns: 5000 },
  )
})

test('it does not look beyond the end it was given', () => {
  const bytes = Uint8Array.of(0x61, 0xf0, 0x9f, 0x98, 0x80)
  expect(utf16Length(bytes, 0, 5)).toBe(3)
  expect(utf16Length(bytes, 0, 4)).toBe(-1)
  expect(utf16Length(bytes, 0, 1)).toBe(1)
})
