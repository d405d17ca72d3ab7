// The storage threads that read, each on its own read-only connection: WAL lets them read while the writer commits. One
// serves loads; the other serves listings and derives titles, which means building documents, and nothing must wait
// for that.
import { workerData } from 'node:worker_threads'
import { deriveTitle } from './derive-title.ts'
import { createDocumentReader } from './read-document.ts'
import { notice, serveThread } from './serve-thread.ts'
import { createClaimReader } from './sqlite-claims.ts'
import { openForReading } from './sqlite-file.ts'
import type { Operations } from './serve-thread.ts'
import type { DerivedTitle, ListResult, ReaderCalls, ThreadData } from './thread-messages.ts'
import type { DocumentRecord } from './types.ts'
import type { DocumentName } from '@stet/protocol'
import type { DatabaseSync } from 'node:sqlite'

/** One listing spends at most about this long on fresh titles (milliseconds); the other documents keep their last. */
const titleBudget = 300

/**
 * A title that took t milliseconds is not derived again for this many times t: a large document that is being
 * edited costs the reader at most 2 % of its time, however often people look at the list.
 */
const restFactor = 50

/** Documents whose last title and cost are remembered. Beyond it the oldest is forgotten and derived again. */
const rememberedTitles = 10_000

const data = workerData as ThreadData

serveThread<ReaderCalls>(() => {
  const db = openForReading(data.path)
  return { operations: readerFor(db, new Set(data.skipTitles)), close: () => db.close() }
})

function readerFor(db: DatabaseSync, skip: ReadonlySet<string>): Operations<ReaderCalls> {
  const columns = 'name, created, changed, bytes, last_seq, title, title_seq'
  const newest = db.prepare(`SELECT ${columns} FROM documents ORDER BY changed DESC, name DESC LIMIT ?`)
  const older = db.prepare(
    `SELECT ${columns} FROM documents WHERE (changed, name) < (?, ?) ORDER BY changed DESC, name DESC LIMIT ?`,
  )
  const one = db.prepare(`SELECT ${columns} FROM documents WHERE name = ?`)
  const snapshot = db.prepare('SELECT seq, bytes FROM snapshots WHERE document = ?')
  const updates = db.prepare(
    'SELECT bytes FROM updates WHERE document = ? AND seq > ? AND seq <= ? ORDER BY seq',
  )
  const longTails = db.prepare(`
    SELECT name, last_seq, bytes, last_seq - snapshot_seq AS rows FROM documents
    WHERE last_seq - snapshot_seq > ?1 OR bytes - snapshot_bytes > ?2
      OR (last_seq - snapshot_seq >= ?3 AND changed < ?4)
    ORDER BY rows DESC LIMIT ?5
  `)
  const documents = createDocumentReader(db)
  const claimsOf = createClaimReader(db)
  const remembered = new Map<string, RememberedTitle>()

  /** Rows that a snapshot covers stay where they are for days: what is read here stays whole while it is read. */
  function* contentOf({ name, lastSeq }: DocumentRow): Generator<Uint8Array> {
    const start = snapshot.get(name)
    if (start !== undefined) yield* bytesOf([start])
    yield* bytesOf(updates.iterate(name, Number(start?.['seq'] ?? 0), lastSeq))
  }

  const derive = (row: DocumentRow): RememberedTitle => {
    const known = remembered.get(row.name) ?? { title: row.title, seq: row.titleSeq, restUntil: 0 }
    const start = performance.now()
    if (known.seq >= row.lastSeq || start < known.restUntil || skip.has(row.name)) return known
    // Should this document end the thread, the main thread knows which one it was.
    notice(row.name)
    const title = deriveTitle(contentOf(row))
    const end = performance.now()
    const fresh = {
      title: title ?? known.title,
      seq: title === undefined ? known.seq : row.lastSeq,
      restUntil: end + restFactor * (end - start),
    }
    remembered.delete(row.name)
    remembered.set(row.name, fresh)
    for (const oldest of remembered.keys()) {
      if (remembered.size <= rememberedTitles) break
      remembered.delete(oldest)
    }
    return fresh
  }

  const present = (rows: readonly DocumentRow[]): ListResult => {
    const end = performance.now() + titleBudget
    const derived: DerivedTitle[] = []
    const records = rows.map((row): DocumentRecord => {
      const inTime = performance.now() < end
      const { title, seq } = inTime ? derive(row) : (remembered.get(row.name) ?? { title: row.title, seq: 0 })
      if (seq > row.titleSeq) derived.push({ document: row.name, title, seq })
      const { created, changed, bytes } = row
      return { document: row.name, title, created, changed, bytes }
    })
    return { records, derived }
  }

  return {
    loadPage: (request) => documents.page(request),
    claims: ({ document }) => claimsOf(document),
    compactable: ({ limit, rows, bytes, idle }) =>
      longTails.all(rows, bytes, idle.rows, idle.before, limit).map((row) => ({
        document: String(row['name']) as DocumentName,
        lastSeq: Number(row['last_seq']),
        rows: Number(row['rows']),
        bytes: Number(row['bytes']),
      })),
    list({ limit, before }) {
      const rows = before ? older.all(before.changed, before.document, limit) : newest.all(limit)
      return present(rows.map(toRow))
    },
    describe({ document }) {
      const row = one.get(document)
      return present(row ? [toRow(row)] : [])
    },
  }
}

interface RememberedTitle {
  readonly title: string
  readonly seq: number
  /** On `performance.now()`'s scale. */
  readonly restUntil: number
}

interface DocumentRow {
  readonly name: DocumentName
  readonly created: number
  readonly changed: number
  readonly bytes: number
  readonly lastSeq: number
  readonly title: string
  readonly titleSeq: number
}

function toRow(row: Record<string, unknown>): DocumentRow {
  return {
    // Only parsed names were ever written into the column.
    name: String(row['name']) as DocumentName,
    created: Number(row['created']),
    changed: Number(row['changed']),
    bytes: Number(row['bytes']),
    lastSeq: Number(row['last_seq']),
    title: String(row['title']),
    titleSeq: Number(row['title_seq']),
  }
}

function* bytesOf(rows: Iterable<Record<string, unknown>>): Generator<Uint8Array> {
  for (const { bytes } of rows) if (bytes instanceof Uint8Array) yield bytes
}
