// What a tag inside a line of text means: a mark, a picture, a mention, a formula.

import { readImageAttrs } from '../figure.ts'
import { safeHref } from '../href.ts'
import type { Attributes, MarkJSON, NodeJSON } from '../json.ts'
import { readTex } from '../math.ts'
import { readMentionAttrs } from '../mention.ts'
import { readColor } from '../palette.ts'
import { node } from './built-nodes.ts'

const markTypes: ReadonlyMap<string, string> = new Map([
  ['a', 'link'],
  ['b', 'bold'],
  ['strong', 'bold'],
  ['i', 'italic'],
  ['em', 'italic'],
  ['u', 'underline'],
  ['ins', 'underline'],
  ['s', 'strike'],
  ['del', 'strike'],
  ['strike', 'strike'],
  ['sub', 'subscript'],
  ['sup', 'superscript'],
  ['mark', 'highlight'],
  ['code', 'code'],
  ['kbd', 'code'],
  ['samp', 'code'],
  ['tt', 'code'],
])

export function markTypeOf(tag: string): string | undefined {
  return markTypes.get(tag)
}

interface Tag {
  readonly tag: string
  readonly attributes: ReadonlyMap<string, string>
}

/** The mark that a tag opens; undefined for a link to nowhere, and for what is no mark. */
export function markOf({ tag, attributes }: Tag): MarkJSON | undefined {
  const color = readColor(attributes.get('data-color'))
  if (tag === 'span') return color === null ? undefined : { type: 'text_color', attrs: { color } }
  if (tag === 'mark') return { type: 'highlight', attrs: { color: color ?? 'yellow' } }
  if (tag === 'a') return linkTo(attributes.get('href'), attributes.get('title'))
  const type = markTypes.get(tag)
  return type === undefined ? undefined : { type }
}

export function linkTo(href: unknown, title: unknown): MarkJSON | undefined {
  const safe = safeHref(href)
  if (safe === undefined) return undefined
  return {
    type: 'link',
    attrs: { href: safe, title: typeof title === 'string' && title !== '' ? title : null },
  }
}

/** The node that a `<span>` of ours stands for. */
export function inlineNodeOf(attributes: ReadonlyMap<string, string>): NodeJSON | undefined {
  const names = (attributes.get('class') ?? '').split(/\s+/)
  if (names.includes('stet-mention')) {
    const { id, label } = readMentionAttrs({
      id: attributes.get('data-mention'),
      label: attributes.get('data-label'),
    })
    return node('mention', { attrs: { ...(id === null ? {} : { id }), label } })
  }
  const tex = names.includes('stet-math') ? readTex(attributes.get('data-tex')) : ''
  return tex === '' ? undefined : node('math_inline', { attrs: { tex } })
}

/** A picture's attributes; undefined when its address is not safe. */
export function imageIn(attributes: ReadonlyMap<string, string>): Attributes | undefined {
  const { src, alt, title, width } = readImageAttrs({
    src: attributes.get('src'),
    alt: attributes.get('alt'),
    title: attributes.get('title'),
    width: Number.parseFloat(attributes.get('width') ?? ''),
  })
  if (src === undefined) return undefined
  return {
    src,
    ...(alt === '' ? {} : { alt }),
    ...(title === null ? {} : { title }),
    ...(width === null ? {} : { width }),
  }
}
