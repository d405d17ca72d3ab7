// `pnpm screens`: pictures of what people see, made from the running product, into docs/screens/. Look at them after
// every change of the looks: ugly is a bug.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { findChromium } from './harness/chromium.ts'
import { createPerson, launchBrowser, openDocument, waitForText, type Person } from './harness/browser.ts'
import { startStet, temporaryFolder } from './harness/stet-process.ts'

const folder = fileURLToPath(new URL('../../../docs/screens/', import.meta.url))
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }
const schemes = ['light', 'dark'] as const

const chromium = findChromium()
if (chromium === undefined)
  throw new Error('The pictures need Chromium: install it, or set CHROMIUM to its path.')
mkdirSync(folder, { recursive: true })
const data = temporaryFolder('screens')
const server = await startStet({ data: data.path })
const browser = await launchBrowser(chromium)
try {
  await shoot(browser, 'empty-library', '/')
  await writeTogether(browser)
} finally {
  await browser.close()
  await server.stop('SIGTERM')
  data.remove()
}

async function writeTogether(browser: Browser): Promise<void> {
  const url = `${server.url}/d/field-notes`
  const ada = await createPerson(browser, { name: 'Ada' })
  const ben = await createPerson(browser, { name: 'Ben' })
  await openDocument(ada, url)
  await shootEach(ada, 'empty-document')
  await write(ada)
  await openDocument(ben, url)
  await waitForText(ben, 'bring the second map')
  await ben.page.locator('.ProseMirror p', { hasText: 'Nobody had walked' }).click()
  await ben.page.keyboard.press('End')
  await ben.page.keyboard.type(' Until now.')
  await waitForText(ada, 'Until now.')
  await ada.page.locator('[data-stet-caret]').first().waitFor({ state: 'attached' })
  await ada.page.locator('[data-stet-status="saved"]').first().waitFor()
  await shootEach(ada, 'document')
  await ada.page.goto(server.url)
  await ada.page.getByText('Field notes').first().waitFor()
  await shootEach(ada, 'library')
  await ada.context.close()
  await ben.context.close()
}

async function write({ page }: Person): Promise<void> {
  const { keyboard } = page
  await page.locator('.ProseMirror').click()
  await keyboard.type('# Field notes')
  await keyboard.press('Enter')
  await keyboard.type('Nobody had walked the northern shore since the lighthouse closed. ')
  await keyboard.type('We wrote down what we saw, **together**, and *let it stand*.')
  await keyboard.press('Enter')
  await keyboard.type('## What to carry')
  await keyboard.press('Enter')
  await keyboard.type('- rope, two lengths')
  await keyboard.press('Enter')
  await keyboard.type('water')
  await keyboard.press('Enter')
  await keyboard.press('Tab')
  await keyboard.type('three litres each')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  await keyboard.type('[ ] bring the second map')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  await keyboard.type('> The sea keeps no minutes.')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  await keyboard.type('Tide tables: `tide --port north --days 3`')
}

async function shoot(browser: Browser, name: string, path: string): Promise<void> {
  const person = await createPerson(browser, { name: 'Ada' })
  await person.page.goto(`${server.url}${path}`)
  await person.page
    .getByRole('button', { name: /new document/i })
    .first()
    .waitFor()
  await shootEach(person, name)
  await person.context.close()
}

async function shootEach({ page }: Person, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport)
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme })
      const suffix = size === 'desktop' ? scheme : `${size}-${scheme}`
      await page.screenshot({ path: `${folder}${name}-${suffix}.png` })
    }
  }
  await page.setViewportSize(sizes.desktop)
}
