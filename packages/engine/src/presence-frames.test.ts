import { decodeAwareness, decodeFrame, encodeAwareness, encodeFrame } from '@stet/protocol'
import type { AwarenessEntry } from '@stet/protocol'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PresenceFrames } from './presence-frames.ts'

const entries = fc.uniqueArray(
  fc.record({
    clientId: fc.nat(2 ** 32 - 1),
    clock: fc.nat(2 ** 32 - 1),
    state: fc.oneof(
      fc.constant('null'),
      fc.record({ name: fc.string({ unit: 'grapheme' }) }).map((state) => JSON.stringify(state)),
    ),
  }),
  { selector: ({ clientId }) => clientId, minLength: 1, maxLength: 300 },
)

function encode(changes: readonly AwarenessEntry[]): Uint8Array {
  return encodeFrame({ type: 'awareness', entries: encodeAwareness(changes) })
}

test('a frame is what encoding all entries but the own one gives', () => {
  fc.assert(
    fc.property(entries, fc.nat(), (changes, pick) => {
      const frames = new PresenceFrames(changes)
      const own = changes[pick % changes.length]!.clientId
      const others = changes.filter(({ clientId }) => clientId !== own)
      expect(frames.for(own)).toEqual(others.length === 0 ? undefined : encode(others))
      expect(frames.for(undefined)).toEqual(encode(changes))
      expect(frames.for(-1)).toBe(frames.for(undefined))
    }),
  )
})

test('more entries than fit into one byte of count are told', () => {
  const changes = Array.from({ length: 200 }, (_, clientId) => ({ clientId, clock: 1, state: '{}' }))
  const frame = decodeFrame(new PresenceFrames(changes).for(7) ?? new Uint8Array())
  if (frame.type !== 'awareness') throw new Error('It is another frame.')
  expect(decodeAwareness(frame.entries)).toEqual(changes.filter(({ clientId }) => clientId !== 7))
})
