// The content of a block as Markdown can say it: marks and nodes without a Markdown or HTML form become plain, and the
// spaces at the ends of bold, italic and struck text move out of it, because "**bold **text" is read as asterisks.

import { readImageAttrs } from '../figure.ts'
import { safeHref } from '../href.ts'
import { joinTexts, originalMark, originalNode, textOfNode } from '../json.ts'
import type { MarkJSON, NodeJSON } from '../json.ts'
import { marks as markSpecs } from '../marks.ts'
import { readColor } from '../palette.ts'

const markOrder = Object.keys(markSpecs)
// Written with signs that must touch the text.
const signMarks = ['bold', 'italic', 'strike']
const plainMarks: ReadonlySet<string> = new Set([
  ...signMarks,
  'underline',
  'subscript',
  'superscript',
  'code',
])

export function markdownContent(content: readonly NodeJSON[] = []): NodeJSON[] {
  let nodes = joinTexts(content.flatMap(sayable))
  for (const type of signMarks) nodes = spacesMovedOut(nodes, type)
  return joinTexts(nodes)
}

function sayable(stored: NodeJSON): NodeJSON[] {
  const node = originalNode(stored)
  const isText = node.text !== undefined
  const marks = (stored.marks ?? [])
    .map(originalMark)
    .flatMap((mark) => sayableMark(mark, isText))
    .sort((one, other) => markOrder.indexOf(one.type) - markOrder.indexOf(other.type))
  const withMarks = (said: NodeJSON): NodeJSON[] => [marks.length === 0 ? said : { ...said, marks }]
  if (node.text !== undefined) return withMarks({ type: 'text', text: node.text })
  if (node.content === undefined) {
    const attrs = node.attrs ?? {}
    if (node.type === 'hard_break' || node.type === 'mention' || node.type === 'math_inline')
      return withMarks({ type: node.type, attrs })
    if (node.type === 'image' && readImageAttrs(attrs).src !== undefined)
      return withMarks({ type: 'image', attrs })
  }
  const text = textOfNode(node)
  return text === '' ? [] : withMarks({ type: 'text', text })
}

function sayableMark(mark: MarkJSON, isText: boolean): MarkJSON[] {
  const { type, attrs = {} } = mark
  if (type === 'code' && !isText) return []
  if (plainMarks.has(type)) return [{ type }]
  if (type === 'link') {
    const href = safeHref(attrs['href'])
    return href === undefined ? [] : [{ type, attrs: { href, title: attrs['title'] ?? null } }]
  }
  if (type !== 'highlight' && type !== 'text_color') return []
  const color = readColor(attrs['color']) ?? (type === 'highlight' ? 'yellow' : null)
  return color === null ? [] : [{ type, attrs: { color } }]
}

function spacesMovedOut(nodes: readonly NodeJSON[], type: string): NodeJSON[] {
  const pieces = nodes.flatMap((node) => (has(node, type) ? splitSpaces(node) : [node]))
  // Forwards and backwards: a space that has nothing marked before it, or nothing after it, loses the mark.
  const forwards = Array.from(pieces.keys())
  for (const order of [forwards, forwards.toReversed()]) {
    let inside = false
    for (const index of order) {
      const piece = pieces[index]
      if (piece === undefined) continue
      if (has(piece, type) && !inside && isSpace(piece)) pieces[index] = without(piece, type)
      else inside = has(piece, type)
    }
  }
  return joinTexts(pieces)
}

function splitSpaces(node: NodeJSON): NodeJSON[] {
  if (node.text === undefined || has(node, 'code')) return [node]
  return node.text
    .split(/^(\s+)|(\s+)$/)
    .filter((text) => text !== undefined && text !== '')
    .map((text) => withText(node, text))
}

function withText(node: NodeJSON, text: string): NodeJSON {
  return { ...node, text }
}

function isSpace(node: NodeJSON): boolean {
  if (has(node, 'code')) return false
  return node.type === 'hard_break' || (node.text !== undefined && node.text.trim() === '')
}

function has(node: NodeJSON, type: string): boolean {
  return node.marks?.some((mark) => mark.type === type) === true
}

function without(node: NodeJSON, type: string): NodeJSON {
  const marks = (node.marks ?? []).filter((mark) => mark.type !== type)
  const { marks: _, ...bare } = node
  return marks.length === 0 ? bare : { ...node, marks }
}
