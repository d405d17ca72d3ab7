// Reading attributes that anybody may have written. An attribute in a shared document can hold any value: an older or
// newer client, a script or an attacker wrote it. Refusing such a value would delete the block for everyone (that is
// what y-prosemirror does with a node it cannot build), so nothing is checked when a document is read. Instead every
// place that shows a block asks here, and gets a value it can show.

import { readAlign } from './cell-attrs.ts'
import type { Align } from './cell-attrs.ts'

/** What a textblock is. Stored as an attribute, so that changing it keeps the text others are typing. */
export type BlockKind = 'paragraph' | 'heading' | 'bullet' | 'ordered' | 'task'

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6

/** A textblock's attributes after reading: every value is in range. */
export interface TextblockAttrs {
  readonly kind: BlockKind
  /** Meaningful for headings only. */
  readonly level: HeadingLevel
  /** 0 to `maxIndent`. */
  readonly indent: number
  /** Meaningful for tasks only. */
  readonly checked: boolean
  readonly quote: boolean
  /** Null: the side where the language begins. */
  readonly align: Align | null
  /** Null: what the text itself says. */
  readonly dir: Direction | null
  readonly id: string | null
}

export type Direction = 'ltr' | 'rtl'

/** Deeper than this a phone has no room left for text. */
export const maxIndent = 8

// Our own ids have 12 characters; the room above that is for ids that importers bring. Without a bound one block
// could put a megabyte into a DOM attribute.
const maxIdLength = 64
// Names of languages are short; the longest alias highlighters know has about 20 characters.
const maxLanguageLength = 40

/** Reads a textblock's attributes as stored; what is missing or not understood becomes the default. */
export function readTextblockAttrs(attrs: Readonly<Record<string, unknown>>): TextblockAttrs {
  return {
    kind: isBlockKind(attrs['kind']) ? attrs['kind'] : 'paragraph',
    level: clamp(attrs['level'], { least: 1, most: 6 }) as HeadingLevel,
    indent: readIndent(attrs['indent']),
    checked: attrs['checked'] === true,
    quote: attrs['quote'] === true,
    align: readAlign(attrs['align']),
    dir: readDirection(attrs['dir']),
    id: readId(attrs['id']),
  }
}

export function isBlockKind(value: unknown): value is BlockKind {
  return (
    value === 'paragraph' ||
    value === 'heading' ||
    value === 'bullet' ||
    value === 'ordered' ||
    value === 'task'
  )
}

/** Is this kind shown as an item of a list? */
export function isListKind(kind: BlockKind): kind is 'bullet' | 'ordered' | 'task' {
  return kind === 'bullet' || kind === 'ordered' || kind === 'task'
}

export function readIndent(value: unknown): number {
  return clamp(value, { least: 0, most: maxIndent })
}

export function readDirection(value: unknown): Direction | null {
  return value === 'ltr' || value === 'rtl' ? value : null
}

export function readId(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= maxIdLength ? value : null
}

/** A code block's language as a plain word in lower case, or null. Safe inside a class name. */
export function readLanguage(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > maxLanguageLength) return null
  const word = value.trim().toLowerCase()
  return /^[a-z0-9][a-z0-9+#._-]*$/.test(word) ? word : null
}

function clamp(value: unknown, range: { readonly least: number; readonly most: number }): number {
  if (typeof value !== 'number' || Number.isNaN(value)) return range.least
  return Math.min(range.most, Math.max(range.least, Math.trunc(value)))
}
