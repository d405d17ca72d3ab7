// A copy of the data file, taken at one moment while a server may be working on it, and put back later. Both copies are
// checked to the last checksum before they get their name: what is called a backup can be restored.
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { checkSqliteFile } from './check-sqlite-file.ts'
import { describeSqlite, openForInspection, takeLock } from './sqlite-file.ts'
import { StorageError } from './storage-error.ts'
import type { SqliteFileProgress, SqliteFileReport } from './check-sqlite-file.ts'

/** Pages copied before progress is told: 1 MiB in files of the usual page size. */
const pagesPerStep = 256

export interface BackupOptions {
  /** The data file. A server may be using it. */
  readonly path: string
  /** Where the copy goes: one file, which must not exist yet. Its folder is created if missing. */
  readonly target: string
  readonly onProgress?: (progress: SqliteFileProgress) => void
}

/**
 * Resolves with the check of the copy. Rejects with a StorageError, and leaves no file behind, when the data file cannot
 * be read, the target exists or cannot be written, or what was copied is damaged (code 'damaged').
 */
export async function backupSqliteFile({
  path,
  target,
  onProgress = () => {},
}: BackupOptions): Promise<SqliteFileReport> {
  if (statSync(target, { throwIfNoEntry: false })) {
    throw failed(`The backup ${target} exists already. Name another file, or move it away.`)
  }
  return copy({ source: path, target, onProgress, purpose: 'backed up' })
}

export interface RestoreOptions {
  /** A backup. It is only read. */
  readonly source: string
  /** The data file to be. No server may be using it. */
  readonly target: string
  /** Sets an existing data file aside, under the name of `RestoreReport.setAside`. Without it that is an error. */
  readonly force?: boolean
  readonly onProgress?: (progress: SqliteFileProgress) => void
}

export interface RestoreReport extends SqliteFileReport {
  /** The data file that was there before, if any: nothing is deleted. */
  readonly setAside: string | undefined
}

/** Rejects with a StorageError, leaving everything as it was, when the backup is not sound or the target is in the way. */
export async function restoreSqliteFile(options: RestoreOptions): Promise<RestoreReport> {
  const { source, target, force = false, onProgress = () => {} } = options
  const exists = statSync(target, { throwIfNoEntry: false }) !== undefined
  if (exists && !force) {
    throw failed(`The data file ${target} exists already. Use force to set it aside and restore over it.`)
  }
  mkdirSync(dirname(resolve(target)), { recursive: true })
  const lock = takeLock(target)
  try {
    const fresh = `${target}.restored`
    rmSync(fresh, { force: true })
    const report = await copy({ source, target: fresh, onProgress, purpose: 'restored' })
    let setAside: string | undefined
    if (exists) {
      setAside = freeName(`${target}.before-restore`)
      // The old log of changes must not be taken for the new file's.
      for (const suffix of ['-wal', '-shm', '']) moveIfThere(`${target}${suffix}`, `${setAside}${suffix}`)
    }
    for (const suffix of ['-wal', '-shm']) rmSync(`${target}${suffix}`, { force: true })
    renameSync(fresh, target)
    syncFolder(target)
    return { ...report, setAside }
  } finally {
    lock.close()
  }
}

async function copy(options: {
  readonly source: string
  readonly target: string
  readonly onProgress: (progress: SqliteFileProgress) => void
  /** For messages. */
  readonly purpose: string
}): Promise<SqliteFileReport> {
  const { source, target, onProgress, purpose } = options
  const partial = `${target}.partial`
  try {
    const { db } = openForInspection(source)
    try {
      mkdirSync(dirname(resolve(target)), { recursive: true })
      rmSync(partial, { force: true })
      // One reading transaction around it: what a server commits meanwhile is not in the copy, and does not make
      // SQLite begin again from the first page, which under load would never end.
      db.exec('BEGIN')
      db.prepare('SELECT count(*) FROM documents').get()
      await backup(db, partial, {
        rate: pagesPerStep,
        progress: ({ totalPages, remainingPages }) =>
          onProgress({ stage: 'copy', done: totalPages - remainingPages, total: totalPages }),
      })
      db.exec('COMMIT')
    } finally {
      db.close()
    }
    makeSingleFile(partial)
    const report = await checkSqliteFile(partial, onProgress)
    const [problem] = report.problems
    if (problem !== undefined) {
      const where = problem.document === undefined ? '' : `Document "${problem.document}": `
      throw new StorageError(
        'damaged',
        `The data file ${source} is damaged and was not ${purpose}. ${where}${problem.message}`,
      )
    }
    renameSync(partial, target)
    syncFolder(target)
    return report
  } catch (error) {
    for (const suffix of ['-wal', '-shm', '-journal', '']) rmSync(`${partial}${suffix}`, { force: true })
    if (error instanceof StorageError) throw error
    throw failed(
      `The data file ${source} was not ${purpose}: ${target} cannot be written (${describeSqlite(error)}).`,
      error,
    )
  }
}

/** A copied file still says that a log of changes lies beside it; a backup is one file, and stays as it is when read. */
function makeSingleFile(path: string): void {
  const db = new DatabaseSync(path)
  try {
    db.exec('PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE')
  } finally {
    db.close()
  }
  sync(path)
}

function moveIfThere(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false })) renameSync(from, to)
}

function freeName(name: string): string {
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? name : `${name}-${n}`
    if (!statSync(candidate, { throwIfNoEntry: false })) return candidate
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** A rename is on the disk when the folder is. Not every system can do that with a folder. */
function syncFolder(path: string): void {
  try {
    sync(dirname(resolve(path)))
  } catch {
    // Windows: the file itself was synced before.
  }
}

function failed(message: string, cause?: unknown): StorageError {
  return new StorageError('open-failed', message, { cause })
}
