import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseDocumentName } from '@stet/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { describeStorageContract } from './contract.ts'
import { openSqliteStorage } from './sqlite.ts'
import type { SqliteStorage, SqliteStorageOptions } from './sqlite.ts'

// Starts threads and processes, each of which may take a second on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

let folder: string
let path: string
let opened: SqliteStorage[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stet-sqlite-'))
  path = join(folder, 'stet.sqlite')
  opened = []
})
afterEach(async () => {
  for (const storage of opened) await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(options: Partial<SqliteStorageOptions> = {}): Promise<SqliteStorage> {
  const storage = await openSqliteStorage({ path, ...options })
  opened.push(storage)
  return storage
}

const row = (document: string, update: Uint8Array, time = 1000) => ({
  document: parseDocumentName(document),
  update,
  principal: 'somebody',
  time,
})
const a = parseDocumentName('a')
const b = parseDocumentName('b')

describeStorageContract({ name: 'SQLite', open, reopen: open })

/** Two documents of three rows each, then changed behind our back. */
async function damage(sql: string): Promise<SqliteStorage> {
  const storage = await open()
  await storage.append(
    [1, 2, 3].flatMap((n) => [row('a', new Uint8Array([n])), row('b', new Uint8Array([n]))]),
  )
  await storage.close()
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
  return open()
}

describe('damage', () => {
  it.each([
    [
      'a flipped byte',
      "UPDATE updates SET bytes = x'07' WHERE document = 'a' AND seq = 2",
      /Row 2 of document "a" does not match its checksum/u,
    ],
    [
      'another principal',
      "UPDATE updates SET principal = 'me' WHERE document = 'a' AND seq = 3",
      /Row 3 of document "a" does not match/u,
    ],
    [
      'another time',
      "UPDATE updates SET time = 5 WHERE document = 'a' AND seq = 1",
      /Row 1 of document "a" does not match/u,
    ],
    [
      'a checksum cut short',
      "UPDATE updates SET checksum = x'' WHERE document = 'a' AND seq = 1",
      /Row 1 of document "a" does not match/u,
    ],
    [
      'a row in the middle gone',
      "DELETE FROM updates WHERE document = 'a' AND seq = 2",
      /Row 2 of document "a" is missing/u,
    ],
    [
      'the last row gone',
      "DELETE FROM updates WHERE document = 'a' AND seq = 3",
      /Row 3 of document "a" is missing/u,
    ],
    ['all rows gone', "DELETE FROM updates WHERE document = 'a'", /Row 1 of document "a" is missing/u],
    [
      'rows exchanged',
      "UPDATE updates SET seq = seq + 10 WHERE document = 'a'; UPDATE updates SET seq = 14 - seq WHERE document = 'a'",
      /Row 1 of document "a" does not match/u,
    ],
    [
      'a row of another document',
      "DELETE FROM updates WHERE document = 'a' AND seq = 2; INSERT INTO updates SELECT 'a', seq, time, principal, bytes, checksum FROM updates WHERE document = 'b' AND seq = 2",
      /Row 2 of document "a" does not match/u,
    ],
    [
      'its entry in documents gone',
      "DELETE FROM documents WHERE name = 'a'",
      /Row 3 of document "a" is there, though/u,
    ],
  ])('%s: the document does not load, and the others do', async (_, sql, message) => {
    const storage = await damage(sql)
    await expect(storage.load(a)).rejects.toThrow(message)
    await expect(storage.load(a)).rejects.toMatchObject({ code: 'damaged' })
    expect((await storage.load(b)).map((u) => u[0])).toEqual([1, 2, 3])
    await storage.append([row('b', new Uint8Array([4]))])
    expect(await storage.load(b)).toHaveLength(4)
  })
})

const big = () => new Uint8Array(100_000).fill(1)

describe('a full disk', () => {
  it('rejects the append whole, turns unhealthy, and stores again once there is space', async () => {
    const storage = await open()
    await storage.append([row('a', new Uint8Array([1]))])
    await storage.limitSize(200_000)
    await expect(
      storage.append([row('a', new Uint8Array([2])), row('a', big()), row('b', big())]),
    ).rejects.toMatchObject({
      code: 'full',
    })
    expect(storage.healthy()).toBe(false)
    expect((await storage.load(a)).map((u) => u[0])).toEqual([1])
    expect(await storage.describe(b)).toBeUndefined()

    await storage.limitSize(undefined)
    await storage.append([row('a', new Uint8Array([2])), row('a', big())])
    expect(storage.healthy()).toBe(true)
    expect(await storage.load(a)).toHaveLength(3)
  })

  it('the limit can be given from the start', async () => {
    const storage = await open({ maxBytes: 100_000 })
    await expect(storage.append([row('a', big())])).rejects.toMatchObject({ code: 'full' })
  })
})

describe('a file that cannot be used', () => {
  it('garbage', async () => {
    writeFileSync(path, 'This is not a database. '.repeat(500))
    await expect(open()).rejects.toThrow(`The data file ${path} is not a Stet data file. Move it away`)
    await expect(open()).rejects.toMatchObject({ code: 'open-failed' })
  })

  it('a folder', async () => {
    mkdirSync(path)
    await expect(open()).rejects.toThrow(`The data file ${path} is a folder.`)
  })

  it('a folder that cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '')
    await expect(open({ path: join(folder, 'file', 'stet.sqlite') })).rejects.toThrow(
      /The data folder .* cannot be created \((ENOTDIR|EEXIST)\)\. Name a folder/u,
    )
  })

  it("another program's database", async () => {
    const db = new DatabaseSync(path)
    db.exec('CREATE TABLE theirs (x)')
    db.close()
    await expect(open()).rejects.toThrow(/is an SQLite database of another program/u)
  })

  it('a newer format', async () => {
    await (await open()).close()
    const db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 99')
    db.close()
    await expect(open()).rejects.toThrow(/was written by a newer Stet \(format 99; this one knows up to 3\)/u)
  })

  it('an empty file is a new one', async () => {
    writeFileSync(path, '')
    const storage = await open()
    expect(await storage.list({ limit: 1 })).toEqual([])
  })
})

describe('one server per file', () => {
  it('a second opening is refused, also through a link, until the first is closed', async () => {
    const first = await open()
    symlinkSync(path, join(folder, 'link.sqlite'))
    await expect(open()).rejects.toThrow(/is in use by another Stet server\. Stop that one first/u)
    await expect(open({ path: join(folder, 'link.sqlite') })).rejects.toThrow(/is in use by another/u)
    await first.append([row('a', new Uint8Array([1]))])
    await first.close()
    expect(await (await open()).load(a)).toHaveLength(1)
  })

  it('the lock ends with its process, even at kill -9, and what was stored is there', async () => {
    const program = `
      import { openSqliteStorage } from ${JSON.stringify(new URL('sqlite.ts', import.meta.url).href)}
      const storage = await openSqliteStorage({ path: ${JSON.stringify(path)} })
      await storage.append([{ document: 'a', update: new Uint8Array([1]), principal: 'p', time: 1 }])
      console.log('stored')
      setInterval(() => {}, 1000)
    `
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    await expect(open()).rejects.toThrow(/is in use by another Stet server/u)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await (await open()).load(a)).toEqual([new Uint8Array([1])])
  })
})

