// Around the text: the outline follows the page, words are counted, focus mode leaves only the text, files come in and go
// out, and people are found, followed, and missed.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { openDocument } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { blocksOf, waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('around-text')

const outlineOf = ({ page }: Person) => page.getByRole('navigation', { name: 'Outline' })
const currentIn = (person: Person) => outlineOf(person).locator('[aria-current]').textContent()

async function choose({ page }: Person, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menu').getByText(name, { exact: true }).click()
}

/** As if the tab were put behind another, or taken from there. */
async function hide({ page }: Person, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
}

test('the outline shows from two headings on, follows the page, and leads to each', async () => {
  const ada = await site.writer()
  await writeInto(ada, '# Start{Enter}words')
  await expect.poll(() => ada.page.locator('.word-count').textContent()).toBe('2 words')
  expect(await outlineOf(ada).count()).toBe(0)
  await write(ada, '{Enter}{Enter}'.repeat(20))
  await write(ada, '## Middle{Enter}')
  await write(ada, '{Enter}{Enter}'.repeat(20))
  await write(ada, '## End{Enter}last words')
  await ada.page.mouse.wheel(0, 9000)
  await expect.poll(() => currentIn(ada)).toBe('End')
  await outlineOf(ada).getByRole('button', { name: 'Middle' }).click()
  await expect.poll(() => currentIn(ada)).toBe('Middle')
  await write(ada, '!')
  await expect.poll(() => outlineOf(ada).getByRole('button', { name: 'Middle!' }).count()).toBe(1)
  // Whoever scrolls away at once has left it.
  await outlineOf(ada)
    .getByRole('button', { name: 'Middle!' })
    .evaluate((entry) => {
      ;(entry as HTMLElement).click()
      scrollTo(0, 0)
    })
  await expect.poll(() => currentIn(ada)).toBe('Start')
  await choose(ada, 'Outline')
  await outlineOf(ada).waitFor({ state: 'detached' })
  await choose(ada, 'Outline')
  await outlineOf(ada).waitFor()
})

test('what is selected is counted, in languages without spaces too', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'one two three{Shift+Control+ArrowLeft}')
  await expect.poll(() => ada.page.locator('.word-count').textContent()).toBe('1 of 3 words')
})

test('focus mode leaves only the text, and Escape brings the rest back', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'words')
  await choose(ada, 'Focus mode')
  await ada.page.getByRole('toolbar', { name: 'Formatting' }).waitFor({ state: 'hidden' })
  expect(await ada.page.getByRole('banner').count()).toBe(0)
  // The form on top is closed first.
  await write(ada, '!{Control+f}')
  await ada.page.getByRole('search').waitFor()
  await write(ada, '{Escape}')
  await ada.page.getByRole('search').waitFor({ state: 'detached' })
  expect(await ada.page.getByRole('banner').count()).toBe(0)
  await write(ada, '{Escape}')
  await ada.page.getByRole('toolbar', { name: 'Formatting' }).waitFor()
  await write(ada, '?')
  await waitForBlocks(ada, ['words!?'])
})

test('a document is saved as Markdown under its title', async () => {
  const ada = await site.writer()
  await writeInto(ada, '# To do{Enter}[x] write **this**')
  await waitForBlocks(ada, ['# To do', '[x] write <b>this</b>'])
  const saving = ada.page.waitForEvent('download')
  await choose(ada, 'Markdown')
  const download = await saving
  expect(download.suggestedFilename()).toBe('To do.md')
  expect(await readFile(await download.path(), 'utf8')).toBe('# To do\n\n- [x] write **this**\n')
})

test('files come in at the caret, as one step, and what is none is told', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'before{Enter}')
  const bring = (name: string, mimeType: string, text: string) =>
    ada.page.getByLabel('File to import').setInputFiles({ name, mimeType, buffer: Buffer.from(text) })
  await bring('a.md', 'text/markdown', '# From a file\n\n- one\n- two\n')
  await waitForBlocks(ada, ['before', '# From a file', '- one', '- two'])
  await bring(
    'b.html',
    'text/html',
    '<title>x</title><h2>Page</h2><p onclick="x()">and <b>bold</b><script>1</script></p>',
  )
  await waitForBlocks(ada, ['before', '# From a file', '- one', '- two', '## Page', 'and <b>bold</b>'])
  await ada.page.locator('.ProseMirror').focus()
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['before', '# From a file', '- one', '- two'])
  await write(ada, '{Control+z}')
  await expect.poll(() => blocksOf(ada)).toEqual(['before', ''])
  await bring('c.zip', 'application/zip', 'x')
  await ada.page.getByText('“c.zip” cannot be read here').waitFor()
})

