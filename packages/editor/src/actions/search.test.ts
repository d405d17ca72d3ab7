import { expect, test } from 'vitest'
import { search } from './search.ts'

const items = [
  { label: 'Text', keywords: 'paragraph plain' },
  { label: 'Heading 1', keywords: 'title h1' },
  { label: 'Heading 2', keywords: 'subtitle h2' },
  { label: 'Bulleted list', keywords: 'unordered ul' },
  { label: 'Numbered list', keywords: 'ordered ol' },
  { label: 'Überschrift' },
]
const found = (query: string) => search(items, query).map(({ label }) => label)

test('nothing typed finds everything, in its order', () => {
  expect(found('')).toEqual(items.map(({ label }) => label))
})

test('the beginning of the name comes before other words and before letters inside', () => {
  expect(found('t')).toEqual(['Text', 'Heading 1', ...found('t').slice(2)])
  expect(found('list')).toEqual(['Bulleted list', 'Numbered list'])
  expect(found('h2')[0]).toBe('Heading 2')
  expect(found('title')).toEqual(['Heading 1'])
})

test('letters in order find a name, when they begin with one of its words', () => {
  expect(found('nl')).toEqual(['Numbered list'])
  expect(found('h1')).toEqual(['Heading 1'])
  expect(found('qz')).toEqual([])
})

test('accents and case do not matter', () => {
  expect(found('uber')).toEqual(['Überschrift'])
})
