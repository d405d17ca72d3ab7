// A Stet server's editor in the pages of another site, as the handbook shows it: by a script tag, without a bundler, and in a
// frame with messages.
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPerson, launchBrowser, openDocument, waitForText, type Person } from '../harness/browser.ts'
import { codeOf, root } from '../harness/markdown-examples.ts'
import { startStet, temporaryFolder, type StetProcess } from '../harness/stet-process.ts'

interface EmbedList {
  readonly version: string
  readonly script: Named
  readonly style: Named
  readonly integrity: Readonly<Record<string, string>>
}
interface Named {
  readonly path: string
  readonly integrity: string
}

const page = readFileSync(join(root, 'docs/embedding.md'), 'utf8')
const data = temporaryFolder('elsewhere')
const pages = new Map<string, string>()
const elsewhere = createServer((request, response) => {
  const body = pages.get(request.url ?? '')
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(body)
})
let browser: Browser
let stet: StetProcess
let port: number
let ada: Person
let ben: Person

beforeAll(async () => {
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  port = (elsewhere.address() as AddressInfo).port
  const origin = `http://127.0.0.1:${port}`
  stet = await startStet({
    data: data.path,
    args: ['--allowed-origins', origin, '--frame-ancestors', origin],
  })
  browser = await launchBrowser()
  ;[ada, ben] = await Promise.all([createPerson(browser), createPerson(browser)])
})
afterAll(async () => {
  await browser?.close()
  await stet?.stop('SIGTERM')
  elsewhere.close()
  data.remove()
})

/** A page of the other site. */
function publish(path: string, body: string): string {
  const here = body
    .replaceAll('wss://docs.example.com/sync', stet.syncUrl)
    .replaceAll('https://docs.example.com', stet.url)
  pages.set(path, `<!doctype html><html lang="en"><title>Elsewhere</title>${here}`)
  return `http://127.0.0.1:${port}${path}`
}

function blockWith(info: string, mark: string): string {
  const block = codeOf(page, info).find((code) => code.includes(mark))
  if (block === undefined) throw new Error(`The handbook has no ${info} block with ${mark}.`)
  return block
}

function inkOf({ page }: Person): Promise<string> {
  return page.locator('.stet-editor').evaluate((editor) => getComputedStyle(editor).color)
}

test('two pages without a bundler edit together, one of them with a version and hashes of its own', async () => {
  const list = (await (await fetch(`${stet.url}/embed.json`)).json()) as EmbedList
  const { script, style } = list
  const following = publish('/following', blockWith('html', '/embed.js'))
  const fixed = publish(
    '/fixed',
    `<style>:root { color-scheme: dark }</style>
     <script type="importmap">${JSON.stringify({
       integrity: Object.fromEntries(
         Object.entries(list.integrity).map(([path, hash]) => [`${stet.url}${path}`, hash]),
       ),
     })}</script>
     <link rel="stylesheet" href="${stet.url}${style.path}" integrity="${style.integrity}" crossorigin>
     <script type="module" src="${stet.url}${script.path}" integrity="${script.integrity}" crossorigin></script>
     <stet-editor url="${stet.syncUrl}" document="handbook" user-name="Ben"></stet-editor>`,
  )
  expect(Object.keys(list.integrity)).toContain(script.path)
  await Promise.all([openDocument(ada, following), openDocument(ben, fixed)])
  await ada.page.locator('.ProseMirror').click()
  await ada.page.keyboard.type('without a bundler')
  await waitForText(ben, 'without a bundler')
  expect([await inkOf(ada), await inkOf(ben)]).toEqual(['rgb(31, 30, 27)', 'rgb(236, 234, 229)'])
  expect([...ada.errors, ...ben.errors]).toEqual([])
})

test('a frame opens when its page says so, answers it, and tells it what happens', async () => {
  const script = stripTypeScriptTypes(blockWith('ts', 'stet:hello'))
  const heard = `
    const heard = []
    globalThis.heard = heard
    addEventListener('message', ({ data }) => heard.push(data))`
  const url = publish(
    '/frame',
    `${blockWith('html', '<iframe')}<script type="module">${heard}\n${script}</script>`,
  )
  const logged: string[] = []
  ada.page.on('console', (message) => void logged.push(message.text()))
  await ada.page.goto(url)
  await ada.page.frameLocator('iframe').locator('.ProseMirror h1', { hasText: 'Handbook' }).waitFor()
  await expect.poll(() => logged).toContain('# Handbook')

  const ask = (message: object): Promise<unknown> =>
    ada.page.evaluate(
      ([message, server]) => document.querySelector('iframe')?.contentWindow?.postMessage(message, server),
      [message, stet.url] as const,
    )
  const heardOf = (type: string): Promise<unknown[]> =>
    ada.page.evaluate(
      (type) =>
        (globalThis as unknown as { heard: { type: string }[] }).heard.filter((each) => each.type === type),
      type,
    )
  await ask({ type: 'stet:call', id: 'bad', method: 'constructor' })
  await expect
    .poll(() => heardOf('stet:refusal'))
    .toEqual([expect.objectContaining({ id: 'bad', message: expect.stringContaining('There is no method') })])
  await ask({ type: 'stet:call', id: 'head', method: 'command', args: ['setHeading', { level: 2 }] })
  await ada.page.frameLocator('iframe').locator('.ProseMirror h2', { hasText: 'Handbook' }).waitFor()
  await expect
    .poll(() => heardOf('stet:event'))
    .toContainEqual(
      expect.objectContaining({ event: 'status', detail: expect.objectContaining({ state: 'saved' }) }),
    )

  const sign = ada.page.frameLocator('iframe').getByRole('button', { name: 'Status: Saved' })
  await sign.waitFor()
  await sign.focus()
  await ada.page.frameLocator('iframe').getByText('All changes are saved.').waitFor()

  // The same page under another name is another site, which the operator has not named.
  await ben.page.goto(url.replace('127.0.0.1', 'localhost'))
  await expect.poll(() => ben.page.frames()[1]?.url()).toMatch(/^chrome-error:/)
})
