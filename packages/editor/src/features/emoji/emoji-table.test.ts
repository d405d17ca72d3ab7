import { expect, test } from 'vitest'
import { emojiTable } from './emoji-table.ts'

const found = (query: string) => emojiTable.search(query, [], 5).map(({ character }) => character)

test('the whole name comes first, then names that begin with it', () => {
  expect(found('smile')[0]).toBe('😄')
  expect(found('tad')[0]).toBe('🎉')
})

test('what it shows is found too, by the words people have for it', () => {
  expect(found('laugh').length).toBe(5)
  expect(found('qqqq')).toEqual([])
})

test('what was used lately comes before its equals', () => {
  const before = emojiTable.search('heart', [], 5)
  const last = before.slice(-1)
  const after = emojiTable.search('heart', last, 5)
  expect(before.indexOf(last[0]!)).toBe(4)
  expect(after.indexOf(last[0]!)).toBe(1)
})

test('every usual one is known by both its names', () => {
  expect(emojiTable.usual.length).toBe(12)
  for (const { character, shortcode } of emojiTable.usual) {
    expect(emojiTable.byCharacter(character)).toBe(emojiTable.byShortcode(shortcode))
  }
})
