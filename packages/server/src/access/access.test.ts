// Access over the wire: real sockets, stock clients, browsers as far as headers make one, and the HTTP API.
import { once } from 'node:events'
import { encodeFrame, parseDocumentName, stetSubprotocol } from '@stet/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../storage/memory.ts'
import { handshake, openBareSocket, openTcp } from '../testing/test-clients.ts'
import { adminSecret, asSubprotocols, startGuardedServer, tokenOf } from '../testing/guarded-server.ts'
import { createCleanup, startTestServer } from '../testing/test-server.ts'
import type { BareSocket } from '../testing/test-clients.ts'
import type { TestServer } from '../testing/test-server.ts'
import type { CreateServerOptions } from '../create-server.ts'
import type { Authorize } from './types.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const start = (options?: Partial<CreateServerOptions>): Promise<TestServer> =>
  startGuardedServer(cleanup, options)

/** The status of the answer to a raw upgrade, its error, and the whole head. */
async function ask(
  { port }: TestServer,
  path: string,
  headers: readonly string[] = [],
): Promise<{ status: number; code: string | undefined; head: string }> {
  const { socket, answer } = openTcp(cleanup, port)
  socket.write(handshake(path, headers))
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  while (!text.includes('\r\n\r\n')) await once(socket, 'data')
  if (!text.startsWith('HTTP/1.1 101')) text = await answer
  socket.destroy()
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const error = head.includes('application/json')
    ? (JSON.parse(body) as { error: { code: string } }).error
    : undefined
  return { status: Number(head.split(' ')[1]), code: error?.code, head }
}

const update = (text: string): Uint8Array => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, text)
  return encodeFrame({ type: 'update', update: Y.encodeStateAsUpdate(doc) })
}

