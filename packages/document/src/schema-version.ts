// Which form a document is in, and how to tell two schemas apart. The version rises when content is stored in another
// form than before, so that an older editor would misread it; new nodes, marks and attributes alone do not raise it,
// because an older editor keeps and shows what it does not know. The hash differs with any difference of the schema.

import type { AttributeSpec, Schema } from 'prosemirror-model'
import type * as Y from 'yjs'

import { metaName } from './roots.ts'
import { schema } from './schema.ts'

/** The form this version of Stet reads and writes. */
export const schemaVersion = 1

/** The key in the document's `meta` map that holds its version, a whole number. Absent: 1. */
export const versionKey = 'schema'

// Anybody who may write can store a number here, and a newer one makes editors read-only. One that no release will
// reach is somebody's mistake or mischief, and says nothing.
const maxVersion = 10_000

/** The form the document's content is in. */
export function documentVersion(doc: Y.Doc): number {
  const stored: unknown = doc.getMap(metaName).get(versionKey)
  const usable = typeof stored === 'number' && Number.isInteger(stored) && stored >= 1 && stored <= maxVersion
  return usable ? stored : 1
}

/** Sixteen hexadecimal digits, the same for equal schemas: names, attributes with defaults, content, marks. */
export function schemaHash(of: Schema = schema): string {
  return hashOf(JSON.stringify(shapeOf(of)))
}

/** What is announced to servers and other editors. */
export const documentSchema = { version: schemaVersion, hash: schemaHash() } as const

function shapeOf({ spec }: Schema): unknown {
  const nodes: unknown[] = []
  spec.nodes.forEach((name, { content = '', group = '', marks = null, inline = false, attrs }) => {
    nodes.push([name, content, group, marks, inline, defaultsOf(attrs)])
  })
  const marks: unknown[] = []
  spec.marks.forEach((name, { excludes = null, attrs }) => {
    marks.push([name, excludes, defaultsOf(attrs)])
  })
  return [nodes, marks]
}

function defaultsOf(attrs: Readonly<Record<string, AttributeSpec>> = {}): unknown {
  return Object.entries(attrs).map(([name, spec]) => [name, (spec.default as unknown) ?? null])
}

// FNV-1a twice, the second time from another start: enough to tell releases apart, and nothing depends on secrecy.
function hashOf(text: string): string {
  return [0x811c9dc5, 0x01234567]
    .map((start) => {
      let hash = start
      for (let index = 0; index < text.length; index++) {
        hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
      }
      return (hash >>> 0).toString(16).padStart(8, '0')
    })
    .join('')
}
