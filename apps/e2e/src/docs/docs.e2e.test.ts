// The handbook is true: its TypeScript compiles, its configuration is one the program takes, its links lead somewhere, and
// what is made from the code is what the code says. Its commands are run in commands.e2e.test.ts.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { parseDocumentName } from '@stet/protocol'
import { createJwtAccess, createWebhookAccess, mintToken } from '@stet/server'
import { afterAll, expect, it } from 'vitest'
import { runToEnd } from '../harness/command-run.ts'
import { codeBlocks, codeOf, linksOf, root, typeCheck } from '../harness/markdown-examples.ts'
import { startStet, temporaryFolder } from '../harness/stet-process.ts'
import { slug } from './api-reference.ts'
import { outdatedPages } from './made-pages.ts'
import { docs, pages, textOf } from './pages.ts'

const folder = temporaryFolder('docs')
afterAll(() => folder.remove())

it('the pages that are made from the code are current: `npx pnpm@12 handbook` writes them', () => {
  expect(outdatedPages()).toEqual([])
})

it('every page is in the list of pages, and every link of a page leads to a file and a heading', () => {
  const all = [...pages, ...readdirSync(join(docs, 'api')).map((name) => `api/${name}`)]
  const wrong = all.flatMap((page) =>
    linksOf(textOf(page)).flatMap((target) => {
      const [path = '', fragment] = target.split('#')
      const file = path === '' ? join(docs, page) : join(docs, dirname(page), path)
      if (!existsSync(file)) return [`${page}: ${target}`]
      if (fragment === undefined) return []
      const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
        slug(text),
      )
      return headings.includes(fragment) ? [] : [`${page}: ${target}`]
    }),
  )
  expect(wrong).toEqual([])
  const listed = linksOf(textOf('README.md'))
  expect(pages.filter((page) => page !== 'README.md' && !listed.includes(page))).toEqual([])
})

it('on the site, every page of the handbook is built and every link leads to a page and a heading', () => {
  const dist = join(root, 'apps/web/dist')
  const addresses = [
    '/docs',
    ...readdirSync(join(dist, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.html'))
      .map((path) => `/docs/${path.replace('.html', '')}`),
  ]
  const read = (address: string): string => readFileSync(join(dist, `${address}.html`), 'utf8')
  expect(addresses.length).toBeGreaterThan(pages.length)
  const wrong = addresses.flatMap((from) =>
    [...read(from).matchAll(/ href="(\/docs[^"]*|#[^"]+)"/g)].flatMap(([, href = '']) => {
      const [path = '', fragment] = href.split('#')
      const to = path === '' ? from : path
      const isThere =
        addresses.includes(to) && (fragment === undefined || read(to).includes(` id="${fragment}"`))
      return isThere ? [] : [`${from}: ${href}`]
    }),
  )
  expect(wrong).toEqual([])
})

it('every block of code is of a kind that a test looks at', () => {
  const known = new Set([
    'sh',
    'ts',
    'tsx',
    'html',
    'css',
    'json',
    'json token',
    'json webhook',
    'json embed',
    'text',
  ])
  const infos = pages.flatMap((page) => codeBlocks(textOf(page)).map(({ info }) => info))
  expect(infos.filter((info) => !known.has(info))).toEqual([])
})

it('the TypeScript of the handbook compiles, as its readers would compile it', () => {
  const examples = pages.flatMap((page) =>
    ['ts', 'tsx'].flatMap((kind) =>
      codeOf(textOf(page), kind).map(
        (code, index) => [`${basename(page, '.md')}-${index}.${kind}`, code] as const,
      ),
    ),
  )
  expect(examples.length).toBeGreaterThan(15)
  expect(typeCheck('docs', new Map(examples))).toBe('')
})

it('every configuration file of the handbook is one the program takes', async () => {
  const files = pages.flatMap((page) => codeOf(textOf(page), 'json'))
  expect(files.length).toBeGreaterThan(1)
  for (const [index, text] of files.entries()) {
    const path = join(folder.path, `stet-${index}.config.json`)
    writeFileSync(path, text)
    const { code, output } = await runToEnd(`npx pnpm@12 stet config --config ${path} --json`, { paths: {} })
    expect([code, output]).toEqual([0, expect.stringContaining('"settings"')])
  }
})

it('the token of the handbook opens what the page says', async () => {
  const secret = 'at-least-32-bytes-that-nobody-guesses'
  const [text = '{}'] = codeOf(textOf('access.md'), 'json token')
  const { iss, aud, sub, name, documents } = JSON.parse(text)
  const now = Date.now()
  const token = await mintToken({
    secret,
    issuer: iss,
    audience: aud,
    subject: sub,
    name,
    documents,
    issuedAt: now,
    expiresAt: now + 60_000,
  })
  const authorize = createJwtAccess({ issuer: iss, audience: aud, secret })
  const ask = (document: string) =>
    authorize({ document: parseDocumentName(document), token, address: '127.0.0.1' })
  expect(await ask('handbook')).toMatchObject({ kind: 'allow', principal: sub, name, role: 'write' })
  expect(await ask('team-a')).toMatchObject({ kind: 'allow', role: 'read' })
  expect(await ask('other')).toMatchObject({ kind: 'deny' })
})

it('a webhook is asked and may answer as the handbook says', async () => {
  const [question = '{}', answer = '{}'] = codeOf(textOf('access.md'), 'json webhook')
  const asked = Promise.withResolvers<unknown>()
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      asked.resolve(JSON.parse(body))
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const request = JSON.parse(question)
  const url = new URL(`http://127.0.0.1:${port}/`)
  const decision = await createWebhookAccess({ url, now: () => 0 })({
    ...request,
    document: parseDocumentName(request.document),
  })
  server.close()
  expect(await asked.promise).toEqual(request)
  expect(decision).toMatchObject({ kind: 'allow', ...JSON.parse(answer) })
})

it('the tokens of the theming page are those of the editor', () => {
  const css = readFileSync(join(root, 'packages/editor/src/tokens.css'), 'utf8')
  const defined = new Set([...css.matchAll(/^\s*(--stet-[\w-]+):/gm)].map(([, name = '']) => name))
  const page = textOf('theming.md')
  const [table = '', unset = ''] = page.split('## All tokens')[1]?.split('Not set by default') ?? []
  expect([...tokensIn(table)].sort()).toEqual([...defined].sort())
  const styles = readdirSync(join(root, 'packages/editor/src/styles')).map((name) =>
    readFileSync(join(root, 'packages/editor/src/styles', name), 'utf8'),
  )
  for (const name of tokensIn(unset)) expect(styles.some((text) => text.includes(`var(${name},`))).toBe(true)
  for (const css of codeOf(page, 'css')) {
    const used = [...css.matchAll(/--stet-[\w-]+/g)].map(([name]) => name)
    expect(used.filter((name) => !defined.has(name))).toEqual([])
  }
})

it('every metric that the handbook names is one the server has', async () => {
  const server = await startStet({ data: join(folder.path, 'metrics') })
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  await server.stop('SIGTERM')
  const named = [...textOf('operations.md').matchAll(/`(stet_\w+)`/g)].map(([, name = '']) => name)
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((name) => !metrics.includes(`# TYPE ${name} `))).toEqual([])
})

function tokensIn(text: string): Set<string> {
  return new Set([...text.matchAll(/`(--stet-[\w-]+)`/g)].map(([, name = '']) => name))
}