it('a document too large for the title thread is listed without its title, and every other with its own', async () => {
  const storage = await open({ titleHeap: 24 })
  const titled = new Y.Doc()
  titled.getMap('meta').set('title', 'Plan')
  await storage.append([row('plan', Y.encodeStateAsUpdate(titled), 1000)])
  // One struct per character, as somebody typing backwards makes them.
  const large = new Y.Doc()
  const text = large.getText('text')
  large.transact(() => {
    for (let i = 0; i < 150_000; i += 1) text.insert(0, 'x')
  })
  await storage.append([row('large', Y.encodeStateAsUpdate(large), 2000)])

  await expect(storage.list({ limit: 10 })).rejects.toMatchObject({ code: 'unavailable' })
  let records = await storage.list({ limit: 10 }).catch(() => undefined)
  while (records === undefined) {
    // The thread is being started again.
    await new Promise((resolve) => setImmediate(resolve))
    records = await storage.list({ limit: 10 }).catch(() => undefined)
  }
  expect(records.map(({ document, title }) => [document, title])).toEqual([
    ['large', ''],
    ['plan', 'Plan'],
  ])
  await storage.append([row('a', new Uint8Array([1]))])
})

it('closing folds the log of changes into the one data file', async () => {
  const storage = await open()
  await storage.append([row('a', new Uint8Array([1]))])
  await storage.close()
  expect(existsSync(`${path}-wal`)).toBe(false)
})

it('titles are written down, so that the next start need not derive them', async () => {
  const storage = await open()
  const doc = new Y.Doc()
  doc.getMap('meta').set('title', 'Plan')
  await storage.append([row('a', Y.encodeStateAsUpdate(doc))])
  expect(await storage.describe(a)).toMatchObject({ title: 'Plan' })
  await storage.close()
  const db = new DatabaseSync(path, { readOnly: true })
  expect({ ...db.prepare('SELECT title, title_seq FROM documents').get() }).toEqual({
    title: 'Plan',
    title_seq: 1,
  })
  db.close()
})
