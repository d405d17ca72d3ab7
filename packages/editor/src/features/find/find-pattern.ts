// What is looked for: words as they are, or a regular expression, turned into one regular expression over the text of a
// block; and what a replacement becomes for one match.

export interface FindOptions {
  readonly text: string
  readonly matchCase: boolean
  readonly wholeWord: boolean
  readonly isRegex: boolean
}

export type Pattern =
  | { readonly kind: 'none' }
  | { readonly kind: 'pattern'; readonly regex: RegExp }
  /** Not a regular expression. `reason` is the engine's, in English. */
  | { readonly kind: 'invalid'; readonly reason: string }

export interface TextMatch {
  /** UTF-16 units from the beginning of the text. */
  readonly from: number
  readonly to: number
}

const special = /[\\^$.*+?()[\]{}|/]/g

export function createPattern({ text, matchCase, wholeWord, isRegex }: FindOptions): Pattern {
  if (text === '') return { kind: 'none' }
  const wanted = isRegex ? text : text.replace(special, String.raw`\$&`)
  const flags = `gu${matchCase ? '' : 'i'}`
  try {
    // First as it was written: around it, a stray bracket could find a partner.
    const regex = new RegExp(wanted, flags)
    if (!wholeWord) return { kind: 'pattern', regex }
    const letter = String.raw`[\p{L}\p{M}\p{N}_]`
    return { kind: 'pattern', regex: new RegExp(`(?<!${letter})(?:${wanted})(?!${letter})`, flags) }
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    return { kind: 'invalid', reason: message.slice(message.lastIndexOf(': ') + 1).trim() }
  }
}

/** Matches of nothing (`a*` finds some everywhere) are left out: there is nothing to show or replace. */
export function findInText(regex: RegExp, text: string): readonly TextMatch[] {
  const found: TextMatch[] = []
  for (const match of text.matchAll(regex)) {
    if (match[0] !== '') found.push({ from: match.index, to: match.index + match[0].length })
  }
  return found
}

/** What stands in the place of `match` of `text`. In an expression's replacement `$1`, `$&` and `$<name>` are filled in. */
export function replacementFor(options: {
  readonly regex: RegExp
  readonly isRegex: boolean
  readonly text: string
  readonly match: TextMatch
  readonly template: string
}): string {
  const { regex, isRegex, text, match, template } = options
  if (!isRegex) return template
  // At its place in the whole text: what the expression asks of its neighbours is part of the match.
  const here = new RegExp(regex.source, `${regex.flags.replace('g', '')}y`)
  here.lastIndex = match.from
  const rest = text.slice(match.to)
  const replaced = text.replace(here, template)
  return replaced.slice(match.from, replaced.length - rest.length)
}
