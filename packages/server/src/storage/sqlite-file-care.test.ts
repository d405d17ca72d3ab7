import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseDocumentName } from '@stet/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { foldDocument } from '../compaction/fold-document.ts'
import { backupSqliteFile, restoreSqliteFile } from './backup-sqlite-file.ts'
import { checkSqliteFile } from './check-sqlite-file.ts'
import { openSqliteStorage } from './sqlite.ts'
import type { SqliteStorage } from './sqlite.ts'

// Starts threads, each of which may take a second on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const plan = parseDocumentName('plan')
const notes = parseDocumentName('notes')
let folder: string
let path: string
let opened: SqliteStorage[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stet-care-'))
  path = join(folder, 'stet.sqlite')
  opened = []
})
afterEach(async () => {
  for (const storage of opened) await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(at = path): Promise<SqliteStorage> {
  const storage = await openSqliteStorage({ path: at })
  opened.push(storage)
  return storage
}

function typed(text: string): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const letter of text) doc.getText('text').insert(doc.getText('text').length, letter)
  doc.getText('text').delete(0, 1)
  return updates
}

async function write(storage: SqliteStorage, document: typeof plan, updates: readonly Uint8Array[]) {
  await storage.append(updates.map((update) => ({ document, update, principal: 'ann', time: 1000 })))
}

async function compact(storage: SqliteStorage, make = foldDocument): Promise<void> {
  const { generation, snapshot, afterSeq, upToSeq, rows } = (await storage.readForCompaction(plan))!
  const read = { document: plan, generation, afterSeq, upToSeq, rowsRead: rows.length }
  const before = snapshot === undefined ? [] : [snapshot]
  await storage.replaceWithSnapshot({ ...read, snapshot: make([...before, ...rows]), time: 5000 })
}

/** "plan": 9 rows behind a snapshot and 5 after it; "notes": 4 rows. */
async function fill(): Promise<SqliteStorage> {
  const storage = await open()
  await write(storage, plan, typed('A paper,'))
  await compact(storage)
  await write(storage, plan, typed('more'))
  await write(storage, notes, typed('few'))
  return storage
}

async function spoil(sql: string): Promise<void> {
  await (await fill()).close()
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
}

describe('check', () => {
  it('a sound file has no problems, also while a server works on it', async () => {
    const storage = await fill()
    expect(await checkSqliteFile(path)).toEqual({
      format: 3,
      documents: 2,
      rows: 18,
      snapshots: 1,
      snapshotsCompared: 1,
      problems: [],
    })
    await storage.trimArchive({ archivedBefore: 9000, limit: 3 })
    expect(await checkSqliteFile(path)).toMatchObject({ rows: 15, snapshotsCompared: 0, problems: [] })
    await storage.trimArchive({ archivedBefore: 9000, limit: 100 })
    expect(await checkSqliteFile(path)).toMatchObject({ rows: 9, snapshotsCompared: 0, problems: [] })
    await storage.close()
    expect(await checkSqliteFile(path)).toMatchObject({ rows: 9, problems: [] })
  })

  it.each([
    [
      "UPDATE updates SET bytes = x'00' WHERE document = 'notes' AND seq = 2",
      'notes',
      /Row 2 does not match/u,
    ],
    ["UPDATE updates SET bytes = x'00' WHERE document = 'plan' AND seq = 2", 'plan', /Row 2 does not match/u],
    ["DELETE FROM updates WHERE document = 'notes' AND seq = 2", 'notes', /Row 2 is missing/u],
    ["DELETE FROM updates WHERE document = 'notes' AND seq < 3", 'notes', /Rows 1 to 2 are missing/u],
    ["DELETE FROM updates WHERE document = 'notes' AND seq > 2", 'notes', /Rows 3 to 4 are missing/u],
    ["DELETE FROM updates WHERE document = 'plan' AND seq = 5", 'plan', /Row 5 is missing/u],
    ["DELETE FROM updates WHERE document = 'plan' AND seq < 12", 'plan', /Rows 10 to 11 are missing/u],
    ["UPDATE documents SET last_seq = 3 WHERE name = 'notes'", 'notes', /only 3 rows were counted/u],
    ["UPDATE documents SET bytes = 3 WHERE name = 'plan'", 'plan', /noted as 3 bytes/u],
    ["UPDATE snapshots SET bytes = x'00'", 'plan', /snapshot does not match its checksum/u],
    ['DELETE FROM snapshots', 'plan', /snapshot is missing/u],
    ["UPDATE documents SET snapshot_seq = 8 WHERE name = 'plan'", 'plan', /snapshot is of row 9/u],
    ["DELETE FROM documents WHERE name = 'notes'", 'notes', /There are updates of it/u],
  ])('%s is found', async (sql, document, message) => {
    await spoil(sql)
    const { problems } = await checkSqliteFile(path)
    expect(problems[0]).toMatchObject({ document, message: expect.stringMatching(message) })
  })

  it('a snapshot with a right checksum that says something else than its rows is found', async () => {
    const storage = await open()
    await write(storage, plan, typed('A paper,'))
    await compact(storage, () => foldDocument(typed('Another')))
    const { problems } = await checkSqliteFile(path)
    expect(problems).toMatchObject([{ document: 'plan', message: /snapshot is not what its rows say/u }])
  })

  it('claims of no document, and claims that make no sense, are found', async () => {
    await spoil(`
      INSERT INTO claims VALUES ('gone', 1, 'ann'), ('plan', -1, 'ann'), ('notes', 2, ''), ('notes', 3, 'ann');
    `)
    const { problems } = await checkSqliteFile(path)
    expect(new Set(problems.map(({ document }) => document))).toEqual(new Set(['gone', 'notes', 'plan']))
  })

  it('pages that are damaged on the disk are found', async () => {
    await (await fill()).close()
    const bytes = readFileSync(path)
    bytes.fill(0xff, 4096 * 2, 4096 * 4)
    writeFileSync(path, bytes)
    expect((await checkSqliteFile(path)).problems.length).toBeGreaterThan(0)
  })

  it('a file that is none of ours, or none at all, is an error', async () => {
    await expect(checkSqliteFile(path)).rejects.toThrow(`There is no data file ${path}.`)
    writeFileSync(path, '')
    await expect(checkSqliteFile(path)).rejects.toThrow(/is empty/u)
    writeFileSync(path, 'This is not a database. '.repeat(500))
    await expect(checkSqliteFile(path)).rejects.toMatchObject({ code: 'open-failed' })
  })

  it('tells how far it is', async () => {
    await fill()
    const stages: string[] = []
    await checkSqliteFile(path, ({ stage, done, total }) => {
      expect(done).toBeLessThanOrEqual(total)
      if (done === total) stages.push(stage)
    })
    expect(stages).toEqual(['structure', 'documents'])
  })
})

