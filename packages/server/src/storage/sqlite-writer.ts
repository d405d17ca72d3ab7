// The storage thread that writes: the only connection that ever changes the data file. One call is one
// transaction; its answer is posted only after COMMIT returned, which with synchronous=FULL means after fsync.
import { workerData } from 'node:worker_threads'
import { packBytes, unpackBytes } from './packed-bytes.ts'
import { isRowIntact, rowChecksum } from './row-checksum.ts'
import { serveThread } from './serve-thread.ts'
import { openForWriting } from './sqlite-file.ts'
import { StorageError } from './storage-error.ts'
import type { PackedBytes } from './packed-bytes.ts'
import type { ThreadBody } from './serve-thread.ts'
import type { DerivedTitle, LoadedPage, RowHead, ThreadData, WriterCalls } from './thread-messages.ts'
import type { DatabaseSync } from 'node:sqlite'

/** A page of a load ends here, so that commits wait a few milliseconds for it and not for the whole document. */
const loadPageBytes = 1024 * 1024
const loadPageRows = 2000

const data = workerData as ThreadData

serveThread<WriterCalls>(() => {
  const file = openForWriting(data.path)
  const body = writerFor(file.db)
  body.limitSize({ bytes: data.maxBytes })
  return { operations: body, close: () => file.close() }
})

function writerFor(db: DatabaseSync): ThreadBody<WriterCalls>['operations'] {
  const findDocument = db.prepare('SELECT last_seq FROM documents WHERE name = ?')
  const addDocument = db.prepare(
    'INSERT INTO documents (name, created, changed, bytes, last_seq) VALUES (?, ?, ?, 0, 0) ON CONFLICT (name) DO NOTHING',
  )
  const growDocument = db.prepare(
    'UPDATE documents SET last_seq = ?, bytes = bytes + ?, changed = max(changed, ?) WHERE name = ?',
  )
  const addRow = db.prepare(
    'INSERT INTO updates (document, seq, time, principal, bytes, checksum) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const rowsAfter = db.prepare(
    'SELECT seq, time, principal, bytes, checksum FROM updates WHERE document = ? AND seq > ? ORDER BY seq',
  )
  const saveTitle = db.prepare(
    'UPDATE documents SET title = ?, title_seq = ? WHERE name = ? AND title_seq < ?',
  )

  const transaction = (run: () => void): void => {
    db.exec('BEGIN IMMEDIATE')
    try {
      run()
      db.exec('COMMIT')
    } catch (error) {
      // SQLite rolls some failures back by itself (a full disk may be one of them), others it leaves to us.
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }

  const openDocument = (name: string, time: number): Growth => {
    const known = findDocument.get(name)
    if (known === undefined) addDocument.run(name, time, time)
    return { seq: Number(known?.['last_seq'] ?? 0), bytes: 0, changed: 0 }
  }

  const append = ({ rows, updates }: { rows: readonly RowHead[]; updates: PackedBytes }): null => {
    const grown = new Map<string, Growth>()
    const parts = unpackBytes(updates)
    transaction(() => {
      for (const [index, { document, principal, time }] of rows.entries()) {
        const update = parts[index]
        if (update === undefined) throw new Error(`Row ${index} of an append has no bytes.`)
        const growth = grown.get(document) ?? openDocument(document, time)
        grown.set(document, growth)
        growth.seq += 1
        growth.bytes += update.length
        growth.changed = Math.max(growth.changed, time)
        const checksum = rowChecksum({ document, seq: growth.seq, time, principal, update })
        addRow.run(document, growth.seq, time, principal, update, checksum)
      }
      for (const [document, { seq, bytes, changed }] of grown) growDocument.run(seq, bytes, changed, document)
    })
    return null
  }

  const loadPage = ({ document, after }: { document: string; after: number }): LoadedPage => {
    const newest = Number(findDocument.get(document)?.['last_seq'] ?? 0)
    const parts: Uint8Array[] = []
    let last = after
    let bytes = 0
    for (const row of rowsAfter.iterate(document, after)) {
      const seq = Number(row['seq'])
      const update = asBytes(row['bytes'])
      if (seq !== last + 1) throw missingRow(document, last + 1)
      const columns = {
        document,
        seq,
        time: Number(row['time']),
        principal: String(row['principal']),
        update,
      }
      if (!isRowIntact(columns, asBytes(row['checksum']))) throw damagedRow(document, seq)
      parts.push(update)
      last = seq
      bytes += update.length
      if (bytes >= loadPageBytes || parts.length >= loadPageRows) break
    }
    if (last > newest) throw surplusRow(document, last)
    if (parts.length === 0 && last < newest) throw missingRow(document, last + 1)
    return { ...packBytes(parts), last, done: last === newest }
  }

  const saveTitles = ({ titles }: { titles: readonly DerivedTitle[] }): null => {
    transaction(() => {
      for (const { document, title, seq } of titles) saveTitle.run(title, seq, document, seq)
    })
    return null
  }

  return {
    append,
    loadPage,
    saveTitles,
    create({ document, time }) {
      let created = false
      transaction(() => (created = addDocument.run(document, time, time).changes === 1))
      return created
    },
    limitSize({ bytes }) {
      const pageSize = Number(db.prepare('PRAGMA page_size').get()?.['page_size'])
      // 2^32 - 2 pages is what SQLite itself allows.
      const pages = bytes === null ? 4_294_967_294 : Math.max(1, Math.floor(bytes / pageSize))
      db.exec(`PRAGMA max_page_count = ${pages}`)
      return null
    },
  }
}

/** What a batch adds to one document. */
interface Growth {
  seq: number
  bytes: number
  changed: number
}

function asBytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array()
}

function damagedRow(document: string, seq: number): StorageError {
  return damaged(`Row ${seq} of document "${document}" does not match its checksum.`)
}

function missingRow(document: string, seq: number): StorageError {
  return damaged(`Row ${seq} of document "${document}" is missing.`)
}

function surplusRow(document: string, seq: number): StorageError {
  return damaged(
    `Row ${seq} of document "${document}" is there, though fewer rows were counted when it was stored.`,
  )
}

function damaged(what: string): StorageError {
  return new StorageError(
    'damaged',
    `${what} The data file was changed outside Stet or damaged on the disk: restore it from a backup. ` +
      'Other documents are not affected.',
  )
}
