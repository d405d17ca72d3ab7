// Reads a whole data file and says everything that is wrong with it: SQLite's own structure, every checksum, every
// sequence number, every snapshot against the rows it was made from where those are still kept. Changes nothing, and
// may run while a server works on the file.
import { setImmediate } from 'node:timers/promises'
import { UnsoundDocumentError, verifySnapshot } from '../compaction/fold-document.ts'
import { asBytes } from './as-bytes.ts'
import { isRowIntact, isSnapshotIntact } from './row-checksum.ts'
import { describeSqlite, openForInspection } from './sqlite-file.ts'
import { StorageError } from './storage-error.ts'
import type { DatabaseSync } from 'node:sqlite'

export interface SqliteFileReport {
  /** Version of the file's format. */
  readonly format: number
  readonly documents: number
  /** Rows that are kept, those behind a snapshot included. */
  readonly rows: number
  readonly snapshots: number
  /** Snapshots compared with the rows they were made from; of the others some rows were let go by retention. */
  readonly snapshotsCompared: number
  /** None: the file is sound. */
  readonly problems: readonly SqliteFileProblem[]
}

export interface SqliteFileProblem {
  /** Undefined when it is not about one document. */
  readonly document: string | undefined
  /** A sentence for the operator. */
  readonly message: string
}

/** Calls come in the order of the stages; `done` and `total` count pages ('structure', 'copy') or documents. */
export interface SqliteFileProgress {
  readonly stage: 'structure' | 'documents' | 'copy'
  readonly done: number
  readonly total: number
}

/** More problems than these are not listed one by one. */
const maxProblems = 1000

/**
 * Resolves with what was found, problems included; rejects with a StorageError 'open-failed' for a file that is none of
 * Stet's or cannot be opened. Works on the calling thread, document by document.
 */
export async function checkSqliteFile(
  path: string,
  onProgress: (progress: SqliteFileProgress) => void = () => {},
): Promise<SqliteFileReport> {
  const { db, format } = openForInspection(path)
  const problems: SqliteFileProblem[] = []
  const add = (document: string | undefined, message: string): void => {
    if (problems.length < maxProblems) problems.push({ document, message })
  }
  const counts = { documents: 0, rows: 0, snapshots: 0, snapshotsCompared: 0 }
  try {
    const pages = Number(db.prepare('PRAGMA page_count').get()?.['page_count'])
    onProgress({ stage: 'structure', done: 0, total: pages })
    for (const { integrity_check: text } of db.prepare('PRAGMA integrity_check(100)').all()) {
      if (text !== 'ok') add(undefined, `SQLite finds the file damaged: ${String(text)}.`)
    }
    onProgress({ stage: 'structure', done: pages, total: pages })

    const checkDocument = createDocumentCheck({ db, format, add, counts })
    const total = Number(db.prepare('SELECT count(*) AS n FROM documents').get()?.['n'])
    const next = db.prepare('SELECT name FROM documents WHERE name > ? ORDER BY name LIMIT 1')
    for (let row = next.get(''); row !== undefined; row = next.get(String(row['name']))) {
      await setImmediate()
      checkDocument(String(row['name']))
      counts.documents += 1
      onProgress({ stage: 'documents', done: counts.documents, total: Math.max(total, counts.documents) })
    }
    findStrays(db, format, add)
    if (format >= 3) findBadClaims(db, add)
  } catch (error) {
    if (error instanceof StorageError) throw error
    add(undefined, `The file cannot be read to its end (${describeSqlite(error)}).`)
  } finally {
    db.close()
  }
  return { format, ...counts, problems }
}

interface CheckContext {
  readonly db: DatabaseSync
  readonly format: number
  readonly add: (document: string | undefined, message: string) => void
  readonly counts: { rows: number; snapshots: number; snapshotsCompared: number }
}

