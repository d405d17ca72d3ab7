// How marks are written. They become the signs that people write where those are certain to be read as meant, and HTML
// elsewhere: `a**b**` is bold everywhere, `a**(b)**c` nowhere. So each opening and closing sign is judged by the
// characters on both its sides (CommonMark's left- and right-flanking runs), without the parser at hand.

import { markHTML } from '../html-inline.ts'
import type { MarkJSON } from '../json.ts'
import { inTag, linkEnd } from './inline-pieces.ts'

/** A mark begins or ends. */
export interface Sign {
  readonly type: 'open' | 'close'
  readonly mark: MarkJSON
  /** Position in the list of parts of the sign at the mark's other end. */
  pair: number
  written: string
}
export type Part = Sign | { readonly type: 'text'; readonly written: string }

/** Writes every sign, once all other parts are written. */
export function chooseSigns(parts: Part[]): void {
  for (const [at, open] of parts.entries()) {
    if (open.type !== 'open') continue
    const close = parts[open.pair]
    if (close?.type !== 'close') continue
    // "]:" in code or TeX would make the definition of a link's address of the paragraph.
    const isSafe = !parts.slice(at, open.pair).some(({ written }) => /(?<!\\)\]:/.test(written))
    ;[open.written, close.written] = isSafe ? signsFor(open.mark) : tagsFor(open.mark)
    if (open.mark.type === 'link') shortenLink(parts, at)
  }
  for (const [at, open] of parts.entries()) {
    const close = open.type === 'open' ? parts[open.pair] : undefined
    if (open.type !== 'open' || close?.type !== 'close') continue
    const choice = choicesFor(open.mark).find((sign) => fits(parts, { open: at, close: open.pair, sign }))
    if (choice !== undefined) open.written = close.written = choice
    else if (choicesFor(open.mark).length > 0) [open.written, close.written] = tagsFor(open.mark)
  }
}

// The first guess; only that it is a sign matters to its neighbours.
function signsFor(mark: MarkJSON): readonly [string, string] {
  if (mark.type === 'link') {
    const { href, title } = mark.attrs as { readonly href: string; readonly title: unknown }
    return ['[', linkEnd({ href, title })]
  }
  const [choice] = choicesFor(mark)
  return choice === undefined ? tagsFor(mark) : [choice, choice]
}

function tagsFor(mark: MarkJSON): readonly [string, string] {
  const [start, close] = markHTML(mark)
  return [inTag(start), close]
}

function choicesFor(mark: MarkJSON): readonly string[] {
  if (mark.type === 'bold') return ['**']
  if (mark.type === 'italic') return ['_', '*']
  return mark.type === 'strike' ? ['~~'] : []
}

// An address that is its own text: <https://example.com>.
function shortenLink(parts: Part[], at: number): void {
  const open = parts[at]
  const text = parts[at + 1]
  if (open?.type !== 'open' || open.pair !== at + 2 || text?.type !== 'text') return
  const { href, title } = open.mark.attrs as { readonly href: string; readonly title: unknown }
  if (title !== null || !/^https?:\/\/[\w.~:/?#@!$'()*+,;=%-]+$/i.test(href)) return
  if (text.written.replace(/\\(.)/g, '$1') !== href) return
  parts[at + 1] = { type: 'text', written: href }
  open.written = '<'
  const close = parts[at + 2]
  if (close?.type === 'close') close.written = '>'
}

interface Fit {
  readonly open: number
  readonly close: number
  readonly sign: string
}

function fits(parts: readonly Part[], { open, close, sign }: Fit): boolean {
  const character = sign.charAt(0)
  for (const at of [open - 1, open + 1, close - 1, close + 1]) {
    const part = parts[at]
    // Two signs of one character side by side would be read as one longer sign.
    if (part !== undefined && part.type !== 'text' && part.written.includes(character)) return false
  }
  const outerBefore = kindOf(lastOf(parts, open))
  const innerBefore = kindOf(firstOf(parts, open))
  const innerAfter = kindOf(lastOf(parts, close))
  const outerAfter = kindOf(firstOf(parts, close))
  if (character === '_' && !(apart(outerBefore) && apart(outerAfter))) return false
  return touches(innerBefore, outerBefore) && touches(innerAfter, outerAfter)
}

type Kind = 'space' | 'punctuation' | 'word' | 'unsure'

// Is a sign between these read as one that belongs to what is inside?
function touches(inside: Kind, outside: Kind): boolean {
  return inside === 'word' || (inside !== 'space' && apart(outside))
}

function apart(kind: Kind): boolean {
  return kind === 'space' || kind === 'punctuation'
}

function kindOf(character: string): Kind {
  if (character === '' || /\s/.test(character)) return 'space'
  if (/[!-/:-@[-`{-~\p{P}]/u.test(character)) return 'punctuation'
  // Readers differ on symbols and emoji: for some they are punctuation.
  return /[\p{L}\p{N}\p{M}]/u.test(character) ? 'word' : 'unsure'
}

function lastOf(parts: readonly Part[], before: number): string {
  return Array.from(parts[before - 1]?.written.slice(-2) ?? '').at(-1) ?? ''
}

function firstOf(parts: readonly Part[], after: number): string {
  return Array.from(parts[after + 1]?.written.slice(0, 2) ?? '').at(0) ?? ''
}
