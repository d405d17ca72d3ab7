// Finding actions by what people type: the name as shown, its other words, or letters of it in order ("nl" is "Numbered
// list"). Scores are small and steady, so the list does not jump about while one types on.

export interface Searchable {
  readonly label: string
  /** Other words, with spaces between. */
  readonly keywords?: string
}

/** Those that match, best first; equal ones keep their order. Everything matches nothing typed. */
export function search<Item extends Searchable>(items: readonly Item[], query: string): readonly Item[] {
  const wanted = fold(query)
  if (wanted === '') return items
  return items
    .map((item) => ({ item, score: scoreOf(item, wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ item }) => item)
}

function scoreOf({ label, keywords = '' }: Searchable, wanted: string): number {
  const name = fold(label)
  if (name === wanted) return 6
  if (name.startsWith(wanted)) return 5
  if (startsWord(name, wanted)) return 4
  if (startsWord(fold(keywords), wanted)) return 3
  if (name.includes(wanted)) return 2
  return wanted.length > 1 && hasInOrder(name, wanted.replaceAll(' ', '')) ? 1 : 0
}

function startsWord(words: string, wanted: string): boolean {
  return ` ${words}`.includes(` ${wanted}`)
}

// The first letter must begin a word: "ul" in order is in "Bulleted list" otherwise, and in half of all names.
function hasInOrder(name: string, letters: string): boolean {
  const first = ` ${name}`.indexOf(` ${letters.charAt(0)}`)
  if (first < 0) return false
  let at = first
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}

/** Without accents and case: "Überschrift" is found by "uber". */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .trim()
}
