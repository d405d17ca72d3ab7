import { copyFileSync, readFileSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { once } from 'node:events'
import { stetSubprotocol } from '@stet/protocol'
import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createCleanup, createTestFolder, startTestServer } from '../testing/test-server.ts'
import type { LogFields, Logger } from '../logger.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

/** Two self-signed pairs for localhost, valid for a hundred years: "first" and "second". */
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../testing/fixtures/tls/${name}.pem`, import.meta.url))

/** A log whose next line can be waited for. */
function createListeningLog() {
  const waiting: { readonly text: string; readonly resolve: (fields: LogFields | undefined) => void }[] = []
  const hear = (message: string, fields?: LogFields): void => {
    for (const { text, resolve } of waiting) if (message.includes(text)) resolve(fields)
  }
  const log: Logger = { debug() {}, info: hear, error: hear }
  return {
    log,
    hears: (text: string) => new Promise<LogFields | undefined>((resolve) => waiting.push({ text, resolve })),
  }
}

async function start() {
  const folder = createTestFolder(cleanup)
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
  const put = (name: string): void => {
    // As certbot does it: links that are replaced.
    for (const part of ['cert', 'key'] as const) {
      symlinkSync(fixture(`${name}.${part}`), `${files[part]}.new`)
      renameSync(`${files[part]}.new`, files[part])
    }
  }
  put('first')
  const { log, hears } = createListeningLog()
  const server = await startTestServer(cleanup, { tls: files, log })
  return { server, files, put, hears }
}

const errorIn = (fields: LogFields | undefined): string => String(fields?.['error'])

/** The name in the certificate that the server shows. */
async function shownBy(port: number): Promise<string | undefined> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { CN } = socket.getPeerCertificate().subject
  socket.destroy()
  return Array.isArray(CN) ? CN[0] : CN
}

it('with a certificate the server speaks https and wss, and says so in its address', async () => {
  const { server } = await start()
  expect(server.url).toBe(`https://127.0.0.1:${server.port}`)
  const ca = readFileSync(fixture('first.cert'))
  const status = await new Promise((resolve, reject) => {
    get(`${server.url}/readyz`, { ca, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
  expect(status).toBe(200)
  const socket = new WebSocket(`${server.url.replace('https', 'wss')}/sync/plan`, [stetSubprotocol], { ca })
  const [data] = (await once(socket, 'message')) as [Buffer]
  expect(data[0]).toBe(0)
  const closed = once(socket, 'close')
  void server.close()
  expect((await closed)[0]).toBe(1012)
})

it('a renewed certificate is used without a restart, and open connections stay', async () => {
  const { server, put, hears } = await start()
  const socket = new WebSocket(`${server.url.replace('https', 'wss')}/sync/plan`, {
    rejectUnauthorized: false,
  })
  cleanup.add(() => socket.terminate())
  await once(socket, 'message')
  expect(await shownBy(server.port)).toBe('first.stet.test')
  const renewed = hears('new certificate is in use')
  put('second')
  await renewed
  expect(await shownBy(server.port)).toBe('second.stet.test')
  expect(socket.readyState).toBe(WebSocket.OPEN)
})

it('a pair that cannot be used leaves the old one in use and says why; the next good one is taken', async () => {
  const { server, files, put, hears } = await start()
  const refused = hears('the old one stays')
  // The certificate of one pair with the key of another.
  unlinkSync(files.cert)
  copyFileSync(fixture('second.cert'), files.cert)
  expect(errorIn(await refused)).toContain('the key belongs to another certificate')
  expect(await shownBy(server.port)).toBe('first.stet.test')
  const garbage = hears('the old one stays')
  unlinkSync(files.cert)
  writeFileSync(files.cert, 'not a certificate')
  expect(errorIn(await garbage)).toContain('is not a PEM file')
  const renewed = hears('new certificate is in use')
  unlinkSync(files.cert)
  put('second')
  await renewed
  expect(await shownBy(server.port)).toBe('second.stet.test')
})

it.each([
  ['missing.pem', 'first.key', 'cannot be read (ENOENT)'],
  ['first.cert', 'second.key', 'the key belongs to another certificate'],
])('a server does not start with %s and %s', async (cert, key, message) => {
  const tls = { cert: cert.includes('.pem') ? `/nonexistent/${cert}` : fixture(cert), key: fixture(key) }
  await expect(startTestServer(cleanup, { tls })).rejects.toThrow(message)
})
