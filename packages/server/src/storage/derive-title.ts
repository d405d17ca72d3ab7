// A document's title for listings, read from its rows. It builds a Y.Doc, which costs many times the encoded size,
// so it is bounded in bytes and time and never runs where edits wait for it.
import { documentTitle } from '@stet/document'
import * as Y from 'yjs'

export interface TitleLimits {
  /** Larger documents keep the title they had: a Y.Doc takes about ten times its encoded size in memory. */
  readonly maxBytes: number
  /** Gives up after this long (milliseconds): thousands of rows are slow to apply even when they are small. */
  readonly maxTime: number
}

const defaultTitleLimits: TitleLimits = { maxBytes: 8 * 1024 * 1024, maxTime: 2000 }

/** Longer titles are cut: a listing is read by people. */
export const maxTitleLength = 200

/** The title, '' for a document without one, undefined when the limits end the attempt or the rows cannot be read. */
export function deriveTitle(
  updates: Iterable<Uint8Array>,
  limits: TitleLimits = defaultTitleLimits,
): string | undefined {
  const doc = new Y.Doc()
  const start = performance.now()
  let bytes = 0
  try {
    const finished = doc.transact(() => {
      for (const update of updates) {
        bytes += update.length
        if (bytes > limits.maxBytes || performance.now() - start > limits.maxTime) return false
        Y.applyUpdate(doc, update)
      }
      return true
    })
    return finished ? shorten(documentTitle(doc)) : undefined
  } catch {
    // A row that Yjs cannot apply is the loader's to report; a listing shows the document all the same.
    return undefined
  } finally {
    doc.destroy()
  }
}

function shorten(title: string): string {
  const line = title.replaceAll(/\s+/gu, ' ').trim()
  if (line.length <= maxTitleLength) return line
  // Cutting inside a surrogate pair would leave half a character.
  return line.slice(0, maxTitleLength - 1).replace(/[\uD800-\uDBFF]$/u, '') + '…'
}
