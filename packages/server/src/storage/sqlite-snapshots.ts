// The writer's part of compaction: putting a snapshot in place of rows, and letting rows go that a snapshot has stood
// for long enough. Both are short transactions: no row is copied or moved, because commits wait meanwhile.
import { asBytes } from './as-bytes.ts'
import { damaged } from './read-document.ts'
import { isSnapshotIntact, snapshotChecksum } from './row-checksum.ts'
import type { WriterCalls } from './thread-messages.ts'
import type { DatabaseSync } from 'node:sqlite'

export interface SnapshotWriter {
  replaceWithSnapshot(request: WriterCalls['replaceWithSnapshot']['request']): boolean
  trimArchive(request: WriterCalls['trimArchive']['request']): number
}

export function createSnapshotWriter(
  db: DatabaseSync,
  transaction: (run: () => void) => void,
): SnapshotWriter {
  const findSnapshot = db.prepare(
    'SELECT seq, generation, time, bytes, checksum FROM snapshots WHERE document = ?',
  )
  const findGeneration = db.prepare('SELECT generation FROM snapshots WHERE document = ?')
  const countRows = db.prepare(
    'SELECT count(*) AS n FROM updates WHERE document = ? AND seq > ? AND seq <= ?',
  )
  const sizeAfter = db.prepare(
    'SELECT coalesce(sum(length(bytes)), 0) AS n FROM updates WHERE document = ? AND seq > ?',
  )
  const putSnapshot = db.prepare(`
    INSERT INTO snapshots (document, seq, generation, time, bytes, checksum) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (document) DO UPDATE SET
      seq = excluded.seq, generation = excluded.generation, time = excluded.time,
      bytes = excluded.bytes, checksum = excluded.checksum
  `)
  const noteSnapshot = db.prepare(
    'UPDATE documents SET snapshot_seq = ?, snapshot_bytes = ?, bytes = ? WHERE name = ?',
  )
  const noteArchived = db.prepare('INSERT INTO archived (time, document, seq) VALUES (?, ?, ?)')
  const oldestArchived = db.prepare(
    'SELECT time, document, seq FROM archived WHERE time < ? ORDER BY time, document, seq LIMIT 1',
  )
  const forgetArchived = db.prepare('DELETE FROM archived WHERE time = ? AND document = ? AND seq = ?')
  const letGo = db.prepare(`
    DELETE FROM updates WHERE document = ?1 AND seq IN
      (SELECT seq FROM updates WHERE document = ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3)
  `)

  const replaceWithSnapshot: SnapshotWriter['replaceWithSnapshot'] = (request) => {
    const { document, generation, afterSeq, upToSeq, rowsRead, time, bytes: snapshot } = request
    let replaced = false
    transaction(() => {
      const current = Number(findGeneration.get(document)?.['generation'] ?? 0)
      if (current !== generation) return
      const rows = Number(countRows.get(document, afterSeq, upToSeq)?.['n'])
      if (rows !== rowsRead || upToSeq - afterSeq !== rowsRead) {
        throw damaged(
          `Of document "${document}" ${rowsRead} rows were read for a snapshot, and ${rows} are there.`,
        )
      }
      const next = generation + 1
      const checksum = snapshotChecksum({ document, seq: upToSeq, generation: next, time, snapshot })
      putSnapshot.run(document, upToSeq, next, time, snapshot, checksum)
      const tail = Number(sizeAfter.get(document, upToSeq)?.['n'])
      noteSnapshot.run(upToSeq, snapshot.length, snapshot.length + tail, document)
      noteArchived.run(time, document, upToSeq)
      replaced = true
    })
    return replaced
  }

  /** Whether there is a sound snapshot that says what rows up to `seq` say. */
  const isCovered = (document: string, seq: number): boolean => {
    const row = findSnapshot.get(document)
    if (row === undefined || Number(row['seq']) < seq) return false
    const columns = {
      document,
      seq: Number(row['seq']),
      generation: Number(row['generation']),
      time: Number(row['time']),
      snapshot: asBytes(row['bytes']),
    }
    return isSnapshotIntact(columns, asBytes(row['checksum']))
  }

  const trimArchive: SnapshotWriter['trimArchive'] = ({ archivedBefore, limit }) => {
    let removed = 0
    transaction(() => {
      while (removed < limit) {
        const oldest = oldestArchived.get(archivedBefore)
        if (oldest === undefined) return
        const document = String(oldest['document'])
        const seq = Number(oldest['seq'])
        const allowed = limit - removed
        // The last copy is never let go: without a sound snapshot the rows stay until there is one again.
        const gone = isCovered(document, seq) ? Number(letGo.run(document, seq, allowed).changes) : 0
        removed += gone
        if (gone < allowed) forgetArchived.run(Number(oldest['time']), document, seq)
      }
    })
    return removed
  }

  return { replaceWithSnapshot, trimArchive }
}
