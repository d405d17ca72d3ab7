import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseDocumentName } from '@stet/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openSqliteStorage } from './sqlite.ts'
import type { Logger } from '../logger.ts'
import type { SqliteStorage } from './sqlite.ts'

// Starts threads, each of which may take a second on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const a = parseDocumentName('a')
const b = parseDocumentName('b')
let folder: string
let path: string
let opened: SqliteStorage[]
let errors: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stet-snapshots-'))
  path = join(folder, 'stet.sqlite')
  opened = []
  errors = []
})
afterEach(async () => {
  for (const storage of opened) await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(): Promise<SqliteStorage> {
  const log: Logger = {
    debug() {},
    info() {},
    error: (_, fields) => void errors.push(String(fields?.['damage'])),
  }
  const storage = await openSqliteStorage({ path, log })
  opened.push(storage)
  return storage
}

const row = (document: typeof a, n: number) => ({
  document,
  update: new Uint8Array([n]),
  principal: 'somebody',
  time: 1000,
})

/** Rows 1 to 3 of `a` behind the snapshot [123], then row 4; `b` is untouched. Then changed behind our back. */
async function damage(sql: string, options: { trimmed: boolean }): Promise<SqliteStorage> {
  const storage = await open()
  await storage.append([1, 2, 3].map((n) => row(a, n)))
  const read = { document: a, generation: 0, afterSeq: 0, upToSeq: 3, rowsRead: 3 }
  await storage.replaceWithSnapshot({ ...read, snapshot: new Uint8Array([123]), time: 5000 })
  await storage.append([row(a, 4), row(b, 1)])
  if (options.trimmed) await storage.trimArchive({ archivedBefore: 9000, limit: 100 })
  await storage.close()
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
  return open()
}

async function numbers(storage: SqliteStorage, document = a): Promise<(number | undefined)[]> {
  return (await storage.load(document)).map((update) => update[0])
}

const damages: readonly (readonly [string, string, RegExp])[] = [
  ['its bytes', "UPDATE snapshots SET bytes = x'07'", /snapshot of document "a" does not match/u],
  ['its seq', 'UPDATE snapshots SET seq = 2', /snapshot of document "a" does not match/u],
  ['its generation', 'UPDATE snapshots SET generation = 9', /snapshot of document "a" does not match/u],
  ['its document', "UPDATE snapshots SET document = 'b'", /snapshot of document "a" is missing/u],
  ['all of it', 'DELETE FROM snapshots', /snapshot of document "a" is missing/u],
]

describe('a damaged snapshot', () => {
  it.each(damages)(
    '%s: the document loads from the rows it was made from, and an operator hears of it',
    async (_, sql, message) => {
      const storage = await damage(sql, { trimmed: false })
      expect(await numbers(storage)).toEqual([1, 2, 3, 4])
      expect(errors[0]).toMatch(message)
    },
  )

  it.each(damages)('%s: once the rows are gone the document does not load', async (_, sql, message) => {
    const storage = await damage(sql, { trimmed: true })
    await expect(storage.load(a)).rejects.toThrow(message)
    await expect(storage.load(a)).rejects.toMatchObject({ code: 'damaged' })
    await storage.append([row(a, 5)])
  })

  it('and its last rows gone: the document does not load', async () => {
    const sql = "UPDATE snapshots SET bytes = x'07'; DELETE FROM updates WHERE document = 'a' AND seq > 1"
    const storage = await damage(sql, { trimmed: false })
    await expect(storage.load(a)).rejects.toThrow(/Row 2 of document "a" is missing/u)
  })

  it('is replaced by the next one, made from the rows', async () => {
    const storage = await damage("UPDATE snapshots SET bytes = x'07'", { trimmed: false })
    const input = await storage.readForCompaction(a)
    expect(input).toMatchObject({ generation: 1, snapshot: undefined, afterSeq: 0, upToSeq: 4 })
    const read = { document: a, generation: 1, afterSeq: 0, upToSeq: 4, rowsRead: 4 }
    expect(await storage.replaceWithSnapshot({ ...read, snapshot: new Uint8Array([55]), time: 6000 })).toBe(
      true,
    )
    expect(await numbers(storage)).toEqual([55])
  })

  it('keeps the rows it was made from, however old, until there is a sound one', async () => {
    const storage = await damage("UPDATE snapshots SET bytes = x'07'", { trimmed: false })
    expect(await storage.trimArchive({ archivedBefore: 9000, limit: 100 })).toBe(0)
    expect(await numbers(storage)).toEqual([1, 2, 3, 4])
    const read = { document: a, generation: 1, afterSeq: 0, upToSeq: 4, rowsRead: 4 }
    await storage.replaceWithSnapshot({ ...read, snapshot: new Uint8Array([55]), time: 6000 })
    expect(await storage.trimArchive({ archivedBefore: 9000, limit: 100 })).toBe(4)
    expect(await numbers(storage)).toEqual([55])
  })
})

describe('rows after a snapshot', () => {
  it.each([
    ['gone', "DELETE FROM updates WHERE document = 'a' AND seq = 4", /Row 4 of document "a" is missing/u],
    ['changed', "UPDATE updates SET bytes = x'09' WHERE seq = 4", /Row 4 of document "a" does not match/u],
  ])('%s: the document does not load', async (_, sql, message) => {
    const storage = await damage(sql, { trimmed: false })
    await expect(storage.load(a)).rejects.toThrow(message)
    expect(await numbers(storage, b)).toEqual([1])
  })

  it('a document whose entry is gone does not load as its snapshot alone', async () => {
    const sql = "DELETE FROM documents WHERE name = 'a'; DELETE FROM updates WHERE document = 'a' AND seq = 4"
    const storage = await damage(sql, { trimmed: true })
    await expect(storage.load(a)).rejects.toMatchObject({ code: 'damaged' })
  })
})

it('a full disk rejects the snapshot whole, and the rows stay', async () => {
  const storage = await open()
  await storage.append([1, 2, 3].map((n) => row(a, n)))
  await storage.limitSize(200_000)
  const read = { document: a, generation: 0, afterSeq: 0, upToSeq: 3, rowsRead: 3 }
  const snapshot = new Uint8Array(300_000).fill(1)
  await expect(storage.replaceWithSnapshot({ ...read, snapshot, time: 5000 })).rejects.toMatchObject({
    code: 'full',
  })
  expect(await numbers(storage)).toEqual([1, 2, 3])
  await storage.limitSize(undefined)
  expect(await storage.replaceWithSnapshot({ ...read, snapshot, time: 5000 })).toBe(true)
  expect(await storage.load(a)).toEqual([snapshot])
})
