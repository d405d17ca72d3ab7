// Stet behind the proxies that people put in front of it, with our sample configurations: WebSockets are upgraded, the
// site and the API come through, the metrics do not, and a connection on which nobody types stays open for longer than
// the proxy's patience. (Letting time pass is the subject here; both proxies do it at once.)
import { once } from 'node:events'
import { request } from 'node:https'
import { join } from 'node:path'
import { encodeFrame, decodeFrame, stetSubprotocol } from '@stet/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { findProxies, startCaddy, startNginx } from '../harness/proxies.ts'
import { startStet, temporaryFolder } from '../harness/stet-process.ts'
import type { ProxyName, ProxyProcess } from '../harness/proxies.ts'
import type { StetProcess } from '../harness/stet-process.ts'

const idleMs = 35_000

const folder = temporaryFolder('proxy')
let missing: ReadonlyMap<ProxyName, string>
let server: StetProcess
const proxies = new Map<ProxyName, ProxyProcess>()

beforeAll(async () => {
  missing = findProxies()
  server = await startStet({ data: join(folder.path, 'data') })
  for (const [name, start] of [
    ['nginx', startNginx],
    ['caddy', startCaddy],
  ] as const) {
    if (missing.has(name)) continue
    proxies.set(name, await start({ folder: join(folder.path, name), upstreamPort: server.port }))
  }
}, 300_000)
afterAll(async () => {
  for (const proxy of proxies.values()) await proxy.stop()
  await server.stop('SIGTERM')
  folder.remove()
})

interface Answer {
  readonly status: number | undefined
  readonly text: string
}

function get(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { rejectUnauthorized: false, agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode, text }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** A client that types once at the beginning and once after the silence. */
async function stayQuiet(url: string, document: string) {
  const socket = new WebSocket(`${url.replace('https', 'wss')}/sync/${document}`, [stetSubprotocol], {
    rejectUnauthorized: false,
    // As a browser on that site says it; the server compares it with the name that the proxy passes on.
    origin: url,
  })
  const frames: string[] = []
  const saved: number[] = []
  const waiting: { readonly count: number; readonly resolve: () => void }[] = []
  let closed = false
  socket.on('close', () => (closed = true))
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      frames.push(decodeFrame(data).type)
      return
    }
    const text = JSON.parse(data.toString()) as { type: string; frames: number }
    if (text.type !== 'saved') return
    saved.push(text.frames)
    for (const { count, resolve } of waiting) if (text.frames >= count) resolve()
  })
  await once(socket, 'open')
  const doc = new Y.Doc()
  let sent = 0
  const type = async (text: string): Promise<void> => {
    const before = Y.encodeStateVector(doc)
    doc.getText('text').insert(0, text)
    sent += 1
    const count = sent
    const told = new Promise<void>((resolve) => waiting.push({ count, resolve }))
    socket.send(encodeFrame({ type: 'update', update: Y.encodeStateAsUpdate(doc, before) }))
    await told
  }
  await type('before ')
  const framesBefore = frames.length
  await new Promise((resolve) => setTimeout(resolve, idleMs))
  const keepalives = frames.slice(framesBefore)
  const stayed = !closed
  await type('after ')
  socket.close()
  return { protocol: socket.protocol, keepalives, stayed, saved }
}

describe.concurrent.each(['nginx', 'caddy'] as const)('behind %s', (name) => {
  const urlOf = (skip: (note: string) => void): string => {
    const reason = missing.get(name)
    if (reason !== undefined) skip(reason)
    return proxies.get(name)?.url ?? ''
  }

  it('the site, the API and the health come through; the metrics do not', async ({ skip, expect }) => {
    const url = urlOf(skip)
    expect(await get(`${url}/healthz`)).toEqual({ status: 200, text: 'ok' })
    expect((await get(`${url}/api/documents`)).status).toBe(200)
    expect((await get(`${url}/d/plan`)).text).toContain('<!doctype html>')
    expect((await get(`${url}/metrics`)).status).toBe(404)
    expect((await fetch(`${server.url}/metrics`)).status).toBe(200)
  })

  it('a WebSocket is upgraded, stays open while nobody types, and saves what is typed afterwards', async ({
    skip,
    expect,
  }) => {
    const quiet = await stayQuiet(urlOf(skip), `quiet-${name}`)
    expect(quiet.protocol).toBe(stetSubprotocol)
    expect(quiet.stayed).toBe(true)
    expect(quiet.keepalives).toContain('awareness')
    expect(quiet.saved.at(-1)).toBe(2)
  }, 120_000)

  it('pages of other sites may not connect through it', async ({ skip, expect }) => {
    const socket = new WebSocket(`${urlOf(skip).replace('https', 'wss')}/sync/plan`, {
      rejectUnauthorized: false,
      origin: 'https://evil.example',
    })
    // What closing it below says of a connection that never was one.
    socket.on('error', () => {})
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
    expect(response.statusCode).toBe(403)
    socket.terminate()
  })
})

it('a proxy that is not here is named', () => {
  for (const reason of missing.values()) expect(reason).toContain('is not installed here')
  expect(missing.size + proxies.size).toBe(2)
})
