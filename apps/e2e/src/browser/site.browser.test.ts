// The site around the editor: the library, titles, who is here, leaving, and addresses that lead nowhere.
import { readdir, readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { violations } from '../harness/axe.ts'
import { openDocument, waitForState, type Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('site')

function overflows({ page }: Person): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
}

test('New document opens an empty one, and the library lists it with its title and who is in it', async () => {
  const ada = await site.person('Ada')
  await ada.page.goto(site.url)
  await ada.page.getByRole('button', { name: 'New document' }).click()
  await ada.page.waitForURL('**/d/*')
  await ada.page.locator('.ProseMirror').waitFor()
  // The empty page waits for words.
  await expect.poll(() => ada.page.evaluate(() => document.activeElement?.className)).toContain('ProseMirror')
  await write(ada, '# Tide tables{Enter}for the north')
  await expect.poll(() => ada.page.title()).toContain('Tide tables')
  await waitForState(ada, 'saved')

  const ben = await site.person('Ben')
  await ben.page.goto(site.url)
  const row = ben.page.getByRole('list', { name: 'Documents' }).getByRole('link', { name: /Tide tables/ })
  await row.waitFor()
  await expect(row.filter({ hasText: 'Here now: Ada' }).waitFor()).resolves.toBeUndefined()
  await row.click()
  await waitForBlocks(ben, ['# Tide tables', 'for the north'])
  await ben.page.getByRole('list', { name: 'People here' }).getByRole('button', { name: 'Ada' }).waitFor()
  await ben.page.goBack()
  await row.waitFor()
})

test('a title of its own stays over the first heading; emptied, it follows the heading again', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const title = ada.page.getByRole('textbox', { name: 'Document title' })
  await writeInto(ada, '# Heading')
  await expect.poll(() => title.inputValue()).toBe('Heading')
  await title.fill('My title')
  await write(ada, '{Enter}')
  // Enter leads into the text.
  await expect.poll(() => ada.page.evaluate(() => document.activeElement?.className)).toContain('ProseMirror')
  const ben = await site.writer({ name: 'Ben', address })
  const bens = ben.page.getByRole('textbox', { name: 'Document title' })
  await expect.poll(() => bens.inputValue()).toBe('My title')

  // While I am in the field, what others call the document does not move my caret.
  await bens.focus()
  await title.fill('Renamed')
  await expect.poll(() => ben.page.title()).toContain('Renamed')
  expect(await bens.inputValue()).toBe('My title')
  await write(ben, '{Escape}')
  await expect.poll(() => bens.inputValue()).toBe('Renamed')
  await title.fill('')
  await expect.poll(() => bens.inputValue()).toBe('Heading')
})

test('a new name and colour reach the others at once and are remembered', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ address })
  const ben = await site.writer({ name: 'Ben', address })
  await ada.page.getByRole('button', { name: /change your name/ }).click()
  await ada.page.getByRole('textbox', { name: 'Your name' }).fill('Grace')
  const people = ben.page.getByRole('list', { name: 'People here' })
  await expect.poll(() => people.getByRole('button', { name: 'Grace' }).count()).toBe(1)
  await ada.page.getByRole('radio', { name: 'Moss' }).check()
  await write(ada, '{Escape}')
  await ada.page.reload()
  await ada.page.getByRole('button', { name: 'Grace (you): change your name and colour' }).waitFor()
})

test('leaving the document while offline keeps what was written, and it is saved on return', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ address })
  await writeInto(ada, 'online, ')
  await waitForState(ada, 'saved')
  await ada.context.setOffline(true)
  await waitForState(ada, 'offline')
  await write(ada, 'offline')
  await ada.page.getByRole('link', { name: /^Stet/ }).click()
  await ada.page.getByRole('heading', { name: 'Documents' }).waitFor()
  await ada.context.setOffline(false)
  const ben = await site.writer({ address })
  await waitForBlocks(ben, ['online, offline'])
})

