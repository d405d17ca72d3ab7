import { describe, expect, test } from 'vitest'
import { peopleHere, samePeople } from './people.ts'

const me = { name: 'Quiet Heron', color: '#2563eb' }
const here = (states: readonly [number, unknown][]) =>
  peopleHere({ states: new Map(states), ownClientId: 1, me, someone: 'Jemand' })
const user = (name: unknown, color: unknown = '#c2410c') => ({ user: { name, color } })

describe('people here', () => {
  test('others are listed in a stable order, without me', () => {
    const people = here([
      [9, user('Bo')],
      [1, user(me.name, me.color)],
      [3, user('Ada')],
    ])
    expect(people.map((person) => person.name)).toEqual(['Ada', 'Bo'])
  })

  test('several tabs of one person are one person, and my other tabs are me', () => {
    const people = here([
      [2, user('Ada', '#C2410C')],
      [3, user('Ada', '#c2410c')],
      [4, user('Ada', '#15803d')],
      [5, user(me.name, me.color)],
    ])
    expect(people.map((person) => person.clientId)).toEqual([2, 4])
  })

  test('a browser without a readable name is nobody to show', () => {
    expect(
      here([
        [2, null],
        [3, {}],
        [4, { user: null }],
        [5, user(7)],
        [6, 'x'],
        [7, { user: 'Ada' }],
      ]),
    ).toEqual([])
  })

  test('a stranger’s words are cut, and a bad colour is replaced', () => {
    const [person] = here([[2, user(`Ada\n${'x'.repeat(500)}`, 'red;')]])
    expect(person?.name).toHaveLength(32)
    expect(person?.color).toMatch(/^#[0-9a-f]{6}$/)
    expect(here([[2, user('  ')]])[0]?.name).toBe('Jemand')
  })

  test('someone is idle when all their tabs are, and their caret is where they are at work', () => {
    const away = { ...user('Ada'), idle: true }
    expect(here([[2, away]])).toMatchObject([{ clientId: 2, idle: true }])
    expect(
      here([
        [2, away],
        [3, user('Ada')],
      ]),
    ).toMatchObject([{ clientId: 2, caretId: 3, idle: false }])
    expect(samePeople(here([[2, away]]), here([[2, user('Ada')]]))).toBe(false)
    expect(here([[2, { ...user('Ada'), idle: 'yes' }]])[0]?.idle).toBe(false)
  })

  test('a caret that moves changes nobody; a new name or a leaving person does', () => {
    const before = here([[2, { ...user('Ada'), cursor: 1 }]])
    expect(samePeople(before, here([[2, { ...user('Ada'), cursor: 2 }]]))).toBe(true)
    expect(samePeople(before, here([[2, user('Bea')]]))).toBe(false)
    expect(samePeople(before, here([]))).toBe(false)
  })
})
