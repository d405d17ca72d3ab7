// The text of a block as HTML: marks become elements, everything from the document is escaped or left out.

import { imageDOMAttributes } from './figure.ts'
import { originalMark, originalNode } from './json.ts'
import type { Attributes, MarkJSON, NodeJSON } from './json.ts'
import { linkDOMAttributes } from './marks.ts'
import { readTex } from './math.ts'
import { readMentionAttrs } from './mention.ts'
import { readColor } from './palette.ts'

// The element of each mark that has nothing but a name.
const markTags: ReadonlyMap<string, string> = new Map([
  ['bold', 'strong'],
  ['italic', 'em'],
  ['underline', 'u'],
  ['strike', 's'],
  ['subscript', 'sub'],
  ['superscript', 'sup'],
  ['code', 'code'],
])

export function inlineHTML(content: readonly NodeJSON[] = []): string {
  let html = ''
  let open: { readonly mark: string; readonly close: string }[] = []
  for (const node of content) {
    const marks = (node.marks ?? []).map((mark) => ({ json: originalMark(mark), mark: JSON.stringify(mark) }))
    let kept = 0
    while (kept < open.length && open[kept]?.mark === marks[kept]?.mark) kept += 1
    html += closing(open.slice(kept))
    open = open.slice(0, kept)
    for (const { json, mark } of marks.slice(kept)) {
      const [start, close] = markHTML(json)
      html += start
      open.push({ mark, close })
    }
    html += inlineNodeHTML(originalNode(node))
  }
  return html + closing(open)
}

/** The start tag and the end tag of a mark. */
export function markHTML(mark: MarkJSON): readonly [start: string, close: string] {
  const attrs = mark.attrs ?? {}
  if (mark.type === 'link') return element('a', linkDOMAttributes(attrs))
  if (mark.type === 'highlight') {
    const color = readColor(attrs['color'])
    return element('mark', color === null || color === 'yellow' ? {} : { 'data-color': color })
  }
  if (mark.type === 'text_color') {
    const color = readColor(attrs['color'])
    return color === null ? ['', ''] : element('span', { class: 'stet-color', 'data-color': color })
  }
  // What was said about a text is not part of it.
  if (mark.type === 'comment') return ['', '']
  const tag = markTags.get(mark.type)
  if (tag !== undefined) return element(tag, {})
  return element('span', { 'data-stet-unsupported': mark.type })
}

/** HTML of an inline node, without its marks. */
export function inlineNodeHTML(node: NodeJSON): string {
  if (node.text !== undefined) return escapeHTML(node.text)
  const { attrs = {}, content } = node
  if (!content) {
    if (node.type === 'hard_break') return '<br>'
    if (node.type === 'image') return imageHTML(attrs)
    if (node.type === 'mention') {
      const { id, label } = readMentionAttrs(attrs)
      const named = { class: 'stet-mention', 'data-mention': id ?? '', 'data-label': label }
      return element('span', named).join(escapeHTML(`@${label}`))
    }
    if (node.type === 'math_inline') {
      const tex = readTex(attrs['tex'])
      return element('span', { class: 'stet-math', 'data-tex': tex }).join(escapeHTML(tex))
    }
  }
  // A span, because a div may not stand inside a paragraph.
  return element('span', { 'data-stet-unsupported': node.type }).join(inlineHTML(content))
}

export function imageHTML(attrs: Attributes): string {
  return element('img', imageDOMAttributes(attrs))[0]
}

/** A start tag with its attributes escaped, and the end tag. */
export function element(
  tag: string,
  attributes: Readonly<Record<string, string>>,
): readonly [start: string, close: string] {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeHTML(value)}"`)
  return [`<${tag}${written.join('')}>`, `</${tag}>`]
}

function closing(open: readonly { readonly close: string }[]): string {
  return open
    .map(({ close }) => close)
    .toReversed()
    .join('')
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHTML(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)
}