const admin = async (
  { url }: TestServer,
  path: string,
  body: unknown,
  shown = adminSecret,
): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${url}/api/admin/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${shown}` },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

/** Resolves with what becomes of an edit: its ack or the code of its refusal. */
async function write(client: BareSocket): Promise<string> {
  client.socket.send(update('words'))
  const said = await Promise.race([client.text('saved'), client.text('error')])
  return said['type'] === 'saved' ? 'saved' : String(said['code'])
}

describe('the ways of a token into an upgrade', () => {
  it('subprotocol: stet.v1 is selected, and the token never', async () => {
    const server = await start()
    const ann = await openBareSocket(cleanup, `${server.syncUrl}/plan`, asSubprotocols(await tokenOf()))
    expect(ann.socket.protocol).toBe(stetSubprotocol)
    expect(await write(ann)).toBe('saved')
    const offers = [`Sec-WebSocket-Protocol: ${asSubprotocols(await tokenOf())[1]}`]
    const { status, head } = await ask(server, '/sync/plan', offers)
    expect([status, head.toLowerCase().includes('sec-websocket-protocol')]).toEqual([101, false])
  })

  it('query parameter, which a stock client can set', async () => {
    const server = await start()
    expect((await ask(server, `/sync/plan?token=${await tokenOf()}`)).status).toBe(101)
    const logged = JSON.stringify(server.logged)
    await ask(server, `/sync/other?token=${await tokenOf({ sub: 'visible-in-no-log' })}`)
    expect(logged).not.toContain(await tokenOf())
    expect(JSON.stringify(server.logged)).not.toContain('eyJ')
  })

  it('cookie, only from a page that may connect', async () => {
    const server = await start({ allowedOrigins: ['https://ours.example'] })
    const cookie = `Cookie: theme=dark; stet_token=${await tokenOf()}`
    for (const origin of ['http://127.0.0.1', 'https://ours.example']) {
      expect((await ask(server, '/sync/plan', [cookie, `Origin: ${origin}`])).status).toBe(101)
    }
    expect(await ask(server, '/sync/plan', [cookie])).toMatchObject({ status: 403, code: 'forbidden' })
    for (const origin of ['https://evil.example', 'null']) {
      const answer = await ask(server, '/sync/plan', [cookie, `Origin: ${origin}`])
      expect(answer).toMatchObject({ status: 403, code: 'forbidden-origin' })
    }
  })
})

const broken: Authorize = () => {
  throw new Error('The directory is away.')
}
const hidden: Authorize = () => ({ kind: 'deny', code: 'not-found', message: 'There is no such document.' })

const from = (address: string): string[] => [`X-Forwarded-For: ${address}`]

describe('who is not let in', () => {
  const cases: [
    string,
    Partial<CreateServerOptions>,
    () => Promise<string | undefined>,
    number,
    string,
    number,
  ][] = [
    ['nobody', {}, async () => undefined, 401, 'unauthorized', 4401],
    ['an expired token', {}, () => tokenOf({ lives: -1 }), 401, 'unauthorized', 4401],
    ['nonsense', {}, async () => 'nonsense', 401, 'unauthorized', 4401],
    [
      'a token for another document',
      {},
      () => tokenOf({ documents: { other: 'write' } }),
      403,
      'forbidden',
      4403,
    ],
    ['a document that is not shown', { authorize: hidden }, tokenOf, 404, 'not-found', 4404],
    ['a driver that fails', { authorize: broken }, tokenOf, 503, 'access-unavailable', 1013],
  ]
  it.each(cases)('%s', async (_, options, token, status, code, closeCode) => {
    const server = await start(options)
    const shown = await token()
    const refused = await ask(server, `/sync/plan${shown === undefined ? '' : `?token=${shown}`}`)
    expect(refused).toMatchObject({ status, code })
    expect(refused.head.includes('www-authenticate: Bearer')).toBe(status === 401)
    // A browser shows its page nothing of that, so whoever speaks stet.v1 hears it on the socket.
    const protocols = shown === undefined ? [stetSubprotocol] : asSubprotocols(shown)
    const told = await openBareSocket(cleanup, `${server.syncUrl}/plan`, protocols)
    expect(await told.text('error')).toMatchObject({ code })
    expect(await told.closed).toEqual({ code: closeCode, reason: code })
    const described = await fetch(`${server.url}/api/documents/plan`, {
      headers: shown === undefined ? {} : { authorization: `Bearer ${shown}` },
    })
    expect(described.status).toBe(status)
    expect(await described.json()).toMatchObject({ error: { code } })
  })

  it('what is sent after being turned away is nothing', async () => {
    const storage = createMemoryStorage()
    const server = await start({ storage })
    const eve = await openBareSocket(cleanup, `${server.syncUrl}/plan`, [stetSubprotocol])
    for (let i = 0; i < 100; i += 1) eve.socket.send(update(`${i}`))
    expect((await eve.closed).code).toBe(4401)
    await server.close()
    expect(server.logged.filter(({ message }) => message === 'commit')).toEqual([])
  })

  it('too many wrong tokens from one address: 429, and other addresses are served', async () => {
    const server = await start({ trustedProxies: ['loopback'] })
    const statuses: number[] = []
    for (let i = 0; i < 62; i += 1)
      statuses.push((await ask(server, '/sync/plan?token=x', from('203.0.113.7'))).status)
    expect([statuses[0], statuses.at(-1)]).toEqual([401, 429])
    expect((await ask(server, '/sync/plan?token=x', from('203.0.113.8'))).status).toBe(401)
    const api = await fetch(`${server.url}/api/documents`, { headers: { 'x-forwarded-for': '203.0.113.7' } })
    expect([api.status, api.headers.get('retry-after')]).toEqual([429, '1'])
  })

  it('a peer that leaves while its access is decided, and a server that ends then', async () => {
    const answers: (() => void)[] = []
    const server = await start({
      authorize: () =>
        new Promise((resolve) => {
          answers.push(() => resolve({ kind: 'allow', principal: 'ann', role: 'write' }))
        }),
    })
    const { socket } = openTcp(cleanup, server.port)
    socket.write(handshake('/sync/plan'))
    const waiting = ask(server, '/sync/plan')
    while (answers.length < 2) await new Promise(setImmediate)
    socket.resetAndDestroy()
    await once(socket, 'close')
    answers[0]?.()
    const closing = server.close()
    answers[1]?.()
    expect((await waiting).status).toBe(503)
    await closing
    expect(server.logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('an open server on this machine', () => {
  it('answers to names of this machine and of allowed origins, on every door', async () => {
    const server = await startTestServer(cleanup, { allowedOrigins: ['https://docs.example.com'] })
    const named = async (host: string, path: string): Promise<number> => {
      const { socket, answer } = openTcp(cleanup, server.port)
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
      return Number((await answer).split(' ')[1])
    }
    for (const path of ['/api/documents', '/metrics', '/']) {
      expect([path, await named('evil.example', path)]).toEqual([path, 403])
      expect([path, await named(`evil.example:${server.port}`, path)]).toEqual([path, 403])
    }
    for (const host of ['localhost:1', '127.0.0.1', '[::1]:80', 'docs.example.com']) {
      expect([host, await named(host, '/api/documents')]).toEqual([host, 200])
    }
    expect(await named('evil.example', '/healthz')).toBe(200)
    // Of one origin with the page that was led here, as far as the browser can see.
    const { socket, answer } = openTcp(cleanup, server.port)
    socket.write(handshake('/sync/a', ['Origin: http://evil.example']).replace('127.0.0.1', 'evil.example'))
    expect(await answer).toMatch(/^HTTP\/1\.1 403 [^]*forbidden-host/u)
  })

  it('with access control any name will do: a page cannot show somebody else’s token', async () => {
    const server = await start()
    const { socket, answer } = openTcp(cleanup, server.port)
    socket.write('GET /api/documents/plan HTTP/1.1\r\nHost: docs.example\r\nConnection: close\r\n\r\n')
    expect(await answer).toMatch(/^HTTP\/1\.1 401 /u)
  })

  it('nothing of access is asked: no token, and no admin', async () => {
    const server = await startTestServer(cleanup)
    const eve = await openBareSocket(cleanup, `${server.syncUrl}/plan`, [stetSubprotocol])
    expect(await write(eve)).toBe('saved')
    expect((await admin(server, 'revoke', { document: 'plan' })).status).toBe(404)
  })
})

describe('roles', () => {
  it.each(['read', 'comment'])('%s: told so, reads, and changes nothing', async (role) => {
    const storage = createMemoryStorage()
    const server = await start({ storage })
    const token = await tokenOf({ sub: 'eve', documents: { plan: role } })
    const eve = await openBareSocket(cleanup, `${server.syncUrl}/plan`, asSubprotocols(token))
    expect(await eve.text('role')).toEqual({ type: 'role', role })
    expect(await write(eve)).toBe('read-only')
    expect(await storage.describe(parseDocumentName('plan'))).toBeUndefined()
  })

  it('rows are written in the name of the principal', async () => {
    const storage = createMemoryStorage()
    const principals: string[] = []
    const append = storage.append.bind(storage)
    const server = await start({
      storage: Object.assign(storage, {
        async append(rows: Parameters<typeof append>[0]) {
          principals.push(...rows.map((row) => row.principal))
          await append(rows)
        },
      }),
    })
    const ann = await openBareSocket(cleanup, `${server.syncUrl}/plan`, asSubprotocols(await tokenOf()))
    expect(await write(ann)).toBe('saved')
    expect(principals).toEqual(['ann'])
  })
})

describe('the end of a token', () => {
  it('a stet client is warned, shows a fresh one, and stays', async () => {
    const server = await start()
    const token = await tokenOf({ lives: 1 })
    const ann = await openBareSocket(cleanup, `${server.syncUrl}/plan`, asSubprotocols(token))
    const stock = await openBareSocket(cleanup, `${server.syncUrl}/plan?token=${token}`)
    expect(await ann.text('token-expiring')).toMatchObject({ at: expect.any(Number) })
    ann.socket.send(JSON.stringify({ type: 'token', token: await tokenOf({ lives: 600 }) }))
    // The first token is over now.
    expect(await stock.closed).toEqual({ code: 4401, reason: 'unauthorized' })
    expect(await write(ann)).toBe('saved')
  }, 10_000)

  it('without a fresh one both kinds of clients are closed with 4401', async () => {
    const server = await start()
    const token = await tokenOf({ lives: 1 })
    const stet = await openBareSocket(cleanup, `${server.syncUrl}/plan`, asSubprotocols(token))
    const stock = await openBareSocket(cleanup, `${server.syncUrl}/plan?token=${token}`)
    expect(await stet.closed).toEqual({ code: 4401, reason: 'unauthorized' })
    expect(await stock.closed).toEqual({ code: 4401, reason: 'unauthorized' })
    expect(await stet.text('error')).toMatchObject({ code: 'unauthorized' })
  }, 10_000)

  it('a fresh token may lower the role in place; one of somebody else ends the connection', async () => {
    const server = await start()
    const open = async (): Promise<BareSocket> =>
      openBareSocket(cleanup, `${server.syncUrl}/plan`, asSubprotocols(await tokenOf()))
    const [ann, other] = [await open(), await open()]
    ann.socket.send(JSON.stringify({ type: 'token', token: await tokenOf({ documents: { '*': 'read' } }) }))
    expect(await ann.text('role')).toEqual({ type: 'role', role: 'read' })
    expect(await write(ann)).toBe('read-only')
    other.socket.send(JSON.stringify({ type: 'token', token: await tokenOf({ sub: 'eve' }) }))
    expect((await other.closed).code).toBe(4401)
  })
})

describe('what an operator says', () => {
  it('revoke: closed with 4403 at once, the same token does not come back, a later one does', async () => {
    const server = await start()
    const token = await tokenOf({ iat: Math.floor(Date.now() / 1000) - 5 })
    const open = (document: string, shown: string): Promise<BareSocket> =>
      openBareSocket(cleanup, `${server.syncUrl}/${document}`, asSubprotocols(shown))
    const ben = await open('plan', await tokenOf({ sub: 'ben' }))
    const ann = await open('plan', token)
    expect(await write(ann)).toBe('saved')
    expect(await admin(server, 'revoke', { principal: 'ann', document: 'plan' })).toEqual({
      status: 200,
      body: { closed: 1 },
    })
    expect(await ann.closed).toEqual({ code: 4403, reason: 'forbidden' })
    expect((await (await open('plan', token)).closed).code).toBe(4403)
    const later = await open('plan', await tokenOf({ iat: Math.floor(Date.now() / 1000) + 2 }))
    expect(await write(later)).toBe('saved')
    expect(await write(ben)).toBe('saved')
  })

  it('a role, in place: down, and up again with what was refused', async () => {
    const server = await start()
    const token = await tokenOf({ iat: Math.floor(Date.now() / 1000) - 5 })
    const ann = await openBareSocket(cleanup, `${server.syncUrl}/plan`, asSubprotocols(token))
    const down = await admin(server, 'access', { principal: 'ann', role: 'read' })
    expect(down).toEqual({ status: 200, body: { checked: 1, changed: 1, closed: 0 } })
    expect(await ann.text('role')).toEqual({ type: 'role', role: 'read' })
    expect(await write(ann)).toBe('read-only')
    const up = await admin(server, 'access', { principal: 'ann', role: 'write' })
    expect(up.body).toEqual({ checked: 1, changed: 1, closed: 0 })
    const doc = new Y.Doc()
    doc.getText('text').insert(0, 'all of it')
    ann.socket.send(encodeFrame({ type: 'sync-step-2', update: Y.encodeStateAsUpdate(doc) }))
    expect(await ann.text('saved')).toEqual({ type: 'saved', frames: 2 })
  })

  it('asks the driver about everybody anew', async () => {
    const roles = new Map([
      ['a', 'write'],
      ['b', 'write'],
    ] as const)
    const rights = new Map<string, 'read' | 'write'>(roles)
    const server = await start({
      authorize({ token = '' }) {
        const role = rights.get(token)
        return role
          ? { kind: 'allow', principal: token, role }
          : { kind: 'deny', code: 'not-found', message: 'There is no such document.' }
      },
    })
    const [a, b] = await Promise.all(
      ['a', 'b'].map((token) => openBareSocket(cleanup, `${server.syncUrl}/plan`, asSubprotocols(token))),
    )
    rights.set('a', 'read')
    rights.delete('b')
    expect(await admin(server, 'access', {})).toEqual({
      status: 200,
      body: { checked: 2, changed: 1, closed: 1 },
    })
    expect(await a?.text('role')).toEqual({ type: 'role', role: 'read' })
    expect((await b?.closed)?.code).toBe(4404)
  })

  it.each([
    ['revoke', {}, 'Say whose access ends'],
    ['revoke', { principal: '' }, '"principal"'],
    ['revoke', { document: '../x' }, '"document"'],
    ['revoke', { principal: 'ann', role: 'read' }, '"role" is not known'],
    ['access', { role: 'read' }, 'Say whose role'],
    ['access', { principal: 'ann', role: 'none' }, '"role" must be'],
  ])('%s %j is not understood', async (path, body, message) => {
    const server = await start()
    const answer = await admin(server, path, body)
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining(message) } },
    })
  })

  it('needs the secret, which must be a strong one', async () => {
    const server = await start()
    for (const shown of ['', 'wrong', adminSecret.slice(1), `${adminSecret}x`]) {
      expect((await admin(server, 'revoke', { principal: 'ann' }, shown)).status).toBe(401)
    }
    const storage = createMemoryStorage()
    await expect(start({ storage, adminSecret: 'short' })).rejects.toThrow('The admin secret has 5 bytes')
    expect(storage.healthy()).toBe(false)
  })
})
