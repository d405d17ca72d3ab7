// A plain y-prosemirror 1.3.7 page with a stock y-websocket provider edits one document together with our editor.
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPerson, launchBrowser, openDocument, waitForText, type Person } from '../harness/browser.ts'
import { startStet, temporaryFolder, type StetProcess } from '../harness/stet-process.ts'

let browser: Browser
let server: StetProcess
const data = temporaryFolder('stock-page')
const site = temporaryFolder('stock-page-site')

beforeAll(async () => {
  // The stock page stands beside the site, so that its socket is of the same origin.
  await cp(fileURLToPath(new URL('../../../web/dist', import.meta.url)), site.path, { recursive: true })
  await build({
    root: fileURLToPath(new URL('../stock-page', import.meta.url)),
    base: '/stock/',
    logLevel: 'error',
    build: { outDir: join(site.path, 'stock'), emptyOutDir: true },
  })
  browser = await launchBrowser()
  server = await startStet({ data: data.path, args: ['--web-root', site.path] })
})

afterAll(async () => {
  await browser?.close()
  await server?.stop('SIGTERM')
  data.remove()
  site.remove()
})

async function openStockPage(person: Person, document: string): Promise<Page> {
  await person.page.goto(`${server.url}/stock/index.html#${document}`)
  await person.page.locator('.ProseMirror').waitFor()
  return person.page
}

test('typing, kinds and carets pass between a stock editor and ours', async () => {
  const ours = await createPerson(browser, { name: 'Ours' })
  const stock = await createPerson(browser)
  await openDocument(ours, `${server.url}/d/mixed`)
  await ours.page.locator('.ProseMirror').click()
  await ours.page.keyboard.type('# From our editor')
  await ours.page.keyboard.press('Enter')
  await ours.page.keyboard.type('- one')
  await ours.page.keyboard.press('Enter')
  await ours.page.keyboard.type('two')

  const page = await openStockPage(stock, 'mixed')
  await waitForText(stock, 'From our editor')
  await page.locator('.ProseMirror h1', { hasText: 'From our editor' }).waitFor()
  await page.locator('.ProseMirror').click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' and a half')
  await waitForText(ours, 'two and a half')
  await ours.page.locator('.ProseMirror h1', { hasText: 'From our editor' }).waitFor()
  await ours.page.locator('[data-stet-caret]', { hasText: 'Stock' }).waitFor({ state: 'attached' })
  await page.locator('.ProseMirror-yjs-cursor', { hasText: 'Ours' }).waitFor({ state: 'attached' })

  await ours.page.keyboard.type(', three')
  await waitForText(stock, ', three')
  expect(ours.errors).toEqual([])
  await ours.context.close()
  await stock.context.close()
})
