// Where the document comes from when no connection is to be made: from the embedder (a connection, a provider, a document),
// or it is a new one that lives in this page only. Whoever made a thing ends it.
import type { DocumentConnection } from '@stet/client'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { EditorOptions } from './options.ts'

export interface Source {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly connection: DocumentConnection | undefined
  /** Ends what was made here, and nothing else. */
  release(): void
}

export async function openGivenSource(options: EditorOptions): Promise<Source> {
  const { connection, provider, content } = options
  if (connection) {
    return { doc: connection.doc, awareness: connection.awareness, connection, release: () => {} }
  }
  const given = {
    doc: provider?.doc ?? provider?.document ?? options.doc,
    awareness: provider?.awareness ?? options.awareness,
  }
  const doc = given.doc ?? new Y.Doc()
  if (content) {
    // Most documents are not begun here: what writes one is a file of its own.
    const { writeContent } = await import('./write-content.ts')
    writeContent(content, doc)
  }
  const awareness = given.awareness ?? new Awareness(doc)
  return {
    doc,
    awareness,
    connection: undefined,
    release() {
      if (!given.awareness) awareness.destroy()
      if (!given.doc) doc.destroy()
    },
  }
}
