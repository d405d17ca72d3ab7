// What an operator does while people write: a backup under load, its check, a restore, and every export, with the
// program as it is run, each command a process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseDocumentName } from '@stet/protocol'
import { exportFormats, openSqliteStorage } from '@stet/server'
import { afterAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import { startStet, temporaryFolder } from '../harness/stet-process.ts'
import { AckingClient } from '../kill/acking-client.ts'

const program = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url))
const folder = temporaryFolder('operations')
afterAll(() => folder.remove())

interface Ran {
  readonly code: unknown
  readonly stdout: string
  readonly stderr: string
}

async function stet(...args: readonly string[]): Promise<Ran> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('STET_')))
  const child = spawn(process.execPath, [program, ...args], { env })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const [code] = (await once(child, 'close')) as [unknown]
  return { code, stdout, stderr }
}

it('a backup taken while four people write holds all that was saved before it, and restores', async () => {
  const data = join(folder.path, 'data')
  const server = await startStet({ data })
  const names = ['one', 'two', 'three', 'four']
  const clients = names.map((name) => new AckingClient(name, `${server.syncUrl}/${name}`))
  const writing = setInterval(() => {
    // Only entries, no deletions: what was saved before the backup must be in it.
    for (const client of clients) client.act(() => 0.9)
  }, 4)
  try {
    for (let round = 0; round < 50; round += 1) await Promise.all(clients.map((client) => client.nextAck()))
    const savedBefore = clients.map((client) => client.acked.map(({ key }) => key))
    const backup = join(folder.path, 'backup.sqlite')
    expect(await stet('backup', backup, '--data', data)).toMatchObject({ code: 0, stderr: '' })
    await Promise.all(clients.map((client) => client.nextAck()))

    expect(await stet('check', backup)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('is sound: 4 documents'),
    })
    const restored = join(folder.path, 'restored')
    expect((await stet('restore', backup, '--data', restored)).code).toBe(0)
    const storage = await openSqliteStorage({ path: join(restored, 'stet.sqlite') })
    for (const [index, name] of names.entries()) {
      const doc = new Y.Doc()
      for (const update of await storage.load(parseDocumentName(name))) Y.applyUpdate(doc, update)
      const entries = doc.getMap('entries')
      const saved = savedBefore[index] ?? []
      expect(saved.length).toBeGreaterThan(20)
      expect(saved.filter((key) => !entries.has(key))).toEqual([])
    }
    await storage.close()
    // The file that the server is writing to is sound as well.
    expect((await stet('check', '--data', data)).code).toBe(0)
    for (const format of exportFormats) {
      const { code, stdout } = await stet('export', 'one', '--format', format, '--data', data)
      expect([format, code, stdout.length > 0]).toEqual([format, 0, true])
    }
  } finally {
    clearInterval(writing)
    for (const client of clients) client.stop()
    await server.stop('SIGTERM')
  }
})

it('the doctor finds this machine fit, and says so in JSON', async () => {
  const { code, stdout } = await stet(
    'doctor',
    '--json',
    '--port',
    '0',
    '--data',
    join(folder.path, 'doctor'),
  )
  const { findings } = JSON.parse(stdout) as { findings: { state: string }[] }
  expect(findings.filter(({ state }) => state === 'failed')).toEqual([])
  expect(code).toBe(0)
})

it('a thousand people are sent away in waves', async () => {
  const server = await startStet({ data: join(folder.path, 'waves') })
  const closedAt: number[] = []
  const sockets = Array.from({ length: 1000 }, (_, index) => {
    const socket = new WebSocket(`${server.syncUrl}/room-${index % 20}`)
    socket.addEventListener('close', ({ code }) =>
      closedAt.push(code === 1012 ? performance.now() : Number.NaN),
    )
    return socket
  })
  await Promise.all(sockets.map((socket) => once(socket, 'open')))
  const closes = sockets.map((socket) => once(socket, 'close'))
  const start = performance.now()
  expect(await server.stop('SIGTERM')).toBe(0)
  const took = performance.now() - start
  await Promise.all(closes)
  expect(closedAt.filter(Number.isNaN)).toEqual([])
  const tenths = new Set(closedAt.map((time) => Math.floor((time - start) / 100)))
  expect(tenths.size).toBeGreaterThan(3)
  // The bound of the whole end is ten seconds; the rest is the process itself.
  expect(took).toBeLessThan(30_000)
})
