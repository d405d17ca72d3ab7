import { parseDocumentName, stetSubprotocol } from '@stet/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createDamagedDocuments, KnownDamage } from './damaged-documents.ts'
import { createMemoryStorage } from './storage/memory.ts'
import { StorageError } from './storage/storage-error.ts'
import { createCleanup, startTestServer } from './testing/test-server.ts'
import { connectStockClient, openBareSocket } from './testing/test-clients.ts'
import type { Storage } from './storage/types.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const plan = parseDocumentName('plan')

function setUp(restMs = 1000) {
  const memory = createMemoryStorage()
  const world = { now: 0, loads: 0, error: undefined as Error | undefined }
  const storage: Storage = {
    ...memory,
    load(document) {
      world.loads += 1
      return world.error === undefined || document !== plan
        ? memory.load(document)
        : Promise.reject(world.error)
    },
  }
  return { world, damaged: createDamagedDocuments({ storage, now: () => world.now, restMs }) }
}

describe('a document that is found damaged', () => {
  it('is not read again for a while, then it is, and once it is mended it is there', async () => {
    const { world, damaged } = setUp()
    world.error = new StorageError('damaged', 'Row 2 does not match its checksum.')
    await expect(damaged.load(plan)).rejects.toMatchObject({ code: 'load-failed', cause: world.error })
    for (world.now = 1; world.now < 1000; world.now += 100) {
      await expect(damaged.load(plan)).rejects.toBeInstanceOf(KnownDamage)
    }
    expect(world.loads).toBe(1)
    await expect(damaged.load(parseDocumentName('other'))).resolves.toEqual([])
    await expect(damaged.load(plan)).rejects.toThrow('an operator has to restore it')
    expect(world.loads).toBe(3)
    world.error = undefined
    world.now += 1000
    await expect(damaged.load(plan)).resolves.toEqual([])
    await expect(damaged.load(plan)).resolves.toEqual([])
  })

  it('by the engine is not read again either', async () => {
    const { world, damaged } = setUp()
    damaged.found(plan, new Error('Row 1 cannot be scanned.'))
    await expect(damaged.load(plan)).rejects.toBeInstanceOf(KnownDamage)
    expect(world.loads).toBe(0)
  })

  it('what may be over in a moment is tried again each time', async () => {
    const { world, damaged } = setUp()
    world.error = new StorageError('unavailable', 'The disk has not answered.')
    for (let i = 0; i < 3; i += 1) await expect(damaged.load(plan)).rejects.toBe(world.error)
    expect(world.loads).toBe(3)
  })

  it('at most a thousand are remembered', async () => {
    const { world, damaged } = setUp()
    for (let i = 0; i <= 1000; i += 1) damaged.found(parseDocumentName(`document-${i}`), new Error('damaged'))
    await expect(damaged.load(parseDocumentName('document-0'))).resolves.toEqual([])
    await expect(damaged.load(parseDocumentName('document-1'))).rejects.toBeInstanceOf(KnownDamage)
    expect(world.loads).toBe(1)
  })
})

it.each([
  ['the storage', new StorageError('damaged', 'Row 2 does not match its checksum.'), []],
  ['the engine', undefined, [Uint8Array.of(9, 9, 9)]],
])(
  'a client that comes back in a loop to what %s finds damaged: one reading, one line in the log, one answer',
  async (_, error, rows) => {
    let loads = 0
    const storage: Storage = {
      ...createMemoryStorage(),
      async load(document) {
        if (document !== plan) return []
        loads += 1
        if (error !== undefined) throw error
        return rows
      },
    }
    const server = await startTestServer(cleanup, { storage })
    for (let i = 0; i < 20; i += 1) {
      const bare = await openBareSocket(cleanup, `${server.syncUrl}/plan`, [stetSubprotocol])
      expect(await bare.text('error')).toMatchObject({
        code: 'load-failed',
        message: expect.stringContaining('is damaged'),
      })
      expect((await bare.closed).code).toBe(4500)
    }
    expect(loads).toBe(1)
    expect(server.logged.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      'A document could not be loaded',
    ])
    const fine = await connectStockClient(cleanup, server, 'fine')
    expect(Y.encodeStateAsUpdate(fine.doc)).toEqual(Uint8Array.of(0, 0))
  },
)
