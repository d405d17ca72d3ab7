import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { KnownUpdates } from './known-updates.ts'
import type { AcceptedUpdate, ClientRange, DeleteRange } from './scan-result.ts'
import { levelZero } from './type-levels.ts'

function accepted(parts: { structs?: ClientRange[]; deletes?: DeleteRange[] }): AcceptedUpdate {
  return {
    kind: 'accepted',
    overlaps: false,
    structs: [],
    deletes: [],
    roots: [],
    levels: levelZero,
    ...parts,
  }
}

test('clocks go forward only', () => {
  const known = new KnownUpdates()
  expect(known.clock(1)).toBe(0)
  known.add(accepted({ structs: [{ client: 1, from: 0, to: 5 }] }))
  known.add(
    accepted({
      structs: [
        { client: 1, from: 2, to: 4 },
        { client: 2, from: 0, to: 1 },
      ],
    }),
  )
  expect(known.stateVector()).toEqual(new Map([[1, 5], [2, 1]])) // prettier-ignore
  expect(known.clients).toBe(2)
})

test('an update brings something when a struct is beyond the clock or a deletion is not wholly known', () => {
  const known = new KnownUpdates()
  known.add(
    accepted({
      structs: [{ client: 1, from: 0, to: 20 }],
      deletes: [
        { client: 1, from: 2, to: 5 },
        { client: 1, from: 7, to: 9 },
      ],
    }),
  )
  const deletes = (from: number, to: number): AcceptedUpdate =>
    accepted({ deletes: [{ client: 1, from, to }] })
  expect(known.brings(accepted({}))).toBe(false)
  expect(known.brings(accepted({ structs: [{ client: 1, from: 5, to: 20 }] }))).toBe(false)
  expect(known.brings(accepted({ structs: [{ client: 1, from: 20, to: 21 }] }))).toBe(true)
  expect(known.brings(deletes(2, 5))).toBe(false)
  expect(known.brings(deletes(3, 4))).toBe(false)
  expect(known.brings(deletes(1, 3))).toBe(true)
  expect(known.brings(deletes(4, 6))).toBe(true)
  expect(known.brings(deletes(2, 9))).toBe(true)
  expect(known.brings(accepted({ deletes: [{ client: 2, from: 0, to: 1 }] }))).toBe(true)
})

test('deletions are remembered exactly, one by one or in bulk, in any order and overlapping', () => {
  const range = fc.record({
    client: fc.constantFrom(1, 2),
    from: fc.nat(40),
    length: fc.integer({ min: 1, max: 12 }),
  })
  fc.assert(
    fc.property(fc.array(fc.array(range, { maxLength: 8 }), { maxLength: 8 }), range, (updates, asked) => {
      const known = new KnownUpdates()
      const model = new Set<string>()
      for (const ranges of updates) {
        const deletes = ranges.map(({ client, from, length }) => ({ client, from, to: from + length }))
        known.add(accepted({ deletes: deletes.sort((a, b) => a.client - b.client) }))
        for (const { client, from, to } of deletes)
          for (let at = from; at < to; at++) model.add(`${client} ${at}`)
      }
      let all = true
      for (let at = asked.from; at < asked.from + asked.length; at++)
        all &&= model.has(`${asked.client} ${at}`)
      const question = accepted({
        deletes: [{ client: asked.client, from: asked.from, to: asked.from + asked.length }],
      })
      expect(known.brings(question)).toBe(!all)
    }),
    { numRuns: 2000 },
  )
})
