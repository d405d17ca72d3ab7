import { request as httpRequest } from 'node:http'
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStorage } from '../storage/memory.ts'
import { StorageError } from '../storage/storage-error.ts'
import { createCleanup, createTestFolder, startTestServer } from '../testing/test-server.ts'
import { connectStockClient, openTcp, untilClients } from '../testing/test-clients.ts'
import type { DocumentSummary } from './documents-api.ts'
import type { TestServer } from '../testing/test-server.ts'

const cleanup = createCleanup()
let server: TestServer
let webRoot: string
beforeEach(async () => {
  const folder = createTestFolder(cleanup)
  webRoot = join(folder, 'dist')
  mkdirSync(join(webRoot, 'assets'), { recursive: true })
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>app</title>')
  writeFileSync(join(webRoot, 'assets', 'app-1a2b.js'), 'export {}')
  writeFileSync(join(webRoot, 'favicon.svg'), '<svg/>')
  writeFileSync(join(webRoot, '.env'), 'SECRET')
  writeFileSync(join(folder, 'secret.txt'), 'SECRET')
  server = await startTestServer(cleanup, { webRoot })
})
afterEach(() => cleanup.run())

interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly text: string
  json(): unknown
}

/** Sends the path as it is written: fetch would tidy it up first. */
function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: server.host, port: server.port, path, method, headers },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: () => JSON.parse(text) as unknown,
          }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