function createDocumentCheck({ db, format, add, counts }: CheckContext): (document: string) => void {
  const snapshotSeq = format >= 2 ? 'snapshot_seq' : '0 AS snapshot_seq'
  const findDocument = db.prepare(`SELECT last_seq, bytes, ${snapshotSeq} FROM documents WHERE name = ?`)
  const findSnapshot =
    format >= 2
      ? db.prepare('SELECT seq, generation, time, bytes, checksum FROM snapshots WHERE document = ?')
      : undefined
  const rowsOf = db.prepare(
    'SELECT seq, time, principal, bytes, checksum FROM updates WHERE document = ? ORDER BY seq',
  )

  const check = (document: string): void => {
    const known = findDocument.get(document)
    // Gone since it was listed.
    if (known === undefined) return
    const expected = Number(known['snapshot_seq'])
    const lastSeq = Number(known['last_seq'])
    const stored = findSnapshot?.get(document)
    let snapshot: Uint8Array | undefined
    if (stored !== undefined) {
      counts.snapshots += 1
      snapshot = asBytes(stored['bytes'])
      const columns = {
        document,
        seq: Number(stored['seq']),
        generation: Number(stored['generation']),
        time: Number(stored['time']),
        snapshot,
      }
      if (!isSnapshotIntact(columns, asBytes(stored['checksum']))) {
        add(document, 'The snapshot does not match its checksum.')
        snapshot = undefined
      } else if (columns.seq !== expected) {
        add(document, `The snapshot is of row ${columns.seq}, and the document counts on row ${expected}.`)
        snapshot = undefined
      }
    } else if (expected > 0) {
      add(document, 'The snapshot is missing.')
    }

    // Rows that the snapshot stands for, from the first on, as far as they are kept.
    let covered: Uint8Array[] | undefined = snapshot === undefined ? undefined : []
    let bytes = snapshot?.length ?? 0
    let last: number | undefined
    for (const row of rowsOf.iterate(document)) {
      counts.rows += 1
      const seq = Number(row['seq'])
      const update = asBytes(row['bytes'])
      const columns = {
        document,
        seq,
        time: Number(row['time']),
        principal: String(row['principal']),
        update,
      }
      const first = last === undefined
      if (first && seq > expected + 1) add(document, missing(expected + 1, seq - 1))
      if (first && seq > 1) covered = undefined
      if (last !== undefined && seq !== last + 1) {
        add(document, missing(last + 1, seq - 1))
        covered = undefined
      }
      last = seq
      if (!isRowIntact(columns, asBytes(row['checksum']))) {
        add(document, `Row ${seq} does not match its checksum.`)
        covered = undefined
      }
      if (seq > expected) bytes += update.length
      else covered?.push(update)
    }
    const end = last ?? expected
    if (end < lastSeq) add(document, missing(end + 1, lastSeq))
    if (end > lastSeq) add(document, `Row ${end} is there, though only ${lastSeq} rows were counted.`)
    if (snapshot === undefined && expected > 0) return
    if (bytes !== Number(known['bytes']) && end === lastSeq) {
      add(document, `Its size is noted as ${String(known['bytes'])} bytes, and it has ${bytes}.`)
    }
    if (snapshot === undefined || covered === undefined || covered.length !== expected) return
    try {
      verifySnapshot(snapshot, covered)
      counts.snapshotsCompared += 1
    } catch (error) {
      if (!(error instanceof UnsoundDocumentError)) throw error
      add(document, `The snapshot is not what its rows say. ${error.message}`)
    }
  }

  return (document) => {
    // A server may be writing: one transaction, so that all of a document is of one moment.
    db.exec('BEGIN')
    try {
      check(document)
    } finally {
      db.exec('COMMIT')
    }
  }
}

/** Those that have a document, in the order of the versions that brought them. */
const tables = ['updates', 'snapshots', 'claims']

/** Client ids of Yjs have 32 bits, and principals a name. */
function findBadClaims(db: DatabaseSync, add: CheckContext['add']): void {
  const bad = db.prepare(
    "SELECT DISTINCT document FROM claims WHERE client NOT BETWEEN 0 AND 4294967295 OR principal = '' LIMIT 100",
  )
  for (const { document } of bad.all()) add(String(document), 'A claim to a client id of it makes no sense.')
}

/** Rows and snapshots of documents that are not listed. */
function findStrays(db: DatabaseSync, format: number, add: CheckContext['add']): void {
  for (const table of tables.slice(0, format)) {
    const strays = db.prepare(
      `SELECT DISTINCT document FROM ${table} WHERE document NOT IN (SELECT name FROM documents) LIMIT 100`,
    )
    for (const { document } of strays.all()) {
      add(String(document), `There are ${table} of it, and the list of documents does not know it.`)
    }
  }
}

function missing(from: number, to: number): string {
  return from === to ? `Row ${from} is missing.` : `Rows ${from} to ${to} are missing.`
}
