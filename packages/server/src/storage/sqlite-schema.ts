// The tables of Stet's data file, their version, and the way from every earlier version to this one.
import { claimFromRows } from './sqlite-claims.ts'
import type { DatabaseSync } from 'node:sqlite'

/** 'Stet' in ASCII: tells our files from other programs' SQLite databases. */
export const applicationId = 0x53746574

/** Stored in `user_version`. Raise it with every change of the schema, and migrate from every earlier one. */
export const schemaVersion = 3

/**
 * Brings a file of any earlier version (0: an empty file) to this one, in one transaction: after a crash half-way the
 * file is what it was before.
 *
 * - `updates` is the log. It is clustered by (document, seq), so that loading a document reads neighbouring pages, and
 *   it says everything by itself: all other tables could be made again from it as long as no row was let go.
 * - `snapshots` is a cache of the log up to `seq`: the rows up to there are not read any more to load the document.
 *   They stay where they are, so that compaction moves nothing; `generation` counts the snapshots of a document.
 * - `archived` says when rows were covered by a snapshot, which is what retention goes by.
 * - `claims` says which client ids of a document belong to whom. It is written with the rows that made them so, and
 *   cannot be made again from the log once old rows were let go.
 * - `documents` holds what a list needs. `last_seq` and `snapshot_seq` also let a load notice what went missing;
 *   `bytes` is what a load reads: snapshot and later rows.
 */
export function migrate(db: DatabaseSync, version: number): void {
  if (version === schemaVersion) return
  db.exec('BEGIN IMMEDIATE')
  try {
    if (version < 1) db.exec(version1)
    if (version < 2) db.exec(version2)
    if (version < 3) {
      db.exec(version3)
      claimFromRows(db)
    }
    db.exec(`
      PRAGMA application_id = ${applicationId};
      PRAGMA user_version = ${schemaVersion};
      COMMIT;
    `)
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

const version1 = `
  CREATE TABLE documents (
    name TEXT NOT NULL PRIMARY KEY,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_seq INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX documents_by_change ON documents (changed, name);
  CREATE TABLE updates (
    document TEXT NOT NULL,
    seq INTEGER NOT NULL,
    time INTEGER NOT NULL,
    principal TEXT NOT NULL,
    bytes BLOB NOT NULL,
    checksum BLOB NOT NULL,
    PRIMARY KEY (document, seq)
  ) STRICT, WITHOUT ROWID;
`

// Snapshots are large: in a table with rowids a large blob lies in a chain of its own, not inside the search tree.
const version2 = `
  ALTER TABLE documents ADD COLUMN snapshot_seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE documents ADD COLUMN snapshot_bytes INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE snapshots (
    document TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    time INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    checksum BLOB NOT NULL
  ) STRICT;
  CREATE TABLE archived (
    time INTEGER NOT NULL,
    document TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (time, document, seq)
  ) STRICT, WITHOUT ROWID;
`

const version3 = `
  CREATE TABLE claims (
    document TEXT NOT NULL,
    client INTEGER NOT NULL,
    principal TEXT NOT NULL,
    PRIMARY KEY (document, client)
  ) STRICT, WITHOUT ROWID;
`
