// The text of a block as Markdown: what is written for each piece of it, and where marks begin and end.

import { element } from '../html-inline.ts'
import type { MarkJSON, NodeJSON } from '../json.ts'
import { readMentionAttrs } from '../mention.ts'
import { escapeText, keepEdgeSpaces, pairedSigns } from './escape-markdown.ts'
import type { TextPlace } from './escape-markdown.ts'
import { codeMarkdown, imageMarkdown, inTag, mathMarkdown } from './inline-pieces.ts'
import { chooseSigns } from './mark-signs.ts'
import type { Part } from './mark-signs.ts'
import { markdownContent } from './markdown-content.ts'

export interface InlinePlace {
  /** A heading or a cell: breaks are written as `<br>`. */
  readonly oneLine: boolean
  readonly cell: boolean
}

/** Markdown of a block's content; '' when it is empty. Its lines are to be set in by whoever writes the block. */
export function inlineMarkdown(content: readonly NodeJSON[] | undefined, place: InlinePlace): string {
  const nodes = markdownContent(content)
  const parts = partsOf(nodes, place)
  chooseSigns(parts)
  const text = parts.map(({ written }, index) =>
    guardsLink(parts, index) ? `${written.slice(0, -1)}\\!` : written,
  )
  const lines = text.join('').split('\n')
  const last = lines.length - 1
  // A break's line ends with a backslash, so spaces before that stay.
  const kept = lines.map((line, index) => (index === last ? keepEdgeSpaces(line) : keepStartSpaces(line)))
  // HTML does not show a break at the end unless another follows.
  return kept.join('\n') + (nodes.at(-1)?.type === 'hard_break' ? '<br>' : '')
}

function partsOf(nodes: readonly NodeJSON[], place: InlinePlace): Part[] {
  const parts: Part[] = []
  const open: { readonly key: string; readonly at: number }[] = []
  const paired = signsInPairs(nodes)
  const closeDownTo = (count: number): void => {
    while (open.length > count) {
      const at = open.pop()?.at ?? 0
      const start = parts[at]
      if (start === undefined || start.type === 'text') continue
      start.pair = parts.length
      parts.push({ type: 'close', mark: start.mark, pair: at, written: '' })
    }
  }
  for (const [index, node] of nodes.entries()) {
    const wanted = new Map((node.marks ?? []).filter(isSign).map((mark) => [JSON.stringify(mark), mark]))
    let kept = 0
    while (kept < open.length && wanted.has(open[kept]?.key ?? '')) kept += 1
    closeDownTo(kept)
    for (const { key } of open) wanted.delete(key)
    // What goes on longest is outermost, so that it need not be closed and opened again.
    const opening = [...wanted].map(([key, mark]) => ({ key, mark, length: reach(nodes, index, key) }))
    for (const { key, mark } of opening.sort((one, other) => other.length - one.length)) {
      open.push({ key, at: parts.length })
      parts.push({ type: 'open', mark, pair: -1, written: '' })
    }
    const written = nodeMarkdown(node, {
      ...place,
      paired,
      lineStart: !place.oneLine && beginsLine(parts),
      next: nodes[index + 1],
      last: nodes.slice(index + 1).every(isBreak),
    })
    parts.push({ type: 'text', written })
  }
  closeDownTo(0)
  return parts
}

interface NodePlace extends InlinePlace, TextPlace {
  readonly next: NodeJSON | undefined
  /** Only breaks follow. */
  readonly last: boolean
}

function nodeMarkdown(node: NodeJSON, place: NodePlace): string {
  const attrs = node.attrs ?? {}
  if (node.text !== undefined)
    return hasCode(node) ? codeMarkdown(node.text, place) : escapeText(node.text, place)
  switch (node.type) {
    case 'hard_break':
      return place.oneLine || place.last ? '<br>' : '\\\n'
    case 'image':
      return imageMarkdown(attrs, place)
    case 'math_inline':
      return mathMarkdown(attrs, {
        cell: place.cell,
        after: place.next?.text?.[0] ?? (place.next ? '$' : ''),
      })
    case 'mention': {
      const { id, label } = readMentionAttrs(attrs)
      const named = { class: 'stet-mention', 'data-mention': id ?? '', 'data-label': label }
      return (
        inTag(element('span', named)[0]) + escapeText(`@${label}`, { ...place, lineStart: false }) + '</span>'
      )
    }
    default:
      return ''
  }
}

// Code is written by its text.
function isSign(mark: MarkJSON): boolean {
  return mark.type !== 'code'
}

function hasCode(node: NodeJSON): boolean {
  return node.marks?.some(({ type }) => type === 'code') === true
}

function isBreak(node: NodeJSON): boolean {
  return node.type === 'hard_break'
}

function reach(nodes: readonly NodeJSON[], from: number, key: string): number {
  let index = from
  while (nodes[index]?.marks?.some((mark) => JSON.stringify(mark) === key)) index += 1
  return index - from
}

function beginsLine(parts: readonly Part[]): boolean {
  const last = parts.at(-1)
  return last === undefined || (last.type === 'text' && last.written.endsWith('\n'))
}

function signsInPairs(nodes: readonly NodeJSON[]): ReadonlySet<string> {
  const text = nodes.map((node) => node.text ?? (node.type === 'math_inline' ? '$$' : '')).join('')
  return new Set(pairedSigns.filter((sign) => text.split(sign).length > 2))
}

// "!" before a link would make a picture of it.
function guardsLink(parts: readonly Part[], index: number): boolean {
  return parts[index]?.written.endsWith('!') === true && parts[index + 1]?.written.startsWith('[') === true
}

function keepStartSpaces(line: string): string {
  return /^\s/.test(line) ? keepEdgeSpaces(`${line}.`).slice(0, -1) : line
}
