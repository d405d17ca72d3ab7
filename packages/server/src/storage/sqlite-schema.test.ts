import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseDocumentName } from '@stet/protocol'
import { afterEach, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { openSqliteStorage } from './sqlite.ts'

const plan = parseDocumentName('plan')
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stet-schema-'))
  path = join(folder, 'stet.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A file as the first version wrote it, checksums included. */
function writeVersion1(): void {
  const db = new DatabaseSync(path)
  db.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE documents (
      name TEXT NOT NULL PRIMARY KEY, created INTEGER NOT NULL, changed INTEGER NOT NULL, bytes INTEGER NOT NULL,
      last_seq INTEGER NOT NULL, title TEXT NOT NULL DEFAULT '', title_seq INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX documents_by_change ON documents (changed, name);
    CREATE TABLE updates (
      document TEXT NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, principal TEXT NOT NULL,
      bytes BLOB NOT NULL, checksum BLOB NOT NULL, PRIMARY KEY (document, seq)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO documents VALUES ('empty', 500, 500, 0, 0, '', 0);
    INSERT INTO documents VALUES ('plan', 1000, 1002, 53, 3, 'Old plan', 3);
    INSERT INTO updates VALUES
      ('plan', 1, 1000, 'ann', x'010107002801046d657461057469746c650177084f6c6420706c616e00', x'9ba681fec1fcab0c'),
      ('plan', 2, 1001, 'ann', x'01010701040104746578740548656c6c6f00', x'106677a1f359de7a'),
      ('plan', 3, 1002, 'ann', x'000107010101', x'b1474c2da7332eb2');
    PRAGMA application_id = 1400137076;
    PRAGMA user_version = 1;
  `)
  db.close()
}

it('a file of version 1 opens with everything in it, and takes rows and snapshots from then on', async () => {
  writeVersion1()
  const storage = await openSqliteStorage({ path })
  const rows = await storage.load(plan)
  expect(rows.map((row) => row.length)).toEqual([29, 18, 6])
  expect(await storage.list({ limit: 10 })).toEqual([
    { document: 'plan', title: 'Old plan', created: 1000, changed: 1002, bytes: 53 },
    { document: 'empty', title: '', created: 500, changed: 500, bytes: 0 },
  ])
  await storage.append([{ document: plan, update: new Uint8Array([0, 0]), principal: 'bob', time: 2000 }])
  const input = await storage.readForCompaction(plan)
  expect(input).toMatchObject({ generation: 0, afterSeq: 0, upToSeq: 4 })
  const snapshot = new Uint8Array([1, 2, 3])
  const read = { document: plan, generation: 0, afterSeq: 0, upToSeq: 4, rowsRead: 4 }
  expect(await storage.replaceWithSnapshot({ ...read, snapshot, time: 3000 })).toBe(true)
  await storage.close()

  const again = await openSqliteStorage({ path })
  expect(await again.load(plan)).toEqual([snapshot])
  await again.close()
})

it('a migration that fails leaves the file as it was', async () => {
  writeVersion1()
  const db = new DatabaseSync(path)
  // In the way of a table of version 2.
  db.exec('CREATE TABLE archived (mine)')
  db.close()
  await expect(openSqliteStorage({ path })).rejects.toMatchObject({ code: 'open-failed' })
  const after = new DatabaseSync(path)
  expect(after.prepare('PRAGMA user_version').get()?.['user_version']).toBe(1)
  expect(after.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'snapshots'").get()?.['n']).toBe(
    0,
  )
  after.close()
})

/** An update with a struct of this client. */
function doc(client: number): Uint8Array {
  const made = new Y.Doc()
  made.clientID = client
  made.getMap('meta').set('x', client)
  return Y.encodeStateAsUpdate(made)
}

it('of a file that is older than claims, ids belong to who first wrote with them, imports and strangers aside', async () => {
  const storage = await openSqliteStorage({ path })
  await storage.append([
    { document: plan, update: doc(1), principal: 'ann', time: 1 },
    { document: plan, update: doc(2), principal: 'anonymous', time: 2 },
    { document: plan, update: doc(1), principal: 'ben', time: 3 },
    { document: plan, update: Y.mergeUpdates([doc(4_000_000_000), doc(5)]), principal: 'ben', time: 4 },
    { document: plan, update: doc(6), principal: 'stet import', time: 5 },
    { document: plan, update: new Uint8Array([255]), principal: 'ben', time: 6 },
  ])
  await storage.close()
  const db = new DatabaseSync(path)
  db.exec('DROP TABLE claims; PRAGMA user_version = 2')
  db.close()
  const again = await openSqliteStorage({ path })
  expect(await again.claims(plan)).toEqual([
    { principal: 'ann', clients: [1] },
    { principal: 'ben', clients: [5, 4_000_000_000] },
  ])
  await again.close()
})
