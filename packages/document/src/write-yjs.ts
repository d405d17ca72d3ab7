// JSON -> Y.Doc, for making a document: an import, a template, a test. Only an empty document is written to. Two
// people who each fill the same document would otherwise both see everything twice, and nobody could tell which half
// to delete; so one place, the server, seeds a document once.

import * as Y from 'yjs'

import { originalMark, originalNode } from './json.ts'
import type { Attributes, DocumentJSON, MarkJSON, NodeJSON } from './json.ts'
import { faultIn } from './json-shape.ts'
import { fragmentName } from './roots.ts'

/**
 * Writes `json` into the document in one transaction, in the form y-prosemirror writes.
 * Throws, having written nothing, when the document has content or when `json` is not a document's JSON.
 */
export function jsonToYjs(json: DocumentJSON, doc: Y.Doc): void {
  const fragment = doc.getXmlFragment(fragmentName)
  if (fragment.length > 0) {
    throw new Error(
      'The document already has content: jsonToYjs only fills an empty one. Use a new document.',
    )
  }
  const fault = faultIn(json, 'doc')
  if (fault !== undefined) throw new TypeError(`This is not a document's JSON: ${fault}`)
  if (json.type !== 'doc')
    throw new TypeError(`A document's JSON has the type "doc", not "${String(json.type)}".`)
  doc.transact(() => fragment.insert(0, typesFor(json.content)))
}

interface Piece {
  readonly insert: unknown
  readonly attributes: Attributes
}

function typesFor(content: readonly NodeJSON[] = []): (Y.XmlElement | Y.XmlText)[] {
  const types: (Y.XmlElement | Y.XmlText)[] = []
  let run: Piece[] = []
  const closeRun = (): void => {
    if (run.length > 0) types.push(textFor(run))
    run = []
  }
  for (const node of content.map(originalNode)) {
    const insert = node.text ?? embedIn(node)
    if (insert === undefined) {
      closeRun()
      types.push(elementFor(node))
    } else if (insert !== '') run.push({ insert, attributes: formattingFor(node.marks ?? []) })
  }
  closeRun()
  return types
}

// An object that stood among text, as read-yjs.ts hands it over.
function embedIn(node: NodeJSON): object | undefined {
  const value = node.type === 'unsupported_value' ? node.attrs?.['value'] : undefined
  return typeof value === 'object' && value !== null ? value : undefined
}

function elementFor(node: NodeJSON): Y.XmlElement {
  const element = new Y.XmlElement(node.type)
  for (const [name, value] of Object.entries(node.attrs ?? {})) {
    // Yjs stores any JSON value; its type for attributes says string.
    if (value !== null && value !== undefined) element.setAttribute(name, value as string)
  }
  element.insert(0, typesFor(node.content))
  return element
}

function textFor(run: Piece[]): Y.XmlText {
  const text = new Y.XmlText()
  text.applyDelta(run)
  return text
}

function formattingFor(marks: readonly MarkJSON[]): Attributes {
  const formatting = new Map<string, unknown>()
  for (const mark of marks.map(originalMark)) {
    const plain = mark.key ?? mark.type
    const key = formatting.has(plain) ? `${mark.type}--${hashOf(JSON.stringify(mark.attrs ?? {}))}` : plain
    formatting.set(key, mark.attrs ?? {})
  }
  return Object.fromEntries(formatting)
}

// Eight characters that tell marks of one name apart. y-prosemirror replaces them by its own when it next writes.
function hashOf(text: string): string {
  let one = 0x811c9dc5
  let two = 5381
  for (let index = 0; index < text.length; index++) {
    one = Math.imul(one ^ text.charCodeAt(index), 0x01000193)
    two = Math.imul(two, 33) ^ text.charCodeAt(index)
  }
  return [one, two].map((half) => (half >>> 0).toString(36).padStart(4, '0').slice(-4)).join('')
}