test('addresses that lead nowhere say so, and lead home', async () => {
  const ada = await site.person()
  const answer = await ada.page.goto(`${site.url}/nowhere/at-all`)
  expect(answer?.status()).toBe(404)
  await ada.page.getByRole('link', { name: 'All documents', exact: true }).click()
  await ada.page.getByRole('button', { name: 'New document' }).waitFor()
})

test('the handbook is a link away, reads well on a phone, and axe finds nothing', async () => {
  const ada = await site.person()
  await ada.page.goto(site.url)
  await ada.page.getByRole('link', { name: 'Handbook' }).click()
  await ada.page.getByRole('heading', { name: 'Stet, the handbook' }).waitFor()
  await ada.page.getByRole('main').getByRole('link', { name: 'Limits' }).click()
  await ada.page.getByRole('heading', { name: 'Limits', level: 1 }).waitFor()
  expect(await violations(ada)).toEqual([])
  await ada.page.setViewportSize({ width: 390, height: 800 })
  await ada.page.getByText('All pages').click()
  await ada.page.getByRole('link', { name: 'Theming' }).click()
  await ada.page.getByRole('heading', { name: 'Theming', level: 1 }).waitFor()
  expect(await overflows(ada)).toBe(false)
})

test('the theme is chosen by its button and remembered', async () => {
  const ada = await site.writer()
  const theme = () => ada.page.evaluate(() => document.documentElement.dataset['theme'] ?? 'system')
  const button = ada.page.getByRole('button', { name: /^Theme/ })
  expect(await theme()).toBe('system')
  await button.click()
  expect(await theme()).toBe('light')
  await button.click()
  expect(await theme()).toBe('dark')
  await ada.page.reload()
  expect(await theme()).toBe('dark')
  expect(await ada.page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(236, 234, 229)')
  await button.click()
  expect(await theme()).toBe('system')
})

test('nothing is wider than a phone', async () => {
  const ada = await site.person('A person with rather a long name')
  await ada.page.setViewportSize({ width: 320, height: 640 })
  await ada.page.goto(site.url)
  await ada.page.getByRole('button', { name: 'New document' }).waitFor()
  expect(await overflows(ada)).toBe(false)
  const address = site.newAddress()
  await openDocument(ada, address)
  await writeInto(
    ada,
    `# ${'Overlong'.repeat(12)}{Enter}${'word'.repeat(40)}{Enter}\`\`\`js{Enter}${'code '.repeat(30)}`,
  )
  const ben = await site.writer({ name: 'Another person with a long name', address })
  await writeInto(ben, '{Control+End}!')
  await ada.page.locator('[data-stet-caret]').waitFor({ state: 'attached' })
  // A name at the page's edge turns to the other side of its caret in the frame after it came.
  await expect.poll(() => overflows(ada)).toBe(false)
  await ada.page.getByRole('button', { name: /change your name/ }).click()
  expect(await overflows(ada)).toBe(false)
})

// All that the document page needs before the first word can be written, in kB, compressed with gzip. What
// comes after it, while one reads, is the second part of the editor and what stands around the text.
const mostScript = 180

test('the script of a document page is no more than it may be, and is sent compressed', async () => {
  const assets = new URL('../../../web/dist/assets/', import.meta.url)
  const names = (await readdir(assets)).filter((name) => /^(?:index|document-page)-.*\.js$/.test(name))
  // What they import, and so on; what is fetched later is imported by a call.
  for (const name of names) {
    const script = await readFile(new URL(name, assets), 'utf8')
    for (const [, imported = ''] of script.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g))
      if (!names.includes(imported)) names.push(imported)
  }
  expect(names.length).toBeGreaterThan(3)
  const sizes = await Promise.all(
    names.map(async (name) => gzipSync(await readFile(new URL(name, assets)), { level: 9 }).length),
  )
  expect(sizes.reduce((sum, size) => sum + size, 0) / 1000).toBeLessThanOrEqual(mostScript)

  const ada = await site.person('Ada')
  const answer = ada.page.waitForResponse(/\/assets\/document-page-.*\.js$/)
  await ada.page.goto(site.newAddress())
  expect((await answer).headers()['content-encoding']).toBe('br')
})
