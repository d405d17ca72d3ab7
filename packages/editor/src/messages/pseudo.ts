// A language for tests, `en-XA`: every sentence is a third longer, accented and in brackets. What still reads as plain
// English on the page was never put into a table, and what is cut off has no room for German.
import type { Plural, TranslationOf, WordTable } from './words.ts'

const accents: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
}

export function pseudoTranslation<Table extends WordTable>(source: Table): TranslationOf<Table> {
  const entries = Object.entries(source).map(([key, words]: [string, string | Plural]) => [
    key,
    typeof words === 'string'
      ? pseudo(words)
      : Object.fromEntries(Object.entries(words).map(([form, text]) => [form, pseudo(String(text))])),
  ])
  return Object.fromEntries(entries) as TranslationOf<Table>
}

// Names in braces are filled in later and stay as they are.
function pseudo(words: string): string {
  const accented = words.replace(/\{\w+\}|[aeiou]/gi, (found) => accents[found] ?? found)
  return `[${accented}${' ·'.repeat(Math.ceil(words.length / 6))}]`
}
