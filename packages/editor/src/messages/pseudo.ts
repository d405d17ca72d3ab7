// A language for tests: every sentence is a third longer, accented and in brackets. What still reads as plain English on
// the page was never put into the table, and what is cut off has no room for German.
import { english } from './english.ts'
import type { MessageKey, Messages, Plural } from './english.ts'

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

export function pseudoMessages(): Messages {
  const entries = Object.entries(english).map(([key, words]: [string, string | Plural]) => [
    key,
    typeof words === 'string'
      ? pseudo(words)
      : Object.fromEntries(Object.entries(words).map(([form, text]) => [form, pseudo(String(text))])),
  ])
  return Object.fromEntries(entries) as Record<MessageKey, never>
}

// Names in braces are filled in later and stay as they are.
function pseudo(words: string): string {
  const accented = words.replace(/\{\w+\}|[aeiou]/gi, (found) => accents[found] ?? found)
  return `[${accented}${' ·'.repeat(Math.ceil(words.length / 6))}]`
}
