// Every example, built as it would be published and opened in one Chromium: two people write in it together, under a strict
// content policy.
import type { Browser } from 'playwright-core'
import { exampleNames, serveExamples } from '@stet/examples/serve'
import type { Served } from '@stet/examples/serve'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createPerson, launchBrowser, waitForText, waitUntilEqual, type Person } from '../harness/browser.ts'
import { temporaryFolder } from '../harness/stet-process.ts'

const built = temporaryFolder('examples')
let browser: Browser
let served: Served
const people: Person[] = []

beforeAll(async () => {
  const [started, launched] = await Promise.all([
    serveExamples({ port: 0, outDir: built.path }),
    launchBrowser(),
  ])
  served = started
  browser = launched
})
afterEach(async () => {
  const leaving = people.splice(0)
  const errors = leaving.flatMap((person) => person.errors)
  await Promise.all(leaving.map((person) => person.context.close()))
  expect(errors, 'no page reported an error').toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await served?.close()
  built.remove()
})

/** Somebody on the page of an example, in a browser of their own. */
async function visit(path: string): Promise<Person> {
  const person = await createPerson(browser)
  people.push(person)
  await person.page.goto(`${served.url}/${path}`)
  await person.page.locator('.ProseMirror').waitFor()
  return person
}

async function typeHere({ page }: Person, text: string): Promise<void> {
  await page.locator('.ProseMirror[contenteditable="true"]').click()
  await page.keyboard.type(text)
}

test.each(exampleNames.filter((name) => name !== 'token'))('%s: two people write together', async (name) => {
  const [one, two] = await Promise.all([visit(`${name}/`), visit(`${name}/`)])
  await typeHere(one, 'Flour and ')
  await waitForText(two, 'Flour and')
  await typeHere(two, 'water')
  await waitForText(one, 'water')
  expect(await waitUntilEqual(one, two)).toContain('Flour and')
})

test('vanilla: the page says when all is saved', async () => {
  const { page } = await visit('vanilla/')
  await page.getByText('All changes are saved.').waitFor()
  expect(await page.locator('[data-stet-status="saved"]').count()).toBe(1)
})

test('custom-theme: rules of the page win over those of the editor', async () => {
  const { page } = await visit('custom-theme/')
  const look = await page
    .locator('.ProseMirror p')
    .first()
    .evaluate((element) => ({
      font: getComputedStyle(element).fontFamily,
      initial: getComputedStyle(element, '::first-letter').float,
    }))
  expect(look).toEqual({ font: expect.stringContaining('Georgia'), initial: 'left' })
})

test('element: a form sends the text as Markdown', async () => {
  const person = await visit('element/')
  await typeHere(person, 'and salt')
  await person.page.getByRole('button', { name: 'Send' }).click()
  await expect.poll(() => person.page.locator('output').textContent()).toContain('and salt')
})

test("own-interface: the page's own buttons work, and a reader sees what is written", async () => {
  const person = await visit('own-interface/')
  const { page } = person
  const button = (name: string) => page.getByRole('button', { name })
  await button('Bold').click()
  await page.keyboard.type('salt')
  await page.locator('#editor strong', { hasText: 'salt' }).waitFor()
  await button('Table').click()
  await page.keyboard.type('cell')
  await page.locator('#editor td, #editor th').filter({ hasText: 'cell' }).waitFor()
  await button('Read').click()
  await page.locator('#reader strong', { hasText: 'salt' }).waitFor()
  await page.locator('#reader .stet-table').getByText('cell').waitFor()
  await button('Read').click()
  expect(await page.locator('#editor .ProseMirror').isVisible()).toBe(true)
})

test('custom-feature: what is typed between bars becomes a spoiler', async () => {
  const person = await visit('custom-feature/')
  await typeHere(person, ' ||Rosebud||')
  await person.page.locator('.spoiler', { hasText: 'Rosebud' }).waitFor()
  expect(await person.page.locator('.spoiler').textContent()).toBe('Rosebud')
})

test('token: Ann writes under her name, a guest only reads', async () => {
  const [ann, guest] = await Promise.all([visit('token/'), visit('token/?as=guest')])
  await typeHere(ann, 'For all to read')
  await waitForText(guest, 'For all to read')
  await guest.page.locator('.ProseMirror[contenteditable="false"]').waitFor()
  await guest.page.getByText('You can read this document but not change it.').waitFor()
  await guest.page.locator('[data-stet-caret]', { hasText: 'Ann' }).waitFor({ state: 'attached' })
  expect(guest.errors).toEqual([])
})
