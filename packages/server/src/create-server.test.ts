import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { encodeFrame, stetSubprotocol } from '@stet/protocol'
import * as Y from 'yjs'
import { openSqliteStorage } from './storage/sqlite.ts'
import { createMemoryStorage } from './storage/memory.ts'
import { createCleanup, createTestFolder, startTestServer } from './testing/test-server.ts'
import { connectStockClient, openBareSocket, untilClients } from './testing/test-clients.ts'
import type { Storage } from './storage/types.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const update = (text: string): Uint8Array => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, text)
  return encodeFrame({ type: 'update', update: Y.encodeStateAsUpdate(doc) })
}

describe('stock clients', () => {
  it('y-websocket 3 clients converge, see each other, and find it all after a restart', async () => {
    const path = join(createTestFolder(cleanup), 'stet.sqlite')
    const server = await startTestServer(cleanup, { storage: await openSqliteStorage({ path }) })
    const ann = await connectStockClient(cleanup, server, 'plan')
    const bob = await connectStockClient(cleanup, server, 'plan')
    ann.provider.awareness.setLocalStateField('user', { name: 'Ann', color: '#aa0000' })
    for (const letter of 'from Ann. ') ann.text.insert(ann.text.length, letter)
    for (const letter of 'from Bob. ') bob.text.insert(bob.text.length, letter)
    await untilClients([ann, bob], () => ann.text.length === 20 && bob.text.toJSON() === ann.text.toJSON())
    await untilClients(
      [bob],
      () => bob.provider.awareness.getStates().get(ann.doc.clientID)?.['user']?.name === 'Ann',
    )
    ann.provider.destroy()
    await untilClients([bob], () => !bob.provider.awareness.getStates().has(ann.doc.clientID))
    const text = bob.text.toJSON()
    bob.provider.destroy()
    await server.close()

    const again = await startTestServer(cleanup, { storage: await openSqliteStorage({ path }) })
    const eve = await connectStockClient(cleanup, again, 'plan')
    expect(eve.text.toJSON()).toBe(text)
  })
})

describe('closing', () => {
  it('saves what it received, tells every client to come back, and closes storage', async () => {
    const path = join(createTestFolder(cleanup), 'stet.sqlite')
    const server = await startTestServer(cleanup, { storage: await openSqliteStorage({ path }) })
    const sockets = await Promise.all(
      ['a', 'b', 'c'].map((name) => openBareSocket(cleanup, `${server.syncUrl}/${name}`, [stetSubprotocol])),
    )
    for (const [index, { socket }] of sockets.entries()) socket.send(update(`text ${index}`))
    for (const bare of sockets) await bare.text('saved')
    const closing = server.close()
    for (const bare of sockets) expect(await bare.closed).toMatchObject({ code: 1012 })
    await closing
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed')
    // The file is free again, and everything is in it.
    const storage = await openSqliteStorage({ path })
    cleanup.add(() => storage.close())
    expect((await storage.list({ limit: 10 })).map(({ document }) => document).sort()).toEqual([
      'a',
      'b',
      'c',
    ])
  })

  it('many leave in waves, each told first that its edit is saved, and readiness is red meanwhile', async () => {
    const server = await startTestServer(cleanup, { limits: { sendAwayMs: 600 } })
    const sockets = await Promise.all(
      Array.from({ length: 60 }, () => openBareSocket(cleanup, `${server.syncUrl}/plan`, [stetSubprotocol])),
    )
    const gone: number[] = []
    const all = sockets.map(({ closed }, index) => closed.then(() => void gone.push(index)))
    const [last] = sockets.slice(-1)
    last!.socket.send(update('from the last'))
    await last!.text('saved')
    const closing = server.close()
    await sockets[0]!.closed
    expect(gone.length).toBeLessThan(60)
    const ready = await fetch(`${server.url}/readyz`)
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      { closing: true, reasons: ['The server is closing.'] },
    ])
    // Who has not been sent away yet goes on writing and is saved.
    last!.socket.send(update('one more'))
    await last!.closed
    expect(last!.texts.findLast(({ type }) => type === 'saved')).toEqual({ type: 'saved', frames: 2 })
    await Promise.all(all)
    for (const bare of sockets) {
      expect((await bare.closed).code).toBe(1012)
      expect(bare.texts.at(-1)).toMatchObject({ type: 'error', code: 'restarting' })
    }
    await closing
  })

  it('is idempotent, and a peer that never answers the close is cut off in bounded time', async () => {
    const server = await startTestServer(cleanup, { limits: { shutdownMs: 400 } })
    const bare = await openBareSocket(cleanup, `${server.syncUrl}/a`)
    bare.socket.pause()
    const start = performance.now()
    await Promise.all([server.close(), server.close()])
    expect(performance.now() - start).toBeLessThan(2000)
    await server.close()
  })

  it('ends in bounded time even when storage does not answer', async () => {
    const memory = createMemoryStorage()
    const storage: Storage = { ...memory, append: () => new Promise(() => {}) }
    const server = await startTestServer(cleanup, { storage, limits: { shutdownMs: 400 } })
    const bare = await openBareSocket(cleanup, `${server.syncUrl}/a`, [stetSubprotocol])
    bare.socket.send(update('never saved'))
    await server.close()
    expect((await bare.closed).code).toBe(1012)
    expect(bare.texts.filter(({ type }) => type === 'saved')).toEqual([])
  })
})

describe('listening', () => {
  it('rejects a port that is taken, and closes the storage it was given', async () => {
    const server = await startTestServer(cleanup)
    const storage = createMemoryStorage()
    await expect(startTestServer(cleanup, { port: server.port, storage })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
    expect(storage.healthy()).toBe(false)
  })
})
