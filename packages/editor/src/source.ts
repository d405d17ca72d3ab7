// Where the document comes from: a connection of the embedder's, one made here, a document of the embedder's, or a new one
// that lives in this page only. Whoever made a thing ends it.
import { connectDocument } from '@stet/client'
import type { DocumentConnection } from '@stet/client'
import { documentSchema } from '@stet/document'
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

export function openSource(options: EditorOptions): Source {
  const { connection, url, document, token, doc, awareness } = options
  if (connection) {
    return { doc: connection.doc, awareness: connection.awareness, connection, release: () => {} }
  }
  if (url !== undefined && document !== undefined) {
    const own = connectDocument({
      url,
      document,
      schema: documentSchema,
      ...(token && { token }),
      ...(doc && { doc }),
      ...(awareness && { awareness }),
    })
    return {
      doc: own.doc,
      awareness: own.awareness,
      connection: own,
      // Resolves after the last write on this device, for which nobody waits here; its failure was an 'error' event.
      release: () => void own.destroy().catch(() => {}),
    }
  }
  const localDoc = doc ?? new Y.Doc()
  const localAwareness = awareness ?? new Awareness(localDoc)
  return {
    doc: localDoc,
    awareness: localAwareness,
    connection: undefined,
    release() {
      if (!awareness) localAwareness.destroy()
      if (!doc) localDoc.destroy()
    },
  }
}
