// Reads one document out of the data file, page by page, verifying everything on the way: the snapshot, then the rows
// after it without a hole. A snapshot that is damaged or gone is passed over as long as the rows it was made from are
// still kept: they are the document, it is only their cache.
import { asBytes } from './as-bytes.ts'
import { packBytes } from './packed-bytes.ts'
import { isRowIntact, isSnapshotIntact } from './row-checksum.ts'
import { StorageError } from './storage-error.ts'
import type { LoadedPage } from './thread-messages.ts'
import type { DatabaseSync } from 'node:sqlite'

/** A page ends here, so that reading one large document leaves room for others, and for one message at a time. */
const pageBytes = 1024 * 1024
const pageRows = 2000

export interface DocumentReader {
  /** `after`: the `last` of the page before, null for the first. Throws a StorageError 'damaged'. */
  page(request: { document: string; after: number | null }): LoadedPage
}

export function createDocumentReader(db: DatabaseSync): DocumentReader {
  const findDocument = db.prepare('SELECT last_seq, snapshot_seq FROM documents WHERE name = ?')
  const findSnapshot = db.prepare(
    'SELECT seq, generation, time, bytes, checksum FROM snapshots WHERE document = ?',
  )
  const rowsAfter = db.prepare(
    'SELECT seq, time, principal, bytes, checksum FROM updates WHERE document = ? AND seq > ? ORDER BY seq',
  )

  const readSnapshot = (document: string, expected: number): StoredSnapshot => {
    const row = findSnapshot.get(document)
    if (row === undefined) {
      if (expected === 0) return { kind: 'none' }
      return { kind: 'damaged', generation: 0, damage: `The snapshot of document "${document}" is missing.` }
    }
    const snapshot = asBytes(row['bytes'])
    const generation = Number(row['generation'])
    const seq = Number(row['seq'])
    const columns = { document, seq, generation, time: Number(row['time']), snapshot }
    if (isSnapshotIntact(columns, asBytes(row['checksum'])) && seq === expected) {
      return { kind: 'intact', generation, seq, snapshot }
    }
    const damage = `The snapshot of document "${document}" does not match its checksum.`
    return { kind: 'damaged', generation, damage }
  }

  const read = (document: string, after: number | null): LoadedPage => {
    const known = findDocument.get(document)
    const newest = Number(known?.['last_seq'] ?? 0)
    const parts: Uint8Array[] = []
    let last = after ?? 0
    let bytes = 0
    let stored: StoredSnapshot = { kind: 'none' }
    if (after === null) {
      stored = readSnapshot(document, Number(known?.['snapshot_seq'] ?? 0))
      if (stored.kind === 'intact') {
        parts.push(stored.snapshot)
        bytes += stored.snapshot.length
        last = stored.seq
      }
    }
    let rows = 0
    const iterator = bytes < pageBytes ? rowsAfter.iterate(document, last) : []
    for (const row of iterator) {
      const seq = Number(row['seq'])
      const update = asBytes(row['bytes'])
      if (seq !== last + 1) {
        // The older rows were let go because there was a snapshot of them.
        if (stored.kind === 'damaged' && last === 0) throw damaged(stored.damage)
        throw missingRow(document, last + 1)
      }
      const time = Number(row['time'])
      const columns = { document, seq, time, principal: String(row['principal']), update }
      if (!isRowIntact(columns, asBytes(row['checksum']))) {
        throw damaged(`Row ${seq} of document "${document}" does not match its checksum.`)
      }
      parts.push(update)
      last = seq
      rows += 1
      bytes += update.length
      if (bytes >= pageBytes || rows >= pageRows) break
    }
    if (last > newest) throw surplusRow(document, last)
    if (parts.length === 0) {
      if (stored.kind === 'damaged') throw damaged(stored.damage)
      if (last < newest) throw missingRow(document, last + 1)
    }
    return {
      ...packBytes(parts),
      last,
      done: last === newest,
      snapshot: stored.kind === 'intact' ? { seq: stored.seq } : null,
      generation: stored.kind === 'none' ? 0 : stored.generation,
      damage: stored.kind === 'damaged' ? stored.damage : null,
    }
  }

  return {
    page({ document, after }) {
      // The writer is another connection: one transaction, so that all of a page is of one moment.
      db.exec('BEGIN')
      try {
        return read(document, after)
      } finally {
        db.exec('COMMIT')
      }
    },
  }
}

type StoredSnapshot =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'intact'
      readonly generation: number
      readonly seq: number
      readonly snapshot: Uint8Array
    }
  | { readonly kind: 'damaged'; readonly generation: number; readonly damage: string }

function missingRow(document: string, seq: number): StorageError {
  return damaged(`Row ${seq} of document "${document}" is missing.`)
}

function surplusRow(document: string, seq: number): StorageError {
  return damaged(
    `Row ${seq} of document "${document}" is there, though fewer rows were counted when it was stored.`,
  )
}

export function damaged(what: string): StorageError {
  return new StorageError(
    'damaged',
    `${what} The data file was changed outside Stet or damaged on the disk: restore it from a backup. ` +
      'Other documents are not affected.',
  )
}
