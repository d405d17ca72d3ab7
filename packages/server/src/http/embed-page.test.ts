import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createMemoryStorage } from '../storage/memory.ts'
import { createCleanup, createTestFolder, startTestServer } from '../testing/test-server.ts'
import { isFrameAncestor } from './embed-page.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

function webRootWithEditor(): string {
  const webRoot = createTestFolder(cleanup)
  mkdirSync(join(webRoot, 'assets/embed'), { recursive: true })
  for (const name of [
    'embed.html',
    'embed.js',
    'index.html',
    'assets/embed/stet-1a2b.js',
    'assets/app-1a2b.js',
  ])
    writeFileSync(join(webRoot, name), name)
  return webRoot
}

const ancestorsIn = (response: Response): string =>
  /frame-ancestors ([^;]*)/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? ''

it('only the page to embed may be framed by others, and only by those who are named', async () => {
  const frameAncestors = ['https://example.com', 'https://*.example.org:8443']
  const server = await startTestServer(cleanup, { webRoot: webRootWithEditor(), frameAncestors })
  const page = await fetch(`${server.url}/embed/handbook`)
  expect([page.status, await page.text()]).toEqual([200, 'embed.html'])
  expect(ancestorsIn(page)).toBe(`'self' ${frameAncestors.join(' ')}`)
  expect(ancestorsIn(await fetch(`${server.url}/d/handbook`))).toBe("'self'")
})

it('without a word from the operator nobody else may frame it', async () => {
  const server = await startTestServer(cleanup, { webRoot: webRootWithEditor() })
  expect(ancestorsIn(await fetch(`${server.url}/embed/handbook`))).toBe("'self'")
})

it('a name that no document has, and a server without a web app, have no page to embed', async () => {
  const server = await startTestServer(cleanup, { webRoot: webRootWithEditor() })
  expect((await fetch(`${server.url}/embed/%00`)).status).toBe(404)
  const bare = await startTestServer(cleanup, {})
  expect((await fetch(`${bare.url}/embed/handbook`)).status).toBe(404)
})

it('pages of other sites may load the editor, and nothing else of the site', async () => {
  const server = await startTestServer(cleanup, { webRoot: webRootWithEditor() })
  const open = async (path: string): Promise<string | null> =>
    (await fetch(server.url + path)).headers.get('access-control-allow-origin')
  expect(await open('/embed.js')).toBe('*')
  expect(await open('/assets/embed/stet-1a2b.js')).toBe('*')
  expect(await open('/assets/app-1a2b.js')).toBe(null)
  expect(await open('/')).toBe(null)
  const cached = await fetch(`${server.url}/assets/embed/stet-1a2b.js`)
  expect(cached.headers.get('cache-control')).toContain('immutable')
})

it.each([
  ['https://example.com', true],
  ['http://localhost:5173', true],
  ['https://*.example.com', true],
  ['http://[::1]:8080', true],
  ['*', false],
  ['https://*', false],
  ["'none'", false],
  ['https://example.com/path', false],
  ['https://a.example; script-src *', false],
  ['https://a.example https://b.example', false],
])('%s is an origin that may be named: %s', (text, fits) => {
  expect(isFrameAncestor(text)).toBe(fits)
})

it('an origin that cannot be meant is refused before anything is opened', async () => {
  const storage = createMemoryStorage()
  await expect(startTestServer(cleanup, { storage, frameAncestors: ['example.com'] })).rejects.toThrow(
    'frameAncestors: "example.com" is no origin',
  )
})
