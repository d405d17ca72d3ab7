import { expect, test } from 'vitest'
import { after, code, p, state } from '../../test-editor.ts'
import { matchPeople, typeSign } from './mention.ts'

const people = [{ name: 'Ada Quill' }, { name: 'Ben' }, { name: 'Élodie' }]
const named = (query: string) => matchPeople(people, query).map(({ name }) => name)

test('people are found by the beginning of any of their names, with or without accents', () => {
  expect(named('')).toEqual(['Ada Quill', 'Ben', 'Élodie'])
  expect(named('qu')).toEqual(['Ada Quill'])
  expect(named('elo')).toEqual(['Élodie'])
  expect(named('ada q')).toEqual(['Ada Quill'])
  expect(named('da')).toEqual([])
})

test('the sign is typed where it means something: after a space, and not in code', () => {
  expect(after(state(p('ask<a>')), typeSign('@'))).toBe('p:ask @<a>')
  expect(after(state(p('ask <a>')), typeSign('@'))).toBe('p:ask @<a>')
  expect(after(state(code('ask<a>')), typeSign('@'))).toBeUndefined()
})
