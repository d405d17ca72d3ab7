// Uploads over HTTP: who may send what, how it is kept, and how it is given back.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startGuardedServer, tokenOf } from '../testing/guarded-server.ts'
import { createCleanup, createTestFolder, startTestServer } from '../testing/test-server.ts'
import { picture } from '../testing/pictures.ts'
import { checkUploads, copyUploads } from '../uploads/check-uploads.ts'
import type { CreateServerOptions } from '../create-server.ts'
import type { TestServer } from '../testing/test-server.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

interface Place {
  readonly server: TestServer
  readonly folder: string
}

async function start(
  options: Partial<CreateServerOptions> & {
    readonly maxBytes?: number
    readonly keepFreeBytes?: number
  } = {},
  begin: typeof startTestServer = startTestServer,
): Promise<Place> {
  const { maxBytes = 1000, keepFreeBytes = 0, ...rest } = options
  const folder = join(createTestFolder(cleanup), 'uploads')
  const server = await begin(cleanup, { uploads: { folder, maxBytes, keepFreeBytes }, ...rest })
  return { server, folder }
}

interface Answer {
  readonly status: number
  readonly code: string | undefined
  readonly src: string
}

async function send(
  { server }: Place,
  body: Uint8Array | string | ReadableStream,
  { document = 'plan', headers = {} }: { document?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(`${server.url}/api/documents/${document}/uploads`, {
    method: 'POST',
    body: body as Uint8Array<ArrayBuffer>,
    headers: { 'content-type': 'image/png', ...headers },
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  })
  const json = (await response.json()) as { src?: string; error?: { code: string } }
  return { status: response.status, code: json.error?.code, src: json.src ?? '' }
}

const as = async (role: string) => ({
  headers: { authorization: `Bearer ${await tokenOf({ documents: { plan: role } })}` },
})
const from = (origin: string) => ({ headers: { origin } })

const filesIn = (folder: string): string[] => readdirSync(folder).filter((name) => name !== 'unfinished')

describe('an upload', () => {
  it.each(['png', 'jpg', 'gif', 'webp', 'avif'] as const)(
    'of a %s is kept and given back as such',
    async (kind) => {
      const place = await start()
      const bytes = picture(kind)
      const answer = await send(place, bytes, { headers: { 'content-type': 'text/html' } })
      expect(answer.status).toBe(201)
      const hash = createHash('sha256').update(bytes).digest('hex')
      expect(answer.src).toBe(`/uploads/${hash}.${kind}`)
      expect(readFileSync(join(place.folder, `${hash}.${kind}`))).toEqual(Buffer.from(bytes))
      const got = await fetch(place.server.url + answer.src)
      expect(new Uint8Array(await got.arrayBuffer())).toEqual(bytes)
      expect(Object.fromEntries(got.headers)).toMatchObject({
        'content-type': kind === 'jpg' ? 'image/jpeg' : `image/${kind}`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'public, max-age=31536000, immutable',
        'cross-origin-resource-policy': 'cross-origin',
      })
      const again = await fetch(place.server.url + answer.src, {
        headers: { 'if-none-match': got.headers.get('etag') ?? '' },
      })
      expect(again.status).toBe(304)
    },
  )

  it.each([
    ['HTML that calls itself a PNG', '<!doctype html><script>alert(1)</script>'.padEnd(80)],
    ['SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['SVG after an XML declaration', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
    [
      'HTML after the signature of a PNG',
      Buffer.from('\x89PNG\r\n\x1a\n<script>alert(1)</script>', 'latin1'),
    ],
    ['a video in the box of an AVIF', Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomavc1', 'latin1')],
    ['an AVIF only in its version number', Buffer.from('\0\0\0\x14ftypisomavif\0\0\0\0', 'latin1')],
    ['a WAVE sound', Buffer.from('RIFF\0\0\0\0WAVEfmt ', 'latin1')],
    ['a PDF', '%PDF-1.7'],
    ['nothing', ''],
    ['half a signature', Buffer.from([0x89, 0x50, 0x4e])],
  ])('of %s is refused, and nothing of it is kept', async (_what, body) => {
    const place = await start()
    const answer = await send(place, body)
    expect(answer).toMatchObject({ status: 415, code: 'not-a-picture' })
    expect(filesIn(place.folder)).toEqual([])
    expect(readdirSync(join(place.folder, 'unfinished'))).toEqual([])
  })

  it('that is a picture and a page at once is served as the picture only', async () => {
    const place = await start()
    const both = Buffer.concat([picture('gif'), Buffer.from('/*<script>alert(1)</script>*/=1')])
    const { src } = await send(place, both)
    expect(src).toMatch(/\.gif$/)
    const got = await fetch(place.server.url + src, { headers: { accept: 'text/html' } })
    expect(got.headers.get('content-type')).toBe('image/gif')
    expect(got.headers.get('x-content-type-options')).toBe('nosniff')
    expect(got.headers.get('content-security-policy')).toContain('sandbox')
  })

  it('larger than the limit is refused, with and without a length said before', async () => {
    const place = await start({ maxBytes: 200 })
    const large = Buffer.concat([picture('png'), Buffer.alloc(200)])
    expect(await send(place, large)).toMatchObject({ status: 413, code: 'too-large' })
    const pieces = new ReadableStream({
      start(controller) {
        controller.enqueue(picture('png'))
        controller.enqueue(Buffer.alloc(200))
        controller.close()
      },
    })
    expect(await send(place, pieces)).toMatchObject({ status: 413, code: 'too-large' })
    expect(filesIn(place.folder)).toEqual([])
    expect(readdirSync(join(place.folder, 'unfinished'))).toEqual([])
  })

  it('of the same picture is stored once', async () => {
    const place = await start()
    const first = await send(place, picture('png'))
    const second = await send(place, picture('png'), { document: 'other' })
    expect(second.src).toBe(first.src)
    expect(filesIn(place.folder)).toHaveLength(1)
  })

  it('is refused while the disk has no room to spare, in words of its own', async () => {
    const place = await start({ keepFreeBytes: Number.MAX_SAFE_INTEGER / 2 })
    expect(await send(place, picture('png'))).toMatchObject({ status: 507, code: 'no-space' })
    expect(filesIn(place.folder)).toEqual([])
  })

  it('needs the right to write the document', async () => {
    const place = await start({}, startGuardedServer)
    expect(await send(place, picture('png'))).toMatchObject({ status: 401 })
    expect(await send(place, picture('png'), await as('read'))).toMatchObject({
      status: 403,
      code: 'read-only',
    })
    expect(await send(place, picture('png'), { ...(await as('write')), document: 'other' })).toMatchObject({
      status: 403,
    })
    expect(filesIn(place.folder)).toEqual([])
    expect(await send(place, picture('png'), await as('write'))).toMatchObject({ status: 201 })
  })

  it('from a page of another site is refused, and from an allowed one it may be read', async () => {
    const place = await start({ allowedOrigins: ['https://friend.example'] })
    expect(await send(place, picture('png'), from('https://evil.example'))).toMatchObject({
      status: 403,
      code: 'forbidden-origin',
    })
    expect(filesIn(place.folder)).toEqual([])
    const asked = await fetch(`${place.server.url}/api/documents/plan/uploads`, {
      method: 'OPTIONS',
      headers: { origin: 'https://friend.example', 'access-control-request-method': 'POST' },
    })
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-origin')).toBe('https://friend.example')
    expect(asked.headers.get('access-control-allow-headers')).toContain('authorization')
    expect(await send(place, picture('png'), from('https://friend.example'))).toMatchObject({ status: 201 })
    const refused = await fetch(`${place.server.url}/api/documents/plan/uploads`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example' },
    })
    expect(refused.status).toBe(403)
    expect(refused.headers.has('access-control-allow-origin')).toBe(false)
  })

  it('comes so often from one person and no more', async () => {
    const place = await start()
    const statuses: number[] = []
    for (let i = 0; i < 64; i += 1) statuses.push((await send(place, picture('png'))).status)
    expect(statuses.slice(0, 60).every((status) => status === 201)).toBe(true)
    expect(statuses).toContain(429)
  })

  it('that breaks off in the middle leaves nothing', async () => {
    const place = await start()
    const leaving = new AbortController()
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(picture('png'))
        controller.enqueue(Buffer.alloc(100))
      },
    })
    const slow: RequestInit & { readonly duplex: 'half' } = {
      method: 'POST',
      body,
      duplex: 'half',
      signal: leaving.signal,
    }
    const sent = fetch(`${place.server.url}/api/documents/plan/uploads`, slow)
    const unfinished = join(place.folder, 'unfinished')
    await expect.poll(() => readdirSync(unfinished).length).toBe(1)
    leaving.abort()
    await expect(sent).rejects.toThrow(/abort/)
    await expect.poll(() => readdirSync(unfinished).length).toBe(0)
    expect(filesIn(place.folder)).toEqual([])
  })
})

