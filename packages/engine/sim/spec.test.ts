/**
 * SPEC.md and the tests name the same rules: a rule without a test is a wish, and a number that no rule has is a lie.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../', import.meta.url)

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}

function numbers(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set([...text.matchAll(pattern)].map((match) => match[1]!))
}

const rules = numbers(read('SPEC.md'), /^- \*\*\[([A-Z]{2}\d+)\]\*\*/gm)
const tests = ['src', 'sim'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, root))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => read(`${folder}/${name}`)),
)
// Quoted in the name of a test, not merely in a comment: after `test(` or the `)(` of `test.each`.
const names = tests.flatMap((text) =>
  [...text.matchAll(/(?:\btest|\))\(\s*['`](\[[^'`\n]*)/g)].map((match) => match[1]!),
)
const quoted = numbers(names.join('\n'), /\[([A-Z]{2}\d+)\]/g)

test('every rule of SPEC.md is quoted by the name of a test', () => {
  expect(rules.size).toBeGreaterThan(30)
  expect([...rules].filter((rule) => !quoted.has(rule))).toEqual([])
})

test('every rule that a test quotes is in SPEC.md', () => {
  expect([...quoted].filter((rule) => !rules.has(rule))).toEqual([])
})
