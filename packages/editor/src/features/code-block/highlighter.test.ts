import { expect, test } from 'vitest'
import { grammars } from './grammars.ts'
import { tokenize } from './highlighter.ts'
import { findLanguage, languages } from './languages.ts'

test('code becomes tokens by offsets in it', async () => {
  const code = "const a = 'x' // why"
  const tokens = await tokenize(code, 'ts')
  const shown = tokens.map(({ from, to, className }) => [code.slice(from, to), className])
  expect(shown).toContainEqual(['const', 'hljs-keyword'])
  expect(shown).toContainEqual(["'x'", 'hljs-string'])
  expect(shown).toContainEqual(['// why', 'hljs-comment'])
})

test('a language that nobody knows leaves the code plain', async () => {
  expect(await tokenize('x = 1', 'klingon')).toEqual([])
})

test('every language has a grammar, and no name means two of them', async () => {
  const names = languages.flatMap(({ id, aliases = [] }) => [id, ...aliases])
  expect(new Set(names).size).toBe(names.length)
  expect(Object.keys(grammars).toSorted()).toEqual(languages.map(({ id }) => id).toSorted())
  for (const { id } of languages) {
    const tokens = await tokenize('a "b" 1', id)
    for (const { from, to } of tokens) expect(from).toBeLessThan(to)
  }
  expect(findLanguage('TypeScript')?.id).toBe('typescript')
})