test('a file is dropped where the pointer is, also beside the text, and is never opened in place of the page', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'first{Enter}second')
  const drop = (on: string, name: string, type: string) =>
    ada.page.locator(on).evaluate(
      (element, { name, type }) => {
        const files = new DataTransfer()
        files.items.add(new File(['dropped\nlines'], name, { type }))
        const box = document.querySelector('.ProseMirror > :first-child')?.getBoundingClientRect()
        const place = { clientX: (box?.left ?? 0) + 2, clientY: (box?.bottom ?? 0) - 2 }
        const event = { ...place, bubbles: true, cancelable: true, dataTransfer: files }
        // What is left to the browser it opens.
        const isOpened = (kind: string) => element.dispatchEvent(new DragEvent(kind, event))
        return { over: isOpened('dragover'), drop: isOpened('drop') }
      },
      { name, type },
    )
  await drop('.ProseMirror', 'notes.txt', 'text/plain')
  await expect
    .poll(async () => new Set(await blocksOf(ada)))
    .toEqual(new Set(['first', 'dropped', 'lines', 'second']))
  expect((await blocksOf(ada)).at(-1)).toBe('second')
  expect(await drop('.site-header', 'more.txt', 'text/plain')).toEqual({ over: false, drop: false })
  await expect.poll(async () => (await blocksOf(ada)).length).toBe(6)
  expect((await drop('.ProseMirror', 'c.zip', 'application/zip')).drop).toBe(false)
  await ada.page.getByText('“c.zip” cannot be read here').waitFor()
})

test('a collaborator is followed until I do something myself', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, `start${'{Enter}line'.repeat(60)}{Enter}end`)
  const ben = await site.writer({ name: 'Ben', address })
  await ben.page.getByText('end').waitFor()
  await ben.page.locator('.ProseMirror > :first-child').click()
  await ada.page.getByRole('button', { name: 'Ben' }).click()
  await ada.page.getByRole('button', { name: 'Follow Ben' }).click()
  await ada.page.getByText('Following Ben').waitFor()
  const isAtTop = () => ada.page.evaluate(() => scrollY < 200)
  await expect.poll(isAtTop).toBe(true)
  await write(ben, 'x{Control+End}!')
  await expect.poll(isAtTop).toBe(false)
  await ada.page.mouse.wheel(0, -100)
  await ada.page.getByText('Following Ben').waitFor({ state: 'detached' })
})

test('what others changed in sight while the page was hidden is told when one is back', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, 'shared words')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForBlocks(ben, ['shared words'])
  await hide(ada, true)
  await writeInto(ben, ' and mine')
  await waitForBlocks(ada, ['shared words and mine'])
  await hide(ada, false)
  await ada.page.getByText('Ben changed this while you were away.').waitFor()
  await ada.page.getByRole('button', { name: 'Show' }).click()
  await ada.page.getByText('while you were away').waitFor({ state: 'detached' })
  // Nothing happened this time.
  await hide(ada, true)
  await hide(ada, false)
  expect(await ada.page.getByText('while you were away').count()).toBe(0)
})

test('who gives no sign of life for a minute is shown as idle, until they do', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.person('Ben')
  await ben.page.clock.install()
  await openDocument(ben, address)
  await ada.page.getByRole('button', { name: 'Ben', exact: true }).waitFor()
  await ben.page.clock.runFor(61_000)
  await ada.page.getByRole('button', { name: 'Ben, idle' }).waitFor()
  await ben.page.mouse.move(300, 300)
  await expect.poll(() => ada.page.getByRole('button', { name: 'Ben', exact: true }).count()).toBe(1)
})

test('the status says what is on the server and what is on this device', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'words')
  const detail = ada.page.locator('.status-sentence')
  await expect.poll(() => detail.textContent()).toMatch(/On the server: everything; last saved at \d/)
  expect(await detail.textContent()).toContain('On this device: a copy of everything.')
})
