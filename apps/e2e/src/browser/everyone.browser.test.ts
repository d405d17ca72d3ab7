// With the keyboard alone, with a finger, enlarged, without motion, and in the system's own colours.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { violations } from '../harness/axe.ts'
import { launchBrowser, openDocument, type Person } from '../harness/browser.ts'
import { inEachMenu } from '../harness/menus.ts'
import { useSite } from '../harness/site.ts'
import { blocksOf, waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('everyone')

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
  })
}

/** Presses Tab until this has the focus, as somebody without a mouse would. */
async function tabTo({ page }: Person, name: string): Promise<void> {
  const passed: string[] = []
  for (let stop = 0; stop < 25; stop++) {
    await page.keyboard.press('Tab')
    const at = await focused(page)
    if (at === name) return
    passed.push(at)
  }
  throw new Error(`Tab never came to "${name}", only to: ${passed.join(', ')}`)
}

test('from the library to a formatted document with the keyboard alone', async () => {
  const ada = await site.person('Ada')
  const { page } = ada
  await page.goto(site.url)
  await page.getByRole('button', { name: 'New document' }).waitFor()
  await tabTo(ada, 'New document')
  await write(ada, '{Enter}')
  await page.locator('.ProseMirror:focus').waitFor()
  await write(ada, 'Plan{Alt+Shift+ArrowUp}')
  await write(ada, '{Control+Alt+1}{Enter}some words')
  await write(ada, '{Shift+Control+ArrowLeft}{Alt+F10}{ArrowRight}{Enter}{Escape}{End}{Enter}')
  await write(ada, '/bullet{Enter}rope{Enter}water{Tab}{Enter}{Shift+Tab}{Enter}')
  await waitForBlocks(ada, ['# Plan', 'some <b>words</b>', '- rope', '  - water', ''])
  await write(ada, '/table{Enter}tide{Tab}time{Shift+Tab}low')
  await expect.poll(() => page.locator('.ProseMirror td, .ProseMirror th').allInnerTexts()).toContain('low')
  expect(await page.locator('.ProseMirror tr').count()).toBeGreaterThanOrEqual(2)
  await write(ada, '{Control+Enter}')
  // Out of the text and in again, without a trap.
  await write(ada, '{Escape}{Shift+Tab}')
  expect(await page.evaluate(() => document.activeElement?.closest('.ProseMirror'))).toBeNull()
  await tabTo(ada, 'Document')
  await write(ada, 'end')
  await expect.poll(() => blocksOf(ada)).toContain('end')
  await write(ada, '{Shift+Tab}')
  await tabTo(ada, 'Document')
})

test('axe finds nothing while a menu is open', async () => {
  const ada = await site.writer()
  await writeInto(ada, '# Head{Enter}words{Enter}')
  await inEachMenu(ada, async (opened) => {
    expect({ opened, found: await violations(ada) }).toEqual({ opened, found: [] })
  })
})

test('at twice the size nothing leaves the page and everything is still there', async () => {
  const ada = await site.writer()
  const { page } = ada
  await page.setViewportSize({ width: 640, height: 400 })
  await writeInto(ada, '# Head{Enter}words')
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  for (const name of ['Bold', 'Copy link'])
    expect(await page.getByRole('button', { name, exact: true }).isVisible()).toBe(true)
  await write(ada, '{Enter}/')
  // It comes with a movement of a few pixels.
  const edges = async (): Promise<unknown> => {
    const list = await page.locator('.stet-listbox').first().boundingBox()
    return list && { onPage: list.y >= 0 && list.y + list.height <= 400 }
  }
  await expect.poll(edges).toEqual({ onPage: true })
  await write(ada, '{Escape}{Backspace}')
  await page.setViewportSize({ width: 1280, height: 800 })
})

test('without motion nothing moves, and in the system’s colours what is pressed and chosen can be seen', async () => {
  const ada = await site.writer()
  const { page } = ada
  await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'active' })
  await writeInto(ada, 'words{Control+a}{Control+b}')
  const bold = page.locator('.stet-toolbar [data-stet-tool="toggleBold"][aria-pressed="true"]')
  await bold.waitFor()
  expect(await bold.evaluate((node) => getComputedStyle(node).outlineStyle)).toBe('solid')
  await write(ada, '{ArrowRight}{Enter}/')
  const option = page.locator('.stet-option[aria-selected="true"]')
  await option.waitFor()
  expect(await option.evaluate((node) => getComputedStyle(node).outlineStyle)).toBe('solid')
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .map((animation) => animation.effect?.getComputedTiming().duration)
      .filter((duration) => typeof duration === 'number' && duration > 0),
  )
  expect(moving).toEqual([])
  await write(ada, '{Escape}{Backspace}')
  await page.emulateMedia({ forcedColors: null })
})

test('with a finger: the toolbar is under the text, its buttons are large, and it has the menu of the block', async () => {
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    })
    const page = await context.newPage()
    const ada: Person = { context, page, errors: [] }
    await openDocument(ada, site.newAddress())
    await page.locator('.ProseMirror').tap()
    await write(ada, 'words')
    const toolbar = await page.locator('.stet-toolbar').boundingBox()
    expect((toolbar?.y ?? 0) + (toolbar?.height ?? 0)).toBeCloseTo(844, 0)
    const tooSmall = await page
      .locator('.stet-tool, .stet-toolbar select, .site-header button, .site-header select')
      .evaluateAll((controls) =>
        controls
          .map((control) => ({
            name: control.getAttribute('aria-label'),
            box: control.getBoundingClientRect(),
          }))
          .filter(({ box }) => box.width > 0 && Math.min(box.width, box.height) < 44)
          .map(({ name }) => name),
      )
    expect(tooSmall).toEqual([])
    await page.locator('[data-stet-tool="openBlockMenu"]').tap()
    await page.getByRole('menu', { name: 'Block' }).getByRole('menuitemradio', { name: 'Heading 2' }).tap()
    await waitForBlocks(ada, ['## words'])
    // A long press is the system's: it selects, and our own handle is not in its way.
    expect(await page.locator('.stet-block-handle:visible').count()).toBe(0)
    expect(await violations(ada)).toEqual([])
  } finally {
    await browser.close()
  }
})
