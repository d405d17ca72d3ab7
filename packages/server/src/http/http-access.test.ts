// Who gets what from the HTTP API.
import { parseDocumentName } from '@stet/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryStorage } from '../storage/memory.ts'
import { startGuardedServer, tokenOf } from '../testing/guarded-server.ts'
import { createCleanup } from '../testing/test-server.ts'
import type { CreateServerOptions } from '../create-server.ts'
import type { TestServer } from '../testing/test-server.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const start = (options?: Partial<CreateServerOptions>): Promise<TestServer> =>
  startGuardedServer(cleanup, options)

const call = async (
  { url }: TestServer,
  path: string,
  { token, body, headers = {} }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${url}/api/documents${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
  })
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text }
}
const names = (answer: { body: unknown }): string[] =>
  (answer.body as { documents: { document: string }[] }).documents.map(({ document }) => document)

describe('the HTTP API', () => {
  it('lists what the token may read, page by page, and nothing else', async () => {
    const server = await start()
    const maker = await tokenOf({ documents: { '*': 'write' } })
    for (let i = 0; i < 30; i += 1) {
      await call(server, '', { token: maker, body: { document: `${i % 3 === 0 ? 'ours' : 'theirs'}-${i}` } })
    }
    const reader = await tokenOf({ documents: { 'ours-*': 'read' } })
    const found: string[] = []
    let next: string | undefined
    do {
      const page = await call(server, `?limit=4${next === undefined ? '' : `&cursor=${next}`}`, {
        token: reader,
      })
      found.push(...names(page))
      next = (page.body as { next?: string }).next
    } while (next !== undefined)
    expect(found.toSorted()).toEqual(Array.from({ length: 10 }, (_, i) => `ours-${i * 3}`).toSorted())
    expect(names(await call(server, '', { token: await tokenOf({ documents: { none: 'read' } }) }))).toEqual(
      [],
    )
    expect((await call(server, '')).status).toBe(401)
  })

  it('looks at a bounded number of documents for one page, and goes on from there without naming them', async () => {
    const storage = createMemoryStorage()
    for (let i = 0; i < 2500; i += 1) await storage.create(parseDocumentName(`theirs-${i}`), 10_000 + i)
    await storage.create(parseDocumentName('ours'), 1)
    const server = await start({ storage })
    const token = await tokenOf({ documents: { ours: 'read' } })
    const first = await call(server, '?limit=100', { token })
    const { documents, next } = first.body as { documents: unknown[]; next: string }
    expect(documents).toEqual([])
    expect(Buffer.from(next, 'base64url').toString()).not.toContain('theirs')
    expect(names(await call(server, `?limit=100&cursor=${next}`, { token }))).toEqual(['ours'])
  })

  it('creates only what the token may write, in its name', async () => {
    const server = await start()
    const token = await tokenOf({ documents: { 'team-*': 'write', '*': 'read' } })
    expect(await call(server, '', { token, body: { document: 'team-1', title: 'One' } })).toMatchObject({
      status: 201,
    })
    for (const body of [{ document: 'other' }, {}]) {
      expect(await call(server, '', { token, body })).toMatchObject({
        status: 403,
        body: { error: { code: 'read-only' } },
      })
    }
    expect((await call(server, '', { body: { document: 'team-2' } })).status).toBe(401)
  })

  it('describes and exports only what the token may read', async () => {
    const server = await start()
    await call(server, '', { token: await tokenOf(), body: { document: 'plan', title: 'Secret plan' } })
    for (const path of ['/plan', '/plan/export?format=text']) {
      expect(
        (await call(server, path, { token: await tokenOf({ documents: { plan: 'read' } }) })).status,
      ).toBe(200)
      expect((await call(server, path, { token: await tokenOf({ documents: { x: 'write' } }) })).status).toBe(
        403,
      )
      expect((await call(server, path)).status).toBe(401)
    }
  })

  it('a cookie counts for reading from our pages, and for writing only with their Origin', async () => {
    const server = await start()
    const cookie = `stet_token=${await tokenOf({ documents: { '*': 'write' } })}`
    const post = (origin?: string) =>
      call(server, '', {
        body: { document: `d${origin?.length ?? 0}` },
        headers: { cookie, ...(origin === undefined ? {} : { origin }) },
      })
    expect((await call(server, '', { headers: { cookie } })).status).toBe(200)
    expect((await post(server.url)).status).toBe(201)
    expect((await post()).status).toBe(403)
    expect((await post('https://evil.example')).status).toBe(403)
    expect((await call(server, '', { headers: { cookie, origin: 'https://evil.example' } })).status).toBe(403)
  })
})
