import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPattern, findInText, replacementFor } from './find-pattern.ts'
import type { FindOptions } from './find-pattern.ts'

const plain = { matchCase: false, wholeWord: false, isRegex: false }

function found(text: string, wanted: string, options: Partial<FindOptions> = {}): readonly string[] {
  const pattern = createPattern({ ...plain, ...options, text: wanted })
  if (pattern.kind !== 'pattern') return [pattern.kind]
  return findInText(pattern.regex, text).map(({ from, to }) => text.slice(from, to))
}

test('words are found as they are written, whatever signs are in them', () => {
  expect(found('a.b a+b (a.b)', 'a.b')).toEqual(['a.b', 'a.b'])
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (wanted, before, after) => {
      const pattern = createPattern({ ...plain, matchCase: true, text: wanted })
      if (pattern.kind !== 'pattern') throw new Error(`${wanted} is no pattern.`)
      const text = before + wanted + after
      const first = text.indexOf(wanted)
      expect(findInText(pattern.regex, text)[0]).toEqual({ from: first, to: first + wanted.length })
    }),
  )
})

test('case counts only when asked for', () => {
  expect(found('Sea SEA sea', 'sea')).toHaveLength(3)
  expect(found('Sea SEA sea', 'sea', { matchCase: true })).toEqual(['sea'])
  expect(found('ÄRGER', 'ärger')).toEqual(['ÄRGER'])
})

test('whole words end where letters, digits and accents of any script end', () => {
  expect(found('sea seal overseas sea-bird', 'sea', { wholeWord: true })).toHaveLength(2)
  expect(found('Übermut über', 'über', { wholeWord: true })).toEqual(['über'])
  expect(found('a|b', 'a|b', { wholeWord: true, isRegex: true })).toEqual(['a', 'b'])
})

test('a pattern that is none is told, with what is wrong with it', () => {
  expect(createPattern({ ...plain, isRegex: true, text: '(' })).toEqual({
    kind: 'invalid',
    reason: 'Unterminated group',
  })
  expect(createPattern({ ...plain, isRegex: true, wholeWord: true, text: ')(' }).kind).toBe('invalid')
  expect(found('text', '')).toEqual(['none'])
})

test('matches of nothing are left out', () => {
  expect(found('baab', 'a*', { isRegex: true })).toEqual(['aa'])
})

function replace(text: string, wanted: string, template: string, isRegex = true): readonly string[] {
  const pattern = createPattern({ ...plain, isRegex, text: wanted })
  if (pattern.kind !== 'pattern') return [pattern.kind]
  const { regex } = pattern
  return findInText(regex, text).map((match) => replacementFor({ regex, isRegex, text, match, template }))
}

test('a replacement fills in groups for expressions, and is taken by the letter otherwise', () => {
  expect(replace('12:30, 7:05', String.raw`(\d+):(\d+)`, '$2h$1')).toEqual(['30h12', '05h7'])
  expect(replace('aXb', '(?<=a)X(?=b)', '[$&]')).toEqual(['[X]'])
  expect(replace('cost', 'cost', '$1 $&', false)).toEqual(['$1 $&'])
  expect(replace('one two', String.raw`(?<first>\w)\w*`, '$<first>')).toEqual(['o', 't'])
})
