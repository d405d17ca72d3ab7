// A stored document without a room: what `stet export --format yjs` writes, or any Yjs update of a whole document.
import * as Y from 'yjs'

import type { DocumentJSON } from './json.ts'
import { migrateDocument } from './migrations.ts'
import { documentToJSON } from './read-yjs.ts'

/** The content of a document, in this version's form. Throws what Yjs throws for bytes that are no update. */
export function updateToJSON(update: Uint8Array): DocumentJSON {
  const doc = new Y.Doc()
  try {
    Y.applyUpdate(doc, update)
    migrateDocument(doc)
    return documentToJSON(doc)
  } finally {
    doc.destroy()
  }
}