const target = (): string => join(folder, 'backups', 'monday.sqlite')

describe('backup and restore', () => {
  it('a backup made while rows are appended is one moment of the file, and restores to it', async () => {
    const storage = await fill()
    const before = await storage.load(plan)
    let appended = 0
    const load = { going: true }
    const appending = (async () => {
      while (load.going) {
        await write(storage, notes, typed('x'))
        appended += 2
      }
    })()
    const report = await backupSqliteFile({ path, target: target() })
    load.going = false
    await appending
    expect(report).toMatchObject({ documents: 2, snapshotsCompared: 1, problems: [] })
    expect(readdirSync(join(folder, 'backups'))).toEqual(['monday.sqlite'])

    const elsewhere = join(folder, 'new', 'stet.sqlite')
    expect(await restoreSqliteFile({ source: target(), target: elsewhere })).toMatchObject({
      setAside: undefined,
    })
    const restored = await open(elsewhere)
    expect(await restored.load(plan)).toEqual(before)
    const rows = (await restored.load(notes)).length
    expect(rows).toBeGreaterThanOrEqual(4)
    expect(rows).toBeLessThanOrEqual(4 + appended)
    await write(restored, notes, typed('y'))
  })

  it('a restored file knows whose client ids are whose', async () => {
    const storage = await fill()
    const claims = [{ principal: 'ann', clients: [7, 8] }]
    await storage.append([{ document: plan, update: typed('x')[0]!, principal: 'ann', time: 1000, claims }])
    const copy = join(folder, 'copy.sqlite')
    await backupSqliteFile({ path, target: copy })
    const target = join(folder, 'restored.sqlite')
    await restoreSqliteFile({ source: copy, target })
    expect(await (await open(target)).claims(plan)).toEqual(claims)
  })

  it('a backup does not overwrite a file', async () => {
    await fill()
    await backupSqliteFile({ path, target: target() })
    await expect(backupSqliteFile({ path, target: target() })).rejects.toThrow(/exists already/u)
  })

  it('a damaged file is not backed up, and nothing is left behind', async () => {
    await spoil("UPDATE updates SET bytes = x'00' WHERE document = 'notes' AND seq = 2")
    await expect(backupSqliteFile({ path, target: target() })).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringMatching(/was not backed up\. Document "notes": Row 2 does not match/u),
    })
    expect(readdirSync(join(folder, 'backups'))).toEqual([])
  })

  it('a restore does not touch a data file that is there, unless it is forced, and then sets it aside', async () => {
    const storage = await fill()
    await backupSqliteFile({ path, target: target() })
    await write(storage, notes, typed('later'))
    const later = (await storage.load(notes)).length
    await expect(restoreSqliteFile({ source: target(), target: path })).rejects.toThrow(/exists already/u)
    await expect(restoreSqliteFile({ source: target(), target: path, force: true })).rejects.toThrow(
      /in use by another Stet server/u,
    )
    await storage.close()
    const { setAside } = await restoreSqliteFile({ source: target(), target: path, force: true })
    expect(setAside).toBe(`${path}.before-restore`)
    expect(await (await open()).load(notes)).toHaveLength(4)
    expect(await (await open(setAside)).load(notes)).toHaveLength(later)
  })

  it('a damaged backup is not restored, and the data file stays', async () => {
    await (await fill()).close()
    await backupSqliteFile({ path, target: target() })
    const db = new DatabaseSync(target())
    db.exec("UPDATE snapshots SET bytes = x'00'")
    db.close()
    await expect(restoreSqliteFile({ source: target(), target: path, force: true })).rejects.toMatchObject({
      code: 'damaged',
    })
    expect(existsSync(`${path}.restored`)).toBe(false)
    expect(await (await open()).load(notes)).toHaveLength(4)
  })
})
