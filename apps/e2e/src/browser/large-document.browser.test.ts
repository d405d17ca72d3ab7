// A document much longer than the window. What is out of sight is not laid out; whoever searches, selects, prints, listens
// or jumps there must not notice.
import { chromium } from 'playwright-core'
import type { Locator } from 'playwright-core'
import { beforeAll, expect, inject, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { fillDocument } from '../harness/long-document.ts'
import { useSite } from '../harness/site.ts'
import { write } from '../harness/writing.ts'

const site = useSite('large')
const blocks = 1_000
const filler =
  'This sentence is here so that the paragraph takes more than one line of the page, as most do. '
const texts = Array.from({ length: blocks }, (_, i) => `Paragraph ${i}. ${filler.repeat(1 + (i % 4))}`)
texts[blocks - 1] = 'The very last paragraph holds a needle.'

let address = ''
beforeAll(async () => {
  address = site.newAddress()
  await fillDocument(site, address, texts)
})

async function reader(name: string): Promise<Person> {
  const person = await site.writer({ name, address })
  await expect.poll(() => person.page.locator('.ProseMirror > *').count()).toBe(blocks)
  return person
}

function block({ page }: Person, index: number): Locator {
  return page.locator('.ProseMirror > *').nth(index)
}

/** Lines of text, or what is assumed while it is not laid out: three. */
function linesOf(one: Locator): Promise<number> {
  return one.evaluate(
    (element) =>
      element.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(element).lineHeight),
  )
}

function isInSight(one: Locator): Promise<boolean> {
  return one.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return bottom > 0 && top < innerHeight
  })
}

test('what is far out of sight is not laid out, and is when it comes into sight', async () => {
  const ada = await reader('Ada')
  // Four sentences: more than three lines.
  const far = block(ada, 503)
  expect(await linesOf(far)).toBeCloseTo(3, 1)
  await far.evaluate((element) => element.scrollIntoView())
  await expect.poll(() => linesOf(far)).toBeGreaterThan(3.5)
  expect(await isInSight(far)).toBe(true)
})

test('Ctrl+End goes to the end, into sight, and what is typed there stands there', async () => {
  const ada = await reader('Ada')
  await ada.page.locator('.ProseMirror > :first-child').click()
  await write(ada, '{Control+End}')
  await expect.poll(() => isInSight(block(ada, blocks - 1))).toBe(true)
  await write(ada, '!')
  await expect.poll(() => block(ada, blocks - 1).textContent()).toBe(`${texts[blocks - 1]}!`)
  await write(ada, '{Backspace}{Control+Home}')
  await expect.poll(() => isInSight(block(ada, 0))).toBe(true)
  await expect.poll(() => block(ada, blocks - 1).textContent()).toBe(texts[blocks - 1])
})

test('what is typed into new paragraphs stands in the order of the keys', async () => {
  const other = site.newAddress()
  await fillDocument(site, other, texts.slice(0, 250))
  const ada = await site.writer({ name: 'Ada', address: other })
  await expect.poll(() => ada.page.locator('.ProseMirror > *').count()).toBe(250)
  await ada.page.locator('.ProseMirror > :first-child').click()
  await write(ada, '{Control+End}{Enter}one two{Enter}three{Enter}four{Control+Home}{Enter}{ArrowUp}first')
  await expect.poll(() => block(ada, 252).textContent()).toBe('three')
  const all = await ada.page.locator('.ProseMirror > *').allTextContents()
  expect([all[0], ...all.slice(-3)]).toEqual(['first', 'one two', 'three', 'four'])
})

test('the browser finds a word at the end and shows it', async () => {
  const ada = await reader('Ada')
  await ada.page.locator('.ProseMirror > :first-child').click()
  expect(
    await ada.page.evaluate(() => (window as unknown as { find(text: string): boolean }).find('needle')),
  ).toBe(true)
  expect(await ada.page.evaluate(() => String(getSelection()))).toBe('needle')
  await expect.poll(() => isInSight(block(ada, blocks - 1))).toBe(true)
})

test('everything is selected, and copied whole', async () => {
  const ada = await reader('Ada')
  await ada.page.locator('.ProseMirror > :first-child').click()
  await write(ada, '{Control+a}')
  const copied = await ada.page.evaluate(() => {
    const data = new DataTransfer()
    const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true })
    document.querySelector('.ProseMirror')?.dispatchEvent(event)
    return data.getData('text/plain')
  })
  expect(copied.split(/\n+/).map((line) => line.trim())).toEqual(texts.map((text) => text.trim()))
})

test('a screen reader is told every paragraph', async () => {
  // Whether one runs decides what Chromium tells of what it did not lay out.
  const args = ['--no-sandbox', '--force-renderer-accessibility=screen-reader']
  const browser = await chromium.launch({ executablePath: inject('chromium'), args })
  try {
    const page = await browser.newPage()
    await page.goto(address)
    await expect.poll(() => page.locator('.ProseMirror > *').count()).toBe(blocks)
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Accessibility.enable')
    const { nodes } = await cdp.send('Accessibility.getFullAXTree')
    const told = nodes
      .filter(({ role }) => role?.value === 'StaticText')
      .map(({ name }) => String(name?.value))
    expect(texts.filter((text) => !told.some((each) => each.trim() === text.trim()))).toEqual([])
  } finally {
    await browser.close()
  }
})

test('on paper every paragraph has its height', async () => {
  const ada = await reader('Ada')
  await ada.page.emulateMedia({ media: 'print' })
  const heights = await ada.page
    .locator('.ProseMirror > *')
    .evaluateAll((all) => all.map((element) => element.getBoundingClientRect().height))
  const isHidden = await block(ada, 900).evaluate((element) => getComputedStyle(element).contentVisibility)
  expect(isHidden).toBe('visible')
  // One to four sentences are not equally high.
  expect(new Set(heights.slice(100, 104).map(Math.round)).size).toBeGreaterThan(1)
  await ada.page.emulateMedia({ media: null })
})

test('a caret of somebody far away is where they write, and their name is not cut off at the block’s edge', async () => {
  const ada = await reader('Ada')
  const ben = await reader('Ben')
  await ben.page.locator('.ProseMirror > :first-child').click()
  await write(ben, '{Control+End}')
  await write(ben, '{Home}')
  const caret = ada.page.locator('.stet-caret')
  await caret.waitFor({ state: 'attached' })
  await block(ada, blocks - 1).scrollIntoViewIfNeeded()
  await write(ben, 'x')
  const flag = ada.page.locator('.stet-caret-flag')
  await expect
    .poll(() =>
      flag.evaluate((element) => {
        // It lets the mouse through; here the mouse asks what is painted.
        element.style.pointerEvents = 'auto'
        const { left, right, top, bottom } = element.getBoundingClientRect()
        const edge = element.closest('.ProseMirror > *')?.getBoundingClientRect().top ?? 0
        const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
        return { isAboveItsBlock: top < edge, isPainted: middle === element }
      }),
    )
    .toEqual({ isAboveItsBlock: true, isPainted: true })
  await write(ben, '{Backspace}')
})
