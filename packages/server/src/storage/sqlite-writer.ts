// The storage thread that writes: the only connection that ever changes the data file. One call is one
// transaction; its answer is posted only after COMMIT returned, which with synchronous=FULL means after fsync.
import { workerData } from 'node:worker_threads'
import { unpackBytes } from './packed-bytes.ts'
import { rowChecksum } from './row-checksum.ts'
import { serveThread } from './serve-thread.ts'
import { openForWriting } from './sqlite-file.ts'
import { createClaimWriter } from './sqlite-claims.ts'
import { createSnapshotWriter } from './sqlite-snapshots.ts'
import type { PackedBytes } from './packed-bytes.ts'
import type { ThreadBody } from './serve-thread.ts'
import type { DerivedTitle, RowHead, ThreadData, WriterCalls } from './thread-messages.ts'
import type { DatabaseSync } from 'node:sqlite'

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
  const putClaims = createClaimWriter(db)
  const saveTitle = db.prepare(
    'UPDATE documents SET title = ?, title_seq = ? WHERE name = ? AND title_seq < ?',
  )

  // Prepared, because a parser is a good part of what a small commit costs.
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')

  const transaction = (run: () => void): void => {
    begin.run()
    try {
      run()
      commit.run()
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
      for (const [index, { document, principal, time, claims }] of rows.entries()) {
        const update = parts[index]
        if (update === undefined) throw new Error(`Row ${index} of an append has no bytes.`)
        const growth = grown.get(document) ?? openDocument(document, time)
        grown.set(document, growth)
        growth.seq += 1
        growth.bytes += update.length
        growth.changed = Math.max(growth.changed, time)
        const checksum = rowChecksum({ document, seq: growth.seq, time, principal, update })
        addRow.run(document, growth.seq, time, principal, update, checksum)
        if (claims !== undefined) putClaims(document, claims)
      }
      for (const [document, { seq, bytes, changed }] of grown) growDocument.run(seq, bytes, changed, document)
    })
    return null
  }

  const saveTitles = ({ titles }: { titles: readonly DerivedTitle[] }): null => {
    transaction(() => {
      for (const { document, title, seq } of titles) saveTitle.run(title, seq, document, seq)
    })
    return null
  }

  return {
    append,
    ...createSnapshotWriter(db, transaction),
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