describe('the address of a picture', () => {
  it.each([
    '..%2fstet.sqlite',
    'unfinished',
    `${'a'.repeat(64)}.html`,
    `${'A'.repeat(64)}.png`,
    `${'a'.repeat(64)}.png`,
  ])('that names none is not found: %s', async (name) => {
    const { server } = await start()
    expect((await fetch(`${server.url}/uploads/${name}`)).status).toBe(404)
  })

  it('is not there on a server without uploads, and a POST says so', async () => {
    const server = await startTestServer(cleanup)
    expect(await send({ server, folder: '' }, picture('png'))).toMatchObject({
      status: 404,
      code: 'no-uploads',
    })
  })
})

describe('the folder of pictures', () => {
  it('is rid of what a crash left unfinished', async () => {
    const { folder, server } = await start()
    await server.close()
    writeFileSync(join(folder, 'unfinished', 'abc'), 'half')
    await startTestServer(cleanup, { uploads: { folder } })
    expect(existsSync(join(folder, 'unfinished', 'abc'))).toBe(false)
  })

  it('is checked picture by picture, and a damaged one is named and mended by another upload', async () => {
    const place = await start()
    const { src } = await send(place, picture('png'))
    await send(place, picture('gif'))
    expect(await checkUploads(place.folder)).toMatchObject({ uploads: 2, problems: [] })
    const path = join(place.folder, src.slice('/uploads/'.length))
    writeFileSync(path, 'rotten')
    const { problems } = await checkUploads(place.folder)
    expect(problems).toEqual([`The picture ${path} is damaged: its content does not fit its name.`])
    await expect(copyUploads(place.folder, join(place.folder, '..', 'copy'))).rejects.toThrow(/is damaged/)
    await send(place, picture('png'))
    expect((await checkUploads(place.folder)).problems).toEqual([])
  })

  it('is copied once, and a second time only what is new', async () => {
    const place = await start()
    const copy = join(place.folder, '..', 'copy')
    expect(await copyUploads(join(place.folder, 'missing'), copy)).toBe(0)
    const { src } = await send(place, picture('png'))
    expect(await copyUploads(place.folder, copy)).toBe(1)
    await send(place, picture('gif'))
    writeFileSync(join(place.folder, src.slice('/uploads/'.length)), 'rotten')
    expect(await copyUploads(place.folder, copy)).toBe(2)
    expect(await checkUploads(copy)).toMatchObject({ uploads: 2, problems: [] })
  })
})
