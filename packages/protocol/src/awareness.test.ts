import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { Doc } from 'yjs'
import { decodeAwareness, defaultAwarenessLimits, encodeAwareness, type AwarenessEntry } from './awareness.ts'
import { ProtocolError } from './errors.ts'
import { varString, varUint } from './testing/update-builder.ts'

const entry: fc.Arbitrary<AwarenessEntry> = fc.record({
  clientId: fc.nat(2 ** 32 - 1),
  clock: fc.nat(2 ** 32 - 1),
  state: fc.json({ maxDepth: 5 }).filter((json) => json.length < 1000 && !json.includes('__proto__')),
})

function refusal(entries: Uint8Array): string {
  try {
    return JSON.stringify(decodeAwareness(entries))
  } catch (error) {
    return error instanceof ProtocolError && error.code === 'bad-awareness' ? error.message : String(error)
  }
}

function one(state: string): Uint8Array {
  return encodeAwareness([{ clientId: 1, clock: 1, state }])
}

test('what is encoded is decoded to the same entries', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), (entries) => {
      expect(decodeAwareness(encodeAwareness(entries))).toEqual(entries)
    }),
  )
})

test('the bytes are those of y-protocols, both ways', () => {
  const awareness = new Awareness(new Doc())
  awareness.setLocalState({ user: { name: 'Ada 😀', color: '#c00' } })
  const bytes = encodeAwarenessUpdate(awareness, [awareness.clientID])
  const entries = decodeAwareness(bytes)
  expect(entries).toEqual([
    { clientId: awareness.clientID, clock: 1, state: '{"user":{"name":"Ada 😀","color":"#c00"}}' },
  ])
  expect(encodeAwareness(entries)).toEqual(bytes)
  const other = new Awareness(new Doc())
  applyAwarenessUpdate(other, encodeAwareness([{ clientId: 7, clock: 3, state: '{"x":1}' }]), 'test')
  expect(other.getStates().get(7)).toEqual({ x: 1 })
  awareness.destroy()
  other.destroy()
})

test('as many entries as a full room has are fine, 500,000 are refused before they are read', () => {
  const { maxEntries } = defaultAwarenessLimits
  const full = Array.from({ length: maxEntries }, (_, clientId) => ({ clientId, clock: 0, state: 'null' }))
  expect(decodeAwareness(encodeAwareness(full))).toHaveLength(maxEntries)
  expect(refusal(encodeAwareness([...full, { clientId: 999, clock: 0, state: 'null' }]))).toContain(
    'more than 256',
  )
  expect(refusal(varUint(500_000))).toContain('more than 256')
})

test('a clock that can never be passed (that client is locked out) is refused', () => {
  expect(refusal(encodeAwareness([{ clientId: 1, clock: 2 ** 53 - 1, state: '{}' }]))).toContain(
    'larger than 4294967295',
  )
  expect(refusal(Uint8Array.of(1, 1, ...Array.from({ length: 8 }, () => 0xff), 1))).toContain(
    'longer than 8 bytes',
  )
})

test('a client ID beyond 32 bits is refused', () => {
  expect(refusal(encodeAwareness([{ clientId: 2 ** 32, clock: 1, state: '{}' }]))).toContain(
    'larger than 2^32-1',
  )
})

test('a name of 10 MB, deep JSON, __proto__ and what is not JSON are refused', () => {
  expect(refusal(one(JSON.stringify({ name: 'x'.repeat(10_000_000) })))).toContain('more than 4096')
  expect(refusal(one('['.repeat(17) + ']'.repeat(17)))).toContain('nested more than 16 deep')
  expect(refusal(one('{"user":{"__proto__":{}}}'))).toContain('__proto__')
  expect(refusal(one('{"user":'))).toContain('not JSON')
  expect(refusal(one(''))).toContain('not JSON')
  expect(refusal(Uint8Array.of(1, 1, 1, 3, 0x22, 0xff, 0x22))).toContain('not valid UTF-8')
})

test('entries cut short or followed by bytes are refused', () => {
  expect(refusal(new Uint8Array())).toContain('it ends too early')
  expect(refusal(Uint8Array.of(2, 1, 1, ...varString('{}')))).toContain('it ends too early')
  expect(refusal(Uint8Array.of(1, 1, 1, 9, 0x7b))).toContain('a length of 9')
  expect(refusal(Uint8Array.of(0, 0))).toContain('1 bytes follow')
})