const post = (body: unknown): Promise<Answer> =>
  ask('/api/documents', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const errorOf = (answer: Answer): { code: string; message: string } =>
  (answer.json() as { error: { code: string; message: string } }).error

describe('health', () => {
  it('/healthz says ok', async () => {
    expect(await ask('/healthz')).toMatchObject({ status: 200, text: 'ok' })
  })

  it('/readyz is 200 while storage works, and 503 when it does not', async () => {
    expect((await ask('/readyz')).json()).toEqual({ ready: true, storage: 'ok', closing: false, reasons: [] })
    server = await startTestServer(cleanup, { storage: { ...createMemoryStorage(), healthy: () => false } })
    const answer = await ask('/readyz')
    expect(answer.status).toBe(503)
    expect(answer.json()).toEqual({
      ready: false,
      storage: 'unavailable',
      closing: false,
      reasons: [expect.stringContaining('storage is unavailable')],
    })
  })
})

const failing = async () => {
  throw new StorageError('full', 'There is no space left for the data file.')
}

describe('documents', () => {
  it('a document is created with a name and a title, and then described', async () => {
    const created = await post({ document: 'plan', title: '  The \n plan ' })
    expect(created.status).toBe(201)
    expect(created.headers).toMatchObject({ location: '/api/documents/plan' })
    const summary = created.json() as DocumentSummary
    expect(summary).toMatchObject({ document: 'plan', title: 'The plan', people: [] })
    expect(new Date(summary.created).toISOString()).toBe(summary.created)
    expect(summary.bytes).toBeGreaterThan(0)
    expect((await ask('/api/documents/plan')).json()).toEqual(summary)
  })

  it('the title is an edit like any other: whoever is in the document gets it', async () => {
    const ann = await connectStockClient(cleanup, server, 'plan')
    expect((await post({ document: 'plan', title: 'The plan' })).status).toBe(201)
    await untilClients([ann], () => ann.doc.getMap('meta').get('title') === 'The plan')
    ann.text.insert(0, 'text')
    const bob = await connectStockClient(cleanup, server, 'plan')
    await untilClients([bob], () => bob.text.toJSON() === 'text')
    expect(bob.doc.getMap('meta').get('title')).toBe('The plan')
  })

  it('without a name it gets a fresh one, with or without a body', async () => {
    const first = (await post({})).json() as DocumentSummary
    const second = (await ask('/api/documents', { method: 'POST' })).json() as DocumentSummary
    expect(first.document).toMatch(/^[2-9a-z]{16}$/u)
    expect(second.document).not.toBe(first.document)
    expect(second).toMatchObject({ title: '', bytes: 0 })
  })

  it('a name that is taken is 409, and the document stays as it was', async () => {
    await post({ document: 'plan', title: 'First' })
    const again = await post({ document: 'plan', title: 'Second' })
    expect(again.status).toBe(409)
    expect(errorOf(again)).toEqual({ code: 'exists', message: 'There is a document "plan" already.' })
    expect((await ask('/api/documents/plan')).json()).toMatchObject({ title: 'First' })
  })

  it('visiting a name does not create it; the first edit does', async () => {
    const ann = await connectStockClient(cleanup, server, 'visited')
    expect((await ask('/api/documents/visited')).status).toBe(404)
    ann.text.insert(0, 'now')
    const bob = await connectStockClient(cleanup, server, 'visited')
    await untilClients([bob], () => bob.text.toJSON() === 'now')
    expect((await ask('/api/documents/visited')).status).toBe(200)
  })

  it('the list pages through everything, newest change first', async () => {
    for (let i = 0; i < 5; i += 1) await post({ document: `d${i}` })
    const names: string[] = []
    let cursor = ''
    do {
      const page = (await ask(`/api/documents?limit=2${cursor}`)).json() as {
        documents: DocumentSummary[]
        next?: string
      }
      names.push(...page.documents.map(({ document }) => document))
      cursor = page.next === undefined ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    expect(names.toSorted()).toEqual(['d0', 'd1', 'd2', 'd3', 'd4'])
    expect(new Set(names).size).toBe(5)
  })

  it('the list says who is in a document, by checked names and colours', async () => {
    const ann = await connectStockClient(cleanup, server, 'plan')
    ann.text.insert(0, 'here')
    const bob = await connectStockClient(cleanup, server, 'plan')
    ann.provider.awareness.setLocalStateField('user', { name: 'Ann', color: '#aa0000', secret: 1 })
    bob.provider.awareness.setLocalStateField('user', { name: 'Bob', color: 'url(javascript:x)' })
    await untilClients([ann, bob], () =>
      [ann, bob].every(
        ({ provider }) =>
          [...provider.awareness.getStates().values()].filter((state) => state['user']).length === 2,
      ),
    )
    const { documents } = (await ask('/api/documents')).json() as { documents: DocumentSummary[] }
    expect(documents[0]?.people.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'Ann', color: '#aa0000' },
      { name: 'Bob', color: '' },
    ])
  })

  it.each([
    [{ document: 'a b' }, 400, 'bad-document-name'],
    [{ document: '..' }, 400, 'bad-document-name'],
    [{ document: '' }, 400, 'bad-document-name'],
    [{ document: 7 }, 400, 'bad-document-name'],
    [{ title: 7 }, 400, 'bad-title'],
    [{ title: 'x'.repeat(201) }, 400, 'bad-title'],
    [{ title: '\uD800' }, 400, 'bad-title'],
    [{ titel: 'x' }, 400, 'unknown-field'],
    [{ __proto__x: 1 }, 400, 'unknown-field'],
    [[], 400, 'bad-json'],
    [null, 400, 'bad-json'],
    ['text', 400, 'bad-json'],
  ])('creating with %j is refused with a reason', async (body, status, code) => {
    const answer = await post(body)
    expect(answer.status).toBe(status)
    expect(errorOf(answer).code).toBe(code)
    expect((await ask('/api/documents')).json()).toEqual({ documents: [] })
  })

  it('a body that is no JSON, not declared as JSON, or too large is refused', async () => {
    const json = { 'content-type': 'application/json' }
    const broken = await ask('/api/documents', { method: 'POST', headers: json, body: '{"a"' })
    expect(errorOf(broken).code).toBe('bad-json')
    const form = await ask('/api/documents', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{}',
    })
    expect(form.status).toBe(415)
    const large = JSON.stringify({ title: 'x'.repeat(70_000) })
    const announced = await ask('/api/documents', {
      method: 'POST',
      headers: { ...json, 'content-length': String(large.length) },
      body: large,
    })
    expect(announced.status).toBe(413)
    const chunked = await ask('/api/documents', {
      method: 'POST',
      headers: { ...json, 'transfer-encoding': 'chunked' },
      body: large,
    })
    expect(chunked.status).toBe(413)
  })

  it.each([
    ['limit=0', 'bad-limit'],
    ['limit=101', 'bad-limit'],
    ['limit=ten', 'bad-limit'],
    ['limit=-1', 'bad-limit'],
    ['limit=1e1', 'bad-limit'],
    ['limit=', 'bad-limit'],
    ['cursor=', 'bad-cursor'],
    ['cursor=nonsense', 'bad-cursor'],
    ['cursor=WzEsIi4uIl0', 'bad-cursor'],
  ])('listing with %s is refused with a reason', async (query, code) => {
    const answer = await ask(`/api/documents?${query}`)
    expect(answer.status).toBe(400)
    expect(errorOf(answer).code).toBe(code)
  })

  it.each([
    ['/api/documents/none', 404, 'not-found'],
    ['/api/documents/a%2Fb', 400, 'bad-document-name'],
    ['/api/documents/a%', 400, 'bad-address'],
    ['/api/documents/', 404, 'not-found'],
    ['/api/documents/a/b', 404, 'not-found'],
    ['/api', 404, 'not-found'],
    ['/api/other', 404, 'not-found'],
  ])('GET %s is %i %s', async (path, status, code) => {
    const answer = await ask(path)
    expect(answer.status).toBe(status)
    expect(errorOf(answer).code).toBe(code)
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  it('when storage fails the answer is 503 and says so', async () => {
    server = await startTestServer(cleanup, {
      storage: { ...createMemoryStorage(), create: failing, list: failing, describe: failing },
    })
    for (const answer of [await post({}), await ask('/api/documents'), await ask('/api/documents/a')]) {
      expect(answer.status).toBe(503)
      expect(errorOf(answer).code).toBe('storage-unavailable')
      expect(answer.headers['retry-after']).toBe('5')
    }
  })
})

describe('methods', () => {
  it.each([
    ['DELETE', '/api/documents', 'GET, HEAD, POST'],
    ['PUT', '/api/documents/a', 'GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['POST', '/', 'GET, HEAD'],
    ['OPTIONS', '/assets/app-1a2b.js', 'GET, HEAD'],
  ])('%s %s is 405 and names %s', async (method, path, allow) => {
    const answer = await ask(path, { method })
    expect(answer.status).toBe(405)
    expect(answer.headers['allow']).toBe(allow)
  })

  it('HEAD answers like GET, without the body', async () => {
    for (const path of ['/healthz', '/api/documents', '/', '/assets/app-1a2b.js', '/nothing']) {
      const get = await ask(path)
      const head = await ask(path, { method: 'HEAD' })
      expect(head.status).toBe(get.status)
      expect(head.headers['content-length']).toBe(get.headers['content-length'])
      expect(head.text).toBe('')
    }
  })

  it('a plain request to a sync address says what to use', async () => {
    const answer = await ask('/sync/plan')
    expect(answer.status).toBe(426)
    expect(errorOf(answer).code).toBe('upgrade-required')
  })
})

const askAs = (coding: string) => ask('/assets/app-2c3d.js', { headers: { 'accept-encoding': coding } })

describe('the web app', () => {
  it('index.html at / and at valid document addresses, never cached unasked', async () => {
    for (const path of ['/', '/?x=1', '/d/plan', '/d/pl%61n', '/index.html']) {
      const answer = await ask(path)
      expect(answer).toMatchObject({ status: 200, text: '<!doctype html><title>app</title>' })
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
      })
    }
  })

  it('a file is sent compressed to those who can read it, when the build left it so', async () => {
    const path = join(webRoot, 'assets', 'app-2c3d.js')
    writeFileSync(path, 'export {}')
    writeFileSync(`${path}.br`, 'smaller')
    writeFileSync(`${path}.gz`, 'small')
    const smallest = await askAs('gzip, deflate, br')
    expect(smallest).toMatchObject({ status: 200, text: 'smaller' })
    expect(smallest.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'br',
      vary: 'accept-encoding',
    })
    expect(await askAs('gzip;q=0.5, br;q=0')).toMatchObject({ text: 'small' })
    expect(await askAs('identity')).toMatchObject({ text: 'export {}' })
    // Of another build.
    utimesSync(`${path}.br`, 1, 1)
    expect(await askAs('br')).toMatchObject({ text: 'export {}' })
  })

  it('pages that were made at build time have addresses without an ending', async () => {
    mkdirSync(join(webRoot, 'docs'), { recursive: true })
    writeFileSync(join(webRoot, 'docs.html'), 'all pages')
    writeFileSync(join(webRoot, 'docs', 'writing.html'), 'writing')
    expect(await ask('/docs')).toMatchObject({ status: 200, text: 'all pages' })
    const page = await ask('/docs/writing')
    expect(page).toMatchObject({ status: 200, text: 'writing' })
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect((await ask('/docs/none')).status).toBe(404)
  })

  it('assets are immutable, other files are asked for again with their ETag', async () => {
    const asset = await ask('/assets/app-1a2b.js')
    expect(asset.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    const icon = await ask('/favicon.svg')
    expect(icon.headers['content-type']).toBe('image/svg+xml')
    const again = await ask('/favicon.svg', {
      headers: { 'if-none-match': `"x", ${String(icon.headers['etag'])}` },
    })
    expect(again).toMatchObject({ status: 304, text: '' })
  })

  it('every answer carries the security headers', async () => {
    for (const path of ['/', '/assets/app-1a2b.js', '/nothing', '/api/documents', '/api/none', '/healthz']) {
      const { headers } = await ask(path)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['content-security-policy']).toMatch(
        /default-src 'self'.*object-src 'none'.*frame-ancestors 'self'/u,
      )
      expect(headers['content-security-policy']).not.toContain('unsafe')
    }
  })

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..\\secret.txt',
    '/%2e%2e%5csecret.txt',
    '//secret.txt',
    '/./index.html',
    '/.env',
    '/assets',
    '/assets/',
    '/nothing.js',
    '/d/',
    '/d/..',
    '/d/a/b',
    '/d/a%20b',
    '/d/%',
    '/%00',
    '/index.html%00.js',
  ])('%s is 404 with a small page', async (path) => {
    const answer = await ask(path)
    expect(answer.status).toBe(404)
    expect(answer.text).toContain('There is no page here')
    expect(answer.text).not.toContain('SECRET')
  })

  it('a rebuilt app is served without a restart', async () => {
    writeFileSync(join(webRoot, 'index.html'), 'new')
    writeFileSync(join(webRoot, 'assets', 'app-9z.js'), '')
    expect((await ask('/')).text).toBe('new')
    expect(await ask('/assets/app-9z.js')).toMatchObject({ status: 200, text: '' })
  })

  it('a missing build says how to make it; a server without web app says so', async () => {
    server = await startTestServer(cleanup, { webRoot: join(webRoot, 'not-there') })
    const notBuilt = await ask('/d/plan')
    expect(notBuilt.status).toBe(503)
    expect(notBuilt.text).toContain('<code>pnpm build</code>')
    server = await startTestServer(cleanup)
    const without = await ask('/')
    expect(without.status).toBe(404)
    expect(without.text).toContain('without one')
  })

  it('the build folder may be a link', async () => {
    const link = join(createTestFolder(cleanup), 'link')
    symlinkSync(webRoot, link)
    server = await startTestServer(cleanup, { webRoot: link })
    expect((await ask('/')).status).toBe(200)
  })
})

describe('broken requests', () => {
  it('what is no HTTP gets 400 and the next request its answer', async () => {
    const { socket, answer } = openTcp(cleanup, server.port)
    socket.write('nonsense\r\n\r\n')
    expect(await answer).toMatch(/^HTTP\/1\.1 400 /u)
    expect((await ask('/healthz')).status).toBe(200)
  })

  it('a request cut off in its body leaves nothing behind', async () => {
    const { socket } = openTcp(cleanup, server.port)
    socket.write(
      'POST /api/documents HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"docu',
    )
    await new Promise((resolve) => socket.once('connect', resolve))
    socket.resetAndDestroy()
    expect((await ask('/api/documents')).json()).toEqual({ documents: [] })
    expect(server.logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})
