// Many updates of a document folded into one that says the same, with proof. This is the heart of compaction: what comes
// out of it takes the place of what people wrote.
//
// The one update is the state of a Y.Doc that collects garbage, as every browser's does: of deleted text it keeps that
// and where something was, not what it said. Merging the bytes instead (`mergeUpdates`) would keep every deleted letter
// and never join two structs: of a paper typed in 260,000 keystrokes it makes 3.1 MB, the Y.Doc 0.29 MB (0.37 MB without
// collection). Whoever undoes a deletion brings the text back as new content out of their own copy, and whoever comes
// with an older state, however old, gets what it lacks from the one as from the other. What was deleted can be read in
// the archived rows for as long as they are kept.
import { KnownUpdates, scanUpdate, storedScanLimits } from '@stet/protocol'
import * as Y from 'yjs'
import { differenceOf, digestDocument } from './document-digest.ts'
import type { DocumentDigest } from './document-digest.ts'
import type { AcceptedUpdate } from '@stet/protocol'

/** The updates are not a document, or what was made of them is not the same one. */
export class UnsoundDocumentError extends Error {
  override readonly name = 'UnsoundDocumentError'
}

/**
 * One update that says what all of these say, in their order. Throws an UnsoundDocumentError rather than give anything
 * that was not shown to be the same document when it is read again.
 */
export function foldDocument(updates: Iterable<Uint8Array>): Uint8Array {
  const { scans, digest, encoded } = read(updates)
  verify({ snapshot: encoded, scans, digest })
  return encoded
}

/** Throws an UnsoundDocumentError when the snapshot does not say what these updates say. */
export function verifySnapshot(snapshot: Uint8Array, updates: Iterable<Uint8Array>): void {
  const { scans, digest } = read(updates)
  verify({ snapshot, scans, digest })
}

interface Reading {
  readonly scans: readonly AcceptedUpdate[]
  readonly digest: DocumentDigest
  readonly encoded: Uint8Array
}

function verify(options: {
  readonly snapshot: Uint8Array
  readonly scans: readonly AcceptedUpdate[]
  readonly digest: DocumentDigest
}): void {
  const again = read([options.snapshot])
  const difference = differenceOf(options.digest, again.digest)
  if (difference !== undefined) {
    throw new UnsoundDocumentError(
      `Read again from one update, the document has other ${difference} than before.`,
    )
  }
  // A second opinion that is not Yjs's: every row's structs and deletions are in the snapshot.
  const known = new KnownUpdates()
  for (const scan of again.scans) known.add(scan)
  for (const [index, scan] of options.scans.entries()) {
    if (known.brings(scan)) {
      throw new UnsoundDocumentError(`What update ${index + 1} brings is not in the one update.`)
    }
  }
}

function read(updates: Iterable<Uint8Array>): Reading {
  const doc = new Y.Doc()
  const scans: AcceptedUpdate[] = []
  const known = new KnownUpdates()
  try {
    // One transaction: Yjs's work after each is what makes many small updates to a document of many clients slow.
    doc.transact((transaction) => {
      for (const update of updates) {
        const scan = scanUpdate(update, known, storedScanLimits)
        if (scan.kind === 'gap') {
          const missing = `client ${scan.client} is known only below clock ${scan.need}`
          throw new UnsoundDocumentError(`Update ${scans.length + 1} leans on something missing: ${missing}.`)
        }
        // Yjs throws on a struct whose known half it has collected.
        Y.applyUpdate(doc, scan.overlaps ? Y.diffUpdate(update, Y.encodeStateVector(doc)) : update)
        known.add(scan)
        scans.push(scan)
      }
      // For remote changes Yjs tidies up formatting marks by deletions of its own. Nobody wrote those.
      transaction.local = true
    })
    const { pendingStructs, pendingDs } = doc.store
    if (pendingStructs !== null || pendingDs !== null) {
      throw new UnsoundDocumentError('Some of the updates could not be put into the document.')
    }
    return { scans, digest: digestDocument(doc), encoded: Y.encodeStateAsUpdate(doc) }
  } catch (error) {
    if (error instanceof UnsoundDocumentError) throw error
    const what = error instanceof Error ? error.message : String(error)
    throw new UnsoundDocumentError(`The updates cannot be read (${what}).`, { cause: error })
  } finally {
    doc.destroy()
  }
}
