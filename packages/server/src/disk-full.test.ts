// The disk is full at every page of everything that is written: SQLite itself says so, at its own limit. Whatever is
// refused has changed nothing, what was there can be read, and as soon as there is space it works, without a restart.
import { join } from 'node:path'
import { parseDocumentName } from '@stet/protocol'
import { afterEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { checkSqliteFile } from './storage/check-sqlite-file.ts'
import { openSqliteStorage } from './storage/sqlite.ts'
import { StorageError } from './storage/storage-error.ts'
import { createCleanup, createTestFolder } from './testing/test-server.ts'
import type { SqliteStorage } from './storage/sqlite.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const plan = parseDocumentName('plan')
const pageBytes = 4096

/** `count` edits, one after the other, of `size` letters each. */
function edits(count: number, size: number): readonly Uint8Array[] {
  const doc = new Y.Doc()
  return Array.from({ length: count }, (_, index) => {
    const before = Y.encodeStateVector(doc)
    doc.getText('text').insert(0, String(index % 10).repeat(size))
    return Y.encodeStateAsUpdate(doc, before)
  })
}

const rowsOf = (updates: readonly Uint8Array[], time: number) =>
  updates.map((update) => ({ document: plan, principal: 'ann', time, update }))

interface Write {
  readonly name: string
  /** What must have been there before, with all the space there is. */
  prepare?(storage: SqliteStorage): Promise<void>
  run(storage: SqliteStorage): Promise<unknown>
}

const old = edits(60, 200)
const writes: readonly Write[] = [
  { name: 'append', run: (storage) => storage.append(rowsOf(edits(30, 2000), 2)) },
  {
    name: 'append to many documents',
    run: (storage) =>
      storage.append(
        Array.from({ length: 60 }, (_, index) => ({
          document: parseDocumentName(`document-${index}`),
          principal: 'ann',
          time: 2,
          update: old[0] ?? new Uint8Array(),
        })),
      ),
  },
  {
    name: 'create',
    async run(storage) {
      for (let i = 0; i < 40; i += 1) await storage.create(parseDocumentName(`${'c'.repeat(100)}${i}`), 2)
    },
  },
  {
    name: 'replaceWithSnapshot',
    async run(storage) {
      const input = await storage.readForCompaction(plan)
      if (input === undefined) throw new Error('There is nothing to compact.')
      const { generation, afterSeq, upToSeq, rows } = input
      const snapshot = Y.mergeUpdates([...rows])
      const read = { document: plan, generation, afterSeq, upToSeq, rowsRead: rows.length }
      expect(await storage.replaceWithSnapshot({ ...read, snapshot, time: 2 })).toBe(true)
    },
  },
  {
    name: 'trimArchive',
    prepare: (storage) => writes[3]?.run(storage) as Promise<void>,
    run: (storage) => storage.trimArchive({ archivedBefore: 10, limit: 100 }),
  },
]

it.each(writes)(
  '$name: refused at every size of the file until it fits, and never half done',
  async (write) => {
    const path = join(createTestFolder(cleanup), 'stet.sqlite')
    const storage = await openSqliteStorage({ path })
    cleanup.add(() => storage.close())
    await storage.append(rowsOf(old, 1))
    await write.prepare?.(storage)
    const before = await contentOf(storage)

    let refused = 0
    for (let pages = 1; ; pages += 1) {
      await storage.limitSize(pages * pageBytes)
      const error: unknown = await write.run(storage).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      if (error === undefined) break
      refused += 1
      expect(error).toBeInstanceOf(StorageError)
      expect(error).toMatchObject({ code: 'full' })
      // Only appends say whether saving works.
      expect(storage.healthy()).toBe(!write.name.startsWith('append'))
      expect(await storage.describe(parseDocumentName('document-0'))).toBeUndefined()
      expect(await contentOf(storage)).toBe(before)
    }
    // Letting go of rows needs no space; everything else was refused at least once.
    expect(refused > 0).toBe(write.name !== 'trimArchive')
    expect(storage.healthy()).toBe(true)
    await storage.limitSize(undefined)
    await storage.append(rowsOf(edits(1, 10), 3))
    const { problems } = await checkSqliteFile(path)
    expect(problems).toEqual([])
  },
)

async function contentOf(storage: SqliteStorage): Promise<string> {
  const doc = new Y.Doc()
  for (const update of await storage.load(plan)) Y.applyUpdate(doc, update)
  return doc.getText('text').toJSON()
}
