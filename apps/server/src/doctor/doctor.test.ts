import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { judgeDisk } from './data-folder.ts'
import { lookAtClock, lookAtOpenFiles, lookAtRuntime, lookAtYjs } from './environment.ts'
import { lookAtCertificate, lookAtPort } from './network.ts'
import type { AddressInfo } from 'node:net'

const limits = (files: string): string => `Limit   Soft\nMax open files            ${files}   4096   files\n`

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../../packages/server/src/testing/fixtures/tls/${name}.pem`, import.meta.url))

it.each([
  [0xef53, [1, 1.2, 1.1], 'ok', 'stable storage after 1.10 ms (worst of 3: 1.20 ms)'],
  [0xef53, [150, 200, 180], 'warning', 'slow'],
  [0xef53, [0.001, 0.002, 0.001], 'warning', 'faster than any disk'],
  [0x01021994, [0.001], 'failed', 'in memory (tmpfs)'],
  [0x6969, [2], 'failed', 'network file system (NFS)'],
])('a disk of kind %d with writes of %j ms: %s', (type, times, state, detail) => {
  expect(judgeDisk(type, times)).toMatchObject({ state, detail: expect.stringContaining(detail) })
})

it('an old Node, two copies of yjs and few open files are found', () => {
  expect(lookAtRuntime({ ...process.versions, node: '20.9.0' }).state).toBe('failed')
  expect(lookAtRuntime().state).toBe('ok')
  expect(lookAtYjs(() => ['/a/yjs', '/b/yjs'])).toMatchObject({ state: 'failed' })
  expect(lookAtOpenFiles(limits('1024')).state).toBe('warning')
  expect(lookAtOpenFiles(limits('unlimited')).state).toBe('ok')
})

it('a clock that stands in the past, of the world or of the data, is found', () => {
  const now = Date.UTC(2027, 0, 1)
  expect(lookAtClock(now, undefined).state).toBe('ok')
  expect(lookAtClock(now, now - 5).state).toBe('ok')
  expect(lookAtClock(Date.UTC(1970, 0, 1), undefined).state).toBe('failed')
  expect(lookAtClock(now, now + 3_600_000).state).toBe('failed')
})

it('a taken port fails when it was asked for, and is a warning when another will do', async () => {
  const server = createServer((socket) => socket.destroy())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const host = '127.0.0.1'
  expect((await lookAtPort({ host, port, mayMove: false })).state).toBe('failed')
  expect((await lookAtPort({ host, port, mayMove: true })).state).toBe('warning')
  await new Promise((resolve) => server.close(resolve))
  expect((await lookAtPort({ host, port, mayMove: false })).state).toBe('ok')
  expect((await lookAtPort({ host: '203.0.113.1', port, mayMove: false })).state).toBe('failed')
})

it('a certificate is judged by the time it has left', () => {
  const files = { cert: fixture('first.cert'), key: fixture('first.key') }
  const end = Date.UTC(2126, 9, 30)
  expect(lookAtCertificate(files, Date.UTC(2027, 0, 1)).state).toBe('ok')
  expect(lookAtCertificate(files, end - 5 * 86_400_000).state).toBe('warning')
  expect(lookAtCertificate(files, end + 5 * 86_400_000).state).toBe('failed')
  expect(lookAtCertificate(files, 0).state).toBe('failed')
  expect(lookAtCertificate({ ...files, key: fixture('second.key') }, end)).toMatchObject({
    state: 'failed',
    detail: expect.stringContaining('the key belongs to another certificate'),
  })
})
