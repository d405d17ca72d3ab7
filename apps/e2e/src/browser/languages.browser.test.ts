// The site and the editor in other languages: nothing is left in English, nothing is cut off where words are longer, and in
// Arabic everything stands on the other side.
import { expect, test } from 'vitest'
import { violations } from '../harness/axe.ts'
import type { Person } from '../harness/browser.ts'
import { openDocument } from '../harness/browser.ts'
import { inEachMenu } from '../harness/menus.ts'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('languages')

async function speaker(language: string): Promise<Person> {
  const person = await site.person('Ada')
  await person.context.addInitScript((tag) => {
    // Not over what is chosen later.
    if (localStorage.getItem('stet.language') === null) localStorage.setItem('stet.language', tag)
  }, language)
  await person.page.emulateMedia({ reducedMotion: 'reduce' })
  return person
}

/** What is said on the page, or to a screen reader, that comes from no table: in `en-XA` the tables' words are in brackets. */
function foreignWords({ page }: Person): Promise<string[]> {
  return page.evaluate(() => {
    // What people wrote, names of languages and of keys, and the product's own.
    const theirs =
      '.ProseMirror > *, main > h1.visually-hidden, kbd, .stet-option-hint, .stet-keys, .mark, option[lang], title, script, style, noscript'
    const said: string[] = []
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest(theirs)) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'data-tip', 'alt', 'aria-placeholder'])
        said.push(element.getAttribute(name) ?? '')
      for (const node of element.childNodes) {
        if (node instanceof Text) said.push(node.data)
      }
    }
    // Words stand in words: the innermost first.
    const bare = (words: string): string => {
      const less = words.replaceAll(/\[[^[\]]*\]|\([^()]*\+[^()]*\)/g, '')
      return less === words ? words.trim() : bare(less)
    }
    const rest = said.map(bare)
    return [...new Set(rest.filter((words) => /[a-z]{3}/.test(words) && words !== 'Stet'))]
  })
}

/** Words that do not fit into what holds them. */
function cutOff({ page }: Person): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the window')
    for (const element of document.body.querySelectorAll<HTMLElement>(
      'button, label, option, [role], p, h1',
    )) {
      if (element.closest('.visually-hidden, .stet-toolbar, .ProseMirror') || !element.checkVisibility())
        continue
      const { overflowX, clipPath } = getComputedStyle(element)
      if (overflowX === 'visible' || overflowX === 'auto' || clipPath !== 'none') continue
      if (element.scrollWidth > element.clientWidth + 1) found.push(element.textContent)
    }
    return found
  })
}

async function nothingEnglish(person: Person): Promise<void> {
  expect(await foreignWords(person)).toEqual([])
  expect(await cutOff(person)).toEqual([])
}

test('no word of the site or of a menu is outside of the tables, and longer words have room', async () => {
  const ada = await speaker('en-XA')
  const { page } = ada
  await page.goto(site.url)
  await page.locator('.new-document button').waitFor()
  await nothingEnglish(ada)
  await page.locator('.avatar-button').click()
  await page.getByRole('dialog').waitFor()
  await nothingEnglish(ada)
  await page.goto(`${site.url}/nowhere`)
  await page.getByRole('heading').waitFor()
  expect((await foreignWords(ada)).filter((words) => !words.includes(']') && words !== '/nowhere')).toEqual(
    [],
  )

  await openDocument(ada, site.newAddress())
  await writeInto(ada, 'words{Enter}')
  await nothingEnglish(ada)
  await inEachMenu(ada, () => nothingEnglish(ada))
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await cutOff(ada)).toEqual([])
})

test('Arabic stands on the right, with its toolbar, its blocks and its handle, and axe finds nothing', async () => {
  const ada = await speaker('ar')
  const { page } = ada
  await openDocument(ada, site.newAddress())
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await page.locator('html').getAttribute('lang')).toBe('ar')
  await writeInto(ada, 'مرحبا{Enter}left{Enter}')
  const direction = (block: number) =>
    page.locator(`.ProseMirror > :nth-child(${block})`).evaluate((node) => getComputedStyle(node).direction)
  await expect.poll(() => Promise.all([direction(1), direction(2)])).toEqual(['rtl', 'ltr'])
  const tools = page.locator('.stet-toolbar .stet-tool')
  const [first, second] = [await tools.nth(0).boundingBox(), await tools.nth(1).boundingBox()]
  expect(first?.x).toBeGreaterThan(second?.x ?? Number.POSITIVE_INFINITY)
  await write(ada, '{Alt+F10}{ArrowLeft}')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-stet-tool'))).toBe('toggleBold')
  await write(ada, '{Escape}')
  await page.locator('.ProseMirror > :first-child').hover()
  const handle = page.locator('.stet-block-handle')
  await handle.waitFor()
  const text = await page.locator('.ProseMirror > :first-child').boundingBox()
  expect((await handle.boundingBox())?.x).toBeGreaterThanOrEqual((text?.x ?? 0) + (text?.width ?? 0))
  expect(await cutOff(ada)).toEqual([])
  expect(await violations(ada)).toEqual([])
})

test('an Arabic block in an English document is written from the right, for everyone, and stays so in the next line', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, 'left{Enter}- مرحبا{Enter}')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForBlocks(ben, ['left', '- مرحبا', '- '])
  for (const person of [ada, ben]) {
    const directions = await person.page
      .locator('.ProseMirror > [data-kind]')
      .evaluateAll((blocks) => blocks.map((block) => getComputedStyle(block).direction))
    expect(directions).toEqual(['ltr', 'rtl', 'rtl'])
  }
})

test('another language is chosen in the page, which speaks it at once and after a reload, with the text kept', async () => {
  const ada = await site.person('Ada')
  const { page } = ada
  await openDocument(ada, site.newAddress())
  await writeInto(ada, 'words')
  await page.locator('[data-stet-status="saved"]').first().waitFor()
  await page.getByRole('button', { name: /change your name/ }).click()
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch')
  await page.getByRole('button', { name: 'Fett' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  await waitForBlocks(ada, ['words'])
  await page.reload()
  await page.getByRole('button', { name: 'Fett' }).waitFor()
  await page.getByRole('button', { name: 'Status: Gespeichert' }).waitFor()
})
