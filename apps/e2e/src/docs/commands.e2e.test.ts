// Every command of the handbook is run as it stands there, page by page, in the order of the page.
import { mkdirSync, readFileSync } from 'node:fs'
import { request } from 'node:https'
import { basename, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { runToEnd, startServing } from '../harness/command-run.ts'
import { commandsOf, readCommand, root } from '../harness/markdown-examples.ts'
import { startStet, temporaryFolder } from '../harness/stet-process.ts'
import { pages, textOf } from './pages.ts'

const folder = temporaryFolder('commands')
afterAll(() => folder.remove())

const adminSecret = 'at-least-32-bytes-that-nobody-guesses'

/** What the page's commands do: serve until they are stopped, ask over HTTP, or their work. */
function linesOf(page: string, kind: 'serves' | 'asks' | 'works'): readonly string[] {
  return commandsOf(textOf(page)).filter((line) => {
    if (/\bnpm start\b|pnpm@12 examples/.test(line)) return kind === 'serves'
    return kind === (line.startsWith('curl ') ? 'asks' : 'works')
  })
}
const pagesThat = (kind: 'serves' | 'asks' | 'works') =>
  pages.filter((page) => linesOf(page, kind).length > 0)

it.each(pagesThat('serves'))('%s: what serves, serves', async (page) => {
  for (const line of linesOf(page, 'serves')) {
    const serving = await startServing(line, optionsFor(page))
    expect([line, await healthOf(serving.url)]).toEqual([line, 200])
    // Vite ends itself with the number of the signal.
    expect([0, 143]).toContain(await serving.stop())
  }
})

it.each(pagesThat('works'))('%s: what works to its end says that all is well', async (page) => {
  const options = optionsFor(page)
  // Somebody has written something before there is a backup.
  const server = await startStet({ data: options.variables.STET_DATA })
  await fetch(`${server.url}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{ "title": "Before" }',
  })
  await server.stop('SIGTERM')
  for (const line of linesOf(page, 'works')) {
    const { code, output } = await runToEnd(line, options)
    expect([line, code, output]).toEqual([line, 0, expect.any(String)])
  }
})

it('what asks over HTTP is answered', async () => {
  const server = await startStet({
    data: join(folder.path, 'http'),
    env: { STET_ADMIN_SECRET: adminSecret },
  })
  for (const line of pagesThat('asks')
    .toReversed()
    .flatMap((page) => linesOf(page, 'asks'))) {
    const { url, init } = readCurl(line)
    const response = await fetch(url.replace('http://127.0.0.1:8080', server.url), init)
    expect([line, response.ok, await response.text()]).toEqual([line, true, expect.any(String)])
  }
  expect(await server.stop('SIGTERM')).toBe(0)
})

/** Folders of its own for each page, also where its commands do not name one. */
function optionsFor(page: string) {
  const own = join(folder.path, basename(page, '.md'))
  mkdirSync(join(own, 'backups'), { recursive: true })
  const data = join(own, 'data')
  const certificates = join(root, 'packages/server/src/testing/fixtures/tls')
  return {
    paths: {
      '/var/lib/stet': data,
      '/var/backups': join(own, 'backups'),
      '/etc/stet/fullchain.pem': join(certificates, 'first.cert.pem'),
      '/etc/stet/privkey.pem': join(certificates, 'first.key.pem'),
    },
    variables: { STET_DATA: data },
  }
}

/** The status of its health check; nobody vouches for the certificate of the tests. */
async function healthOf(url: string): Promise<number | undefined> {
  if (url.startsWith('http:')) return (await fetch(`${url}/healthz`)).status
  return new Promise((resolve, reject) => {
    const asking = request(`${url}/healthz`, { rejectUnauthorized: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asking.on('error', reject).end()
  })
}

/** A command of curl as a request. */
function readCurl(line: string): { readonly url: string; readonly init: RequestInit } {
  const { words } = readCommand(line, { STET_ADMIN_SECRET: adminSecret })
  const headers: Record<string, string> = {}
  const init: RequestInit = { headers }
  let url = ''
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? ''
    const next = (): string => words[(index += 1)] ?? ''
    switch (word) {
      case '-X':
        init.method = next()
        break
      case '-H': {
        const [name = '', value = ''] = next().split(': ')
        headers[name] = value
        break
      }
      case '-d':
        init.body = next()
        break
      case '--data-binary':
        init.body = new Uint8Array(readFileSync(join(root, next().replace('@', ''))))
        break
      default:
        url = word
    }
  }
  return { url, init }
}
