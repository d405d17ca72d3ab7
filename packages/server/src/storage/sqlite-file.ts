// Opening Stet's data file: the lock, the pragmas, the version, and a sentence for every way in which a file can be
// unusable. Runs inside the storage threads.
import { mkdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, basename } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { applicationId, migrate, schemaVersion } from './sqlite-schema.ts'
import { StorageError } from './storage-error.ts'

/** How long SQLite waits when somebody else (a backup, the sqlite3 shell) holds the file. Milliseconds. */
const busyTimeout = 5000

/**
 * Opens the file for the one writer, creating it and its folder if they are missing.
 * Throws a StorageError 'open-failed' whose message names the path and what to do.
 */
export function openForWriting(path: string): WritableFile {
  prepareFolder(path)
  const lock = takeLock(path)
  let db: DatabaseSync | undefined
  try {
    db = explainOpen(path, () => new DatabaseSync(path, { timeout: busyTimeout }))
    const opened = db
    explainOpen(path, () => prepare(opened, path))
    return {
      db,
      close() {
        opened.close()
        lock.close()
      },
    }
  } catch (error) {
    db?.close()
    lock.close()
    throw error
  }
}

interface WritableFile {
  readonly db: DatabaseSync
  close(): void
}

/** A second connection, for listings. The file must have been opened for writing before. */
export function openForReading(path: string): DatabaseSync {
  return explainOpen(path, () => new DatabaseSync(path, { readOnly: true, timeout: busyTimeout }))
}

/**
 * A connection that only reads, to a file that a server may be using. Throws a StorageError 'open-failed' when there is
 * no such file, or when it is none of Stet's.
 */
export function openForInspection(path: string): { readonly db: DatabaseSync; readonly format: number } {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw openFailed(`There is no data file ${path}.`)
  }
  const db = openForReading(path)
  try {
    return explainOpen(path, () => ({ db, format: readFormat(db, path) }))
  } catch (error) {
    db.close()
    throw error
  }
}

function prepareFolder(path: string): void {
  try {
    // Documents are nobody else's on this machine.
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  } catch (error) {
    throw openFailed(
      `The data folder ${dirname(path)} cannot be created (${codeOf(error)}). ` +
        'Name a folder that this user may write to.',
      error,
    )
  }
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats && !stats.isFile()) {
    throw openFailed(
      `The data file ${path} is ${stats.isDirectory() ? 'a folder' : 'not a regular file'}. ` +
        'Move it away, or name another place for the data.',
    )
  }
}

/**
 * Two servers on one file would each believe to hold the whole document, and relay only their own half. So the
 * writer holds an exclusive transaction on a small database beside the data file for as long as it lives. The lock
 * is the operating system's and ends with the process, even at `kill -9`; the left-over file means nothing.
 */
export function takeLock(path: string): DatabaseSync {
  // Two names of one file (a symbolic link) must meet at the same lock.
  const real = statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : path
  const lockPath = join(realpathSync(dirname(real)), `${basename(real)}.lock`)
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(lockPath, { timeout: 0 })
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock?.close()
    if (sqliteCode(error) === sqliteCodes.busy) {
      throw new StorageError(
        'in-use',
        `The data file ${path} is in use by another Stet server. ` +
          'Stop that one first, or give this one another data folder.',
        { cause: error },
      )
    }
    throw openFailed(
      `The lock file ${lockPath} cannot be used (${describeSqlite(error)}). ` +
        'Check that this user may write to the folder, and delete the lock file if it is not one of Stet.',
      error,
    )
  }
}

function prepare(db: DatabaseSync, path: string): void {
  const version = readFormat(db, path, { mayBeEmpty: true })
  // FULL: a commit has reached the disk when it returns. NORMAL may lose acknowledged commits on a power cut.
  // fullfsync makes macOS mean it too; elsewhere it changes nothing.
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA journal_size_limit = 67108864;
  `)
  migrate(db, version)
}

/** The version of the schema, 0 for an empty file. Throws for a file of another program or of a newer Stet. */
function readFormat(
  db: DatabaseSync,
  path: string,
  options: { mayBeEmpty: boolean } = { mayBeEmpty: false },
) {
  const version = readPragma(db, 'user_version')
  const application = readPragma(db, 'application_id')
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'])
  const isEmpty = tables === 0 && application === 0
  if (application !== applicationId && !(isEmpty && options.mayBeEmpty)) {
    throw openFailed(
      isEmpty
        ? `The file ${path} is empty: there is no data in it.`
        : `The data file ${path} is an SQLite database of another program. Name another place for the data.`,
    )
  }
  if (version > schemaVersion) {
    throw openFailed(
      `The data file ${path} was written by a newer Stet (format ${version}; this one knows up to ${schemaVersion}). ` +
        'Start that newer version, or restore a backup made with this one.',
    )
  }
  return version
}

function readPragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name])
}

function explainOpen<T>(path: string, open: () => T): T {
  try {
    return open()
  } catch (error) {
    if (error instanceof StorageError) throw error
    switch (sqliteCode(error)) {
      case sqliteCodes.notADatabase:
        throw openFailed(
          `The data file ${path} is not a Stet data file. Move it away, or name another place for the data.`,
          error,
        )
      case sqliteCodes.corrupt:
        throw openFailed(`The data file ${path} is damaged. Restore it from a backup.`, error)
      case sqliteCodes.cannotOpen:
      case sqliteCodes.readOnly:
      case sqliteCodes.permission:
        throw openFailed(
          `The data file ${path} cannot be opened for writing. Check the permissions of the file and its folder.`,
          error,
        )
      case sqliteCodes.full:
        throw openFailed(`There is no space left on the disk of the data file ${path}. Free some.`, error)
      default:
        throw openFailed(`The data file ${path} cannot be used (${describeSqlite(error)}).`, error)
    }
  }
}

function openFailed(message: string, cause?: unknown): StorageError {
  return new StorageError('open-failed', message, { cause })
}

/** Primary result codes of SQLite that we tell apart. */
export const sqliteCodes = {
  permission: 3,
  busy: 5,
  readOnly: 8,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const

/** The primary result code, undefined when the error is not SQLite's. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined
  return error.errcode & 0xff
}

export function describeSqlite(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : describeSqlite(error)
}
