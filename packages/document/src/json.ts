// The JSON form of a document: ProseMirror's own node JSON, with everything in it that the Y.Doc holds, also nodes,
// marks and attributes this version does not know. It is read by a walker of our own and not through the schema,
// because building schema nodes drops what the schema lacks.

import { readImageAttrs } from './figure.ts'
import { faultIn } from './json-shape.ts'
import { readTex } from './math.ts'
import { readMentionAttrs } from './mention.ts'

/** A node as ProseMirror writes it. `attrs`, `content` and `marks` are absent when empty; `text` only on text nodes. */
export interface NodeJSON {
  readonly type: string
  readonly attrs?: Attributes
  readonly content?: readonly NodeJSON[]
  readonly marks?: readonly MarkJSON[]
  readonly text?: string
}

export interface MarkJSON {
  readonly type: string
  readonly attrs?: Attributes
  /** The name it is stored under, where that is not its type: marks of which several may lie on one text. */
  readonly key?: string
}

export type Attributes = Readonly<Record<string, unknown>>

export interface DocumentJSON extends NodeJSON {
  readonly type: 'doc'
  readonly content: readonly NodeJSON[]
}

/** The original of a stand-in that documentFromYjs made for content it did not know, or the node itself. */
export function originalNode(node: NodeJSON): NodeJSON {
  if (node.type !== 'unsupported' && node.type !== 'unsupported_inline') return node
  const original = node.attrs?.['json']
  return faultIn(original, 'json') === undefined ? (original as NodeJSON) : node
}

/** As originalNode, for marks. */
export function originalMark(mark: MarkJSON): MarkJSON {
  if (mark.type !== 'unsupported_mark') return mark
  const original = mark.attrs?.['json']
  const carrier = { type: 'mark', marks: [original] }
  return faultIn(carrier, 'json') === undefined ? (original as MarkJSON) : mark
}

/** Joins neighbouring texts with equal marks, as ProseMirror does, and leaves out empty ones. */
export function joinTexts(nodes: readonly NodeJSON[]): NodeJSON[] {
  const joined: NodeJSON[] = []
  for (const node of nodes) {
    const last = joined.at(-1)
    if (node.text === '') continue
    if (node.text !== undefined && last?.text !== undefined && sameMarks(node, last)) {
      joined[joined.length - 1] = { ...last, text: last.text + node.text }
    } else joined.push(node)
  }
  return joined
}

/** The text in a node and everything below it; hard breaks are line feeds, pictures their descriptions. */
export function textOfNode(node: NodeJSON): string {
  const original = originalNode(node)
  if (original.text !== undefined) return original.text
  const attrs = original.attrs ?? {}
  if (original.type === 'hard_break') return '\n'
  if (original.type === 'image') return readImageAttrs(attrs).alt
  if (original.type === 'math_inline') return readTex(attrs['tex'])
  if (original.type === 'mention' && original.content === undefined)
    return `@${readMentionAttrs(attrs).label}`
  return (original.content ?? []).map(textOfNode).join('')
}

function sameMarks(one: NodeJSON, other: NodeJSON): boolean {
  return JSON.stringify(one.marks ?? []) === JSON.stringify(other.marks ?? [])
}
