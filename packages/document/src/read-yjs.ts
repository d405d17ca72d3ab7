// Y.Doc -> JSON. It follows how y-prosemirror 1.3 writes: nodes are Y.XmlElements, each run of text is a Y.XmlText,
// marks are its formatting attributes. A mark of which several may lie on one text is stored as `name--` and eight
// characters of a hash. Anything else that a document may hold is carried along and never dropped.

import * as Y from 'yjs'

import { maxDepth } from './json-shape.ts'
import { joinTexts } from './json.ts'
import type { Attributes, DocumentJSON, MarkJSON, NodeJSON } from './json.ts'
import { fragmentName } from './roots.ts'
import { schema } from './schema.ts'
import { textIn } from './yjs-text.ts'

const hashedName = /^(.*)--[a-zA-Z0-9+/=]{8}$/s

/** Everything in the document's content as JSON. Never throws on strange content. */
export function documentToJSON(doc: Y.Doc): DocumentJSON {
  return { type: 'doc', content: contentOf(doc.getXmlFragment(fragmentName), 1) }
}

function contentOf(parent: Y.XmlFragment, depth: number): NodeJSON[] {
  const content: NodeJSON[] = []
  for (const item of parent.toArray() as unknown[]) {
    if (item instanceof Y.XmlElement) content.push(elementJSON(item, depth))
    else if (item instanceof Y.XmlText) content.push(...textJSON(item))
    else if (typeof item === 'string') content.push({ type: 'text', text: item })
    else content.push(strangeValue(item))
  }
  return joinTexts(content)
}

function elementJSON(element: Y.XmlElement, depth: number): NodeJSON {
  const attrs = attributesJSON(element.getAttributes())
  // Below the deepest level only the text is kept; nobody reads such a document as it is.
  const text = depth >= maxDepth ? textIn(element, '\n') : ''
  const content = depth < maxDepth ? contentOf(element, depth + 1) : joinTexts([{ type: 'text', text }])
  return {
    type: element.nodeName,
    ...(attrs === undefined ? {} : { attrs }),
    ...(content.length === 0 ? {} : { content }),
  }
}

function textJSON(text: Y.XmlText): NodeJSON[] {
  return (text.toDelta() as { insert: unknown; attributes?: Attributes }[]).map(({ insert, attributes }) => {
    const marks = marksJSON(attributes ?? {})
    const node: NodeJSON = typeof insert === 'string' ? { type: 'text', text: insert } : strangeValue(insert)
    return marks.length === 0 ? node : Object.assign(node, { marks })
  })
}

function marksJSON(formatting: Attributes): MarkJSON[] {
  const marks: MarkJSON[] = []
  for (const [key, value] of Object.entries(formatting)) {
    if (value === null || value === undefined) continue
    const type = hashedName.exec(key)?.[1] || key
    // y-prosemirror writes an object; other programs write `bold: true` or `color: 'red'`.
    const attrs =
      value === true ? undefined : attributesJSON(isRecord(value) ? value : { value }, 'keep nulls')
    marks.push({ type, ...(attrs === undefined ? {} : { attrs }), ...(key === type ? {} : { key }) })
  }
  // Formatting attributes have no order of their own, so two copies of a document may list them differently.
  return marks.sort((a, b) => rank(a) - rank(b) || compare(a.key ?? a.type, b.key ?? b.type))
}

function attributesJSON(stored: Attributes, nulls?: 'keep nulls'): Attributes | undefined {
  const entries = Object.entries(stored)
    .filter(([, value]) => value !== undefined && (value !== null || nulls !== undefined))
    .map(([key, value]) => [key, plainValue(value, 0)] as const)
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

// Something that is neither element nor text where only those belong.
function strangeValue(value: unknown): NodeJSON {
  return { type: 'unsupported_value', attrs: { value: plainValue(value, 0) } }
}

// What JSON can say of any value Yjs can store: big integers, bytes and shared types included.
function plainValue(value: unknown, depth: number): unknown {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Y.XmlFragment) return textIn(value, '\n')
  if (value instanceof Y.Text) return value.toJSON()
  if (value instanceof Uint8Array) return Array.from(value)
  if (depth >= maxDepth) return null
  const list = value instanceof Y.Array ? (value.toArray() as unknown[]) : value
  if (Array.isArray(list)) return list.map((inner) => plainValue(inner, depth + 1))
  const entries = value instanceof Y.Map ? [...value.entries()] : Object.entries(value)
  return Object.fromEntries(entries.map(([key, inner]) => [key, plainValue(inner, depth + 1)]))
}

function rank(mark: MarkJSON): number {
  const known = Object.keys(schema.marks)
  const index = known.indexOf(mark.type)
  return index === -1 ? known.length : index
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

function isRecord(value: unknown): value is Attributes {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  )
}
