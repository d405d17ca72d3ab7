// Parts of a line that have a form of their own in Markdown: code, formulas, pictures, addresses.

import { readImageAttrs } from '../figure.ts'
import { imageHTML } from '../html-inline.ts'
import type { Attributes } from '../json.ts'
import { readTex } from '../math.ts'

export interface Place {
  readonly cell: boolean
}

/** Code between backticks, more of them than any row of backticks inside. */
export function codeMarkdown(text: string, { cell }: Place): string {
  // Backticks cannot hold a line feed, and in a cell not a pipe after a backslash.
  if (/[\n\r]/.test(text) || (cell && text.includes('\\|'))) return codeElement(text)
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((row) => row.length))
  const ticks = '`'.repeat(longest + 1)
  const needsSpace = /^`|`$/.test(text) || (/^ .* $/.test(text) && text.trim() !== '')
  const space = needsSpace ? ' ' : ''
  return ticks + space + (cell ? text.replaceAll('|', '\\|') : text) + space + ticks
}

// Between these tags text is Markdown still, so every sign in it is written by its number.
function codeElement(text: string): string {
  return `<code>${text.replace(/[!-/:-@[-`{-~\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</code>`
}

/** A formula in a sentence. `after` is the character that follows. */
export function mathMarkdown(attrs: Attributes, { cell, after }: Place & { readonly after: string }): string {
  const tex = readTex(attrs['tex']).replace(/\s*\n\s*/g, ' ')
  const plain = tex !== '' && !/^\s|\s$|\$|\\$|^`/.test(tex) && !/^[\d$]/.test(after)
  const written = cell ? tex.replaceAll('|', '\\|') : tex
  return plain ? `$${written}$` : `$\`${written}\`$`
}

/** `![alt](src "title")`; as an element where it has a width. The address must be safe already. */
export function imageMarkdown(attrs: Attributes, { cell }: Place): string {
  const { src, alt, title, width } = readImageAttrs(attrs)
  if (width !== null || src === undefined) return inTag(imageHTML(attrs))
  const escaped = alt.replace(/[\\`*_[\]<>$~!:]/g, '\\$&').replace(/&/g, '&amp;')
  const label = oneLine(escaped).replace(/^ +| +$/g, (spaces) => '&#32;'.repeat(spaces.length))
  return `![${cell ? label.replaceAll('|', '&#124;') : label}${linkEnd({ href: src, title })}`
}

/** HTML of one tag, so that neither a table nor a line of Markdown ends inside it. */
export function inTag(html: string): string {
  return html.replace(/[\n\r|]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** What ends a link: `](href "title")`. The address must be safe already. */
export function linkEnd({ href, title }: { readonly href: string; readonly title: unknown }): string {
  const named = typeof title === 'string' && title !== '' ? ` "${quoted(title)}"` : ''
  return `](${destination(href)}${named})`
}

function destination(href: string): string {
  const escaped = escapeWith(href, /[\\<>|]|&(?=#?\w+;)/g)
  return /[\s()]/.test(href) ? `<${escaped}>` : escaped
}

function quoted(title: string): string {
  return escapeWith(title, /[\\"|]|&(?=#?\w+;)/g)
}

function escapeWith(text: string, signs: RegExp): string {
  const escaped = text.replace(signs, (sign) => {
    if (sign === '|') return '&#124;'
    return sign === '&' ? '&amp;' : `\\${sign}`
  })
  return oneLine(escaped)
}

function oneLine(text: string): string {
  return text.replace(/\r\n?|\n/g, '&#10;')
}
