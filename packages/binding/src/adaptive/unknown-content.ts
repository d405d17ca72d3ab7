// Content that a schema cannot show. Stock y-prosemirror deletes it for everyone as soon as it meets it, so an old
// client that only opens a document destroys what newer clients wrote. We never delete. A schema that was prepared shows
// stand-ins (adaptive-schema.ts); with any other the binding pauses (shows what it has, writes nothing) and says what it
// does not know.

import type { Schema } from 'prosemirror-model'
import * as Y from 'yjs'
import { markName } from './mark-name.ts'

export interface UnknownContent {
  /** Names of Yjs elements that are no node of the schema; other Yjs types appear by their class name. */
  readonly nodes: readonly string[]
  /** Names of text attributes that are no mark of the schema. */
  readonly marks: readonly string[]
}

/** The binding is paused: the shared document holds content that this schema cannot show. Nothing was deleted. */
export class UnknownContentError extends Error {
  readonly code = 'unknown-content'
  readonly content: UnknownContent

  constructor(content: UnknownContent, options?: ErrorOptions) {
    super(
      `This schema cannot show ${describe(content)}. The document is kept as it is and shown read-only. Make the ` +
        'schema with withUnknownContent() to show what it does not know as a placeholder, or add these types to it.',
      options,
    )
    this.name = 'UnknownContentError'
    this.content = content
  }
}

/** What of the fragment the schema has no name for, or null when it knows everything. Walks the whole fragment. */
export function findUnknownContent(fragment: Y.XmlFragment, schema: Schema): UnknownContent | null {
  const nodes = new Set<string>()
  const marks = new Set<string>()
  const visit = (parent: Y.XmlFragment): void => {
    for (const child of parent.toArray() as readonly Y.AbstractType<unknown>[]) {
      if (child instanceof Y.XmlText) {
        for (const piece of child.toDelta() as readonly TextPiece[]) {
          if (typeof piece.insert !== 'string') nodes.add('embed')
          for (const [name, value] of Object.entries(piece.attributes ?? {})) {
            if (value !== null && schema.marks[markName(name)] === undefined) marks.add(markName(name))
          }
        }
      } else if (child instanceof Y.XmlElement) {
        if (schema.nodes[child.nodeName] === undefined) nodes.add(child.nodeName)
        visit(child)
      } else {
        nodes.add(child.constructor.name)
      }
    }
  }
  visit(fragment)
  return nodes.size === 0 && marks.size === 0 ? null : { nodes: [...nodes], marks: [...marks] }
}

export interface TextPiece {
  readonly insert: unknown
  readonly attributes?: Readonly<Record<string, unknown>>
}

function describe({ nodes, marks }: UnknownContent): string {
  const parts = []
  if (nodes.length > 0) parts.push(`the nodes ${nodes.map(quote).join(', ')}`)
  if (marks.length > 0) parts.push(`the marks ${marks.map(quote).join(', ')}`)
  return parts.length > 0 ? parts.join(' and ') : 'part of this document'
}

function quote(name: string): string {
  return JSON.stringify(name.slice(0, 80))
}
