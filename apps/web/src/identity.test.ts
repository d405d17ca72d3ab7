import { describe, expect, test } from 'vitest'
import { isHexColor } from './color.ts'
import {
  cleanName,
  rememberIdentity,
  decodeIdentity,
  initials,
  maxNameLength,
  randomIdentity,
} from './identity.ts'

describe('identity', () => {
  test('a name is one line, trimmed, without control characters, and bounded', () => {
    expect(cleanName('  Ada \n\t Lovelace\u0000 ')).toBe('Ada Lovelace')
    expect(cleanName('é'.repeat(200))).toBe('é'.repeat(maxNameLength))
    expect(cleanName(' \u2028 ')).toBe('')
  })

  test('cutting a long name never splits a character in two', () => {
    const cut = cleanName(`${'a'.repeat(maxNameLength - 1)}😀😀`)
    expect(cut.endsWith('😀')).toBe(true)
    expect(cut.isWellFormed()).toBe(true)
  })

  test('initials are the first and last word, whole characters, and never empty', () => {
    expect(initials('Quiet Heron')).toBe('QH')
    expect(initials('ada')).toBe('A')
    expect(initials('Ana de la Cruz')).toBe('AC')
    expect(initials('👩‍🔬 Curie')).toBe('👩‍🔬C')
    expect(initials('')).toBe('?')
  })

  test('a random identity always has a name and a colour, at both ends of the range', () => {
    for (const random of [0, 0.5, 0.999_999]) {
      const identity = randomIdentity(() => random)
      expect(identity.name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/)
      expect(isHexColor(identity.color)).toBe(true)
    }
  })

  test('a newcomer gets a name of their language, once; who has a name keeps it', () => {
    const kept = new Map<string, string>()
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    }
    rememberIdentity(storage).welcome(['Stiller Reiher'])
    expect(rememberIdentity(storage).get().name).toBe('Stiller Reiher')
    const store = rememberIdentity(storage)
    store.welcome(['Flinke Schwalbe'])
    expect(store.get().name).toBe('Stiller Reiher')
  })

  test('what was remembered comes back; what cannot be understood does not', () => {
    const ada = { name: 'Ada', color: '#2563eb' }
    expect(decodeIdentity(JSON.stringify(ada))).toEqual(ada)
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"name":""}',
      '{"name":"Ada","color":"red"}',
      '{"color":"#2563eb"}',
    ]) {
      expect(decodeIdentity(text)).toBeUndefined()
    }
  })
})
