import { array, assert, boolean, integer, nat, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import { Roster } from './roster.ts'

const people = (count: number): { place: number }[] => Array.from({ length: count }, () => ({ place: -1 }))

test('a roster holds what a Set holds', () => {
  assert(
    property(array(record({ member: nat(9), comes: boolean() })), (steps) => {
      const all = people(10)
      const roster = new Roster<{ place: number }>()
      const set = new Set<{ place: number }>()
      for (const { member, comes } of steps) {
        const one = all[member]!
        roster[comes ? 'add' : 'delete'](one)
        set[comes ? 'add' : 'delete'](one)
      }
      expect(new Set(roster)).toEqual(set)
      expect(roster.size).toBe(set.size)
      expect(new Set(all.filter(({ place }) => place !== -1))).toEqual(set)
    }),
  )
})

test('whoever stays is met, whoever leaves meanwhile', () => {
  assert(
    property(integer({ min: 1, max: 8 }), array(nat(7)), (count, leaving) => {
      const all = people(count)
      const roster = new Roster<{ place: number }>()
      for (const one of all) roster.add(one)
      const met = new Set<{ place: number }>()
      let turn = 0
      for (const one of roster) {
        met.add(one)
        const leaver = all[leaving[turn] ?? -1]
        if (leaver !== undefined) roster.delete(leaver)
        turn += 1
      }
      expect(all.filter((one) => one.place !== -1 && !met.has(one))).toEqual([])
    }),
  )
})
