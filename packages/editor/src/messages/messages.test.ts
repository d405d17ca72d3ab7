import { expect, test } from 'vitest'
import { english } from './english.ts'
import { pseudoTranslation } from './pseudo.ts'
import { createTranslator } from './translate.ts'

test('words come from the table of the language, and in English where it has none', () => {
  const translate = createTranslator('de', english, { toggleBold: 'Fett' })
  expect(translate('toggleBold')).toBe('Fett')
  expect(translate('toggleItalic')).toBe('Italic')
})

test('values are filled in as they are, numbers as the language writes them', () => {
  const translate = createTranslator('de', english, { undo: '{name}: {count}, {other}' })
  expect(translate('undo', { name: '{count}', count: 12_345 })).toBe('{count}: 12.345, {other}')
})

test('the pseudo language has every key, and no sentence as it is in English', () => {
  const pseudo = createTranslator('en', english, pseudoTranslation(english))
  for (const key of Object.keys(english) as (keyof typeof english)[]) {
    expect(pseudo(key)).not.toBe(createTranslator('en', english)(key))
    expect(pseudo(key)).toMatch(/^\[.*\]$/)
  }
})
