import { expect, test } from 'vitest'
import { h, p, state } from '../test-editor.ts'
import { readOutline } from './outline.ts'
import { countText, countWords } from './word-count.ts'

test('words are what is between spaces and signs, with their apostrophes, hyphens and points', () => {
  expect(countWords("Don't co-author 3.14 – or “do”, naïve one!").words).toBe(7)
  expect(countWords(' … — ').words).toBe(0)
})

test('languages without spaces are divided into words', () => {
  expect(countWords('今天天气很好').words).toBeGreaterThan(1)
  expect(countWords('今天天气很好').words).toBeLessThan(6)
  expect(countWords('สวัสดีครับ').words).toBeGreaterThanOrEqual(1)
})

test('characters are code points, without line ends', () => {
  expect(countWords('a😀\nb').characters).toBe(3)
})

test('the whole document is counted, and of it what is selected', () => {
  expect(countText(state(h(1, 'Two words'), p('and|three more')))).toEqual({
    words: 5,
    characters: 22,
    selection: undefined,
  })
  expect(countText(state(p('one <a>two'), p('three<b> four'))).selection).toEqual({
    words: 2,
    characters: 8,
  })
})

test('the outline has every heading with its place and level', () => {
  const { doc } = state(h(1, 'Title'), p('text'), h(3, ''), h(2, ' Last '))
  expect(readOutline(doc)).toEqual([
    { pos: 0, level: 1, text: 'Title' },
    { pos: 13, level: 3, text: '' },
    { pos: 15, level: 2, text: 'Last' },
  ])
})
