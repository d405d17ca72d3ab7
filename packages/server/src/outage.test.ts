// A full disk, for real: SQLite itself says that it is full. Nobody is told "saved" for what is not, everybody is told
// that saving does not work, and when there is space again everything is saved.
import { join } from 'node:path'
import { encodeFrame, parseDocumentName, stetSubprotocol } from '@stet/protocol'
import { afterEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { openSqliteStorage } from './storage/sqlite.ts'
import { createCleanup, createTestFolder, startTestServer } from './testing/test-server.ts'
import { connectStockClient, openBareSocket, untilClients } from './testing/test-clients.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

it('a full disk: no false ack, everybody told, readiness red, and all saved once there is space', async () => {
  const path = join(createTestFolder(cleanup), 'stet.sqlite')
  const storage = await openSqliteStorage({ path })
  const server = await startTestServer(cleanup, {
    storage,
    engineLimits: { retryFirstMs: 5, retryLongestMs: 20 },
  })
  const stock = await connectStockClient(cleanup, server, 'plan')
  const bare = await openBareSocket(cleanup, `${server.syncUrl}/plan`, [stetSubprotocol])

  const doc = new Y.Doc()
  const send = (text: string): void => {
    const before = Y.encodeStateVector(doc)
    doc.getText('text').insert(doc.getText('text').length, text)
    bare.socket.send(encodeFrame({ type: 'update', update: Y.encodeStateAsUpdate(doc, before) }))
  }
  send('before ')
  expect(await bare.text('saved')).toEqual({ type: 'saved', frames: 1 })
  await untilClients([stock], () => stock.text.toJSON() === 'before ')

  await storage.limitSize(1)
  send(`${'x'.repeat(100_000)} `)
  expect(await bare.text('error')).toMatchObject({ code: 'storage-unavailable' })
  send('during')
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  // Reading goes on: who comes now gets what is saved, and no more.
  const late = await connectStockClient(cleanup, server, 'plan')
  expect(late.text.toJSON()).toBe('before ')
  expect(stock.text.toJSON()).toBe('before ')
  expect(bare.texts.filter(({ type }) => type === 'saved')).toEqual([{ type: 'saved', frames: 1 }])

  await storage.limitSize(undefined)
  await bare.text('storage-ok')
  const text = doc.getText('text').toJSON()
  await untilClients([stock, late], () => stock.text.toJSON() === text && late.text.toJSON() === text)
  await untilSaved(bare.texts, 3)
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)

  const rows = await storage.load(parseDocumentName('plan'))
  const stored = new Y.Doc()
  for (const row of rows) Y.applyUpdate(stored, row)
  expect(stored.getText('text').toJSON()).toBe(text)
})

it('a document whose rows are damaged is refused with a code to come back, and others go on', async () => {
  const path = join(createTestFolder(cleanup), 'stet.sqlite')
  const storage = await openSqliteStorage({ path })
  const damaged = parseDocumentName('damaged')
  const server = await startTestServer(cleanup, {
    storage: {
      ...storage,
      load: (document) =>
        document === damaged ? Promise.reject(new Error('Row 2 does not match')) : storage.load(document),
    },
  })
  const bare = await openBareSocket(cleanup, `${server.syncUrl}/damaged`, [stetSubprotocol])
  expect(await bare.text('error')).toMatchObject({ code: 'load-failed' })
  expect((await bare.closed).code).toBe(4500)
  const ann = await connectStockClient(cleanup, server, 'fine')
  ann.text.insert(0, 'still here')
  const bob = await connectStockClient(cleanup, server, 'fine')
  await untilClients([bob], () => bob.text.toJSON() === 'still here')
  expect(server.logged.some(({ message }) => message === 'A document could not be loaded')).toBe(true)
})

/** Acks may come one by one; resolves when the count is reached. */
async function untilSaved(texts: readonly Record<string, unknown>[], frames: number): Promise<void> {
  while (texts.findLast(({ type }) => type === 'saved')?.['frames'] !== frames) {
    await new Promise((resolve) => setImmediate(resolve))
  }
}
