// Links: made, changed and removed with the keyboard, and none that leads where it should not.
import { expect, test } from 'vitest'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('links')

test('Control+K asks for an address, Enter sets it, Control+K again changes or removes it', async () => {
  const ada = await site.writer()
  const dialog = ada.page.getByRole('dialog')
  await writeInto(ada, 'read this{Control+Shift+ArrowLeft}{Control+k}')
  await ada.page.getByRole('dialog', { name: 'Add link' }).waitFor()
  await write(ada, 'example.org/a{Enter}')
  await waitForBlocks(ada, ['read <a https://example.org/a>this</a>'])
  // The text has the focus again, and typing at the link's end is not part of it.
  expect(await dialog.count()).toBe(0)
  await write(ada, '{End} now{Home}{Control+ArrowRight}{ArrowRight}{ArrowRight}{Control+k}')
  await ada.page.getByRole('dialog', { name: 'Edit link' }).waitFor()
  expect(await ada.page.getByRole('textbox', { name: 'Address' }).inputValue()).toBe('https://example.org/a')
  await write(ada, 'mail@example.org{Enter}')
  await waitForBlocks(ada, ['read <a mailto:mail@example.org>this</a> now'])
  await write(ada, '{Control+k}')
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await waitForBlocks(ada, ['read this now'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['read <a mailto:mail@example.org>this</a> now'])
})

test('Home right behind the Enter of the form puts the caret to the start, whenever the page tells of it', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'read this{Control+Shift+ArrowLeft}{Control+k}')
  await ada.page.getByRole('dialog', { name: 'Add link' }).waitFor()
  await write(ada, 'example.org/a{Enter}{Home}')
  await ada.page.evaluate(drawn)
  await write(ada, 'x')
  await waitForBlocks(ada, ['xread <a https://example.org/a>this</a>'])

  // On a busy page ProseMirror's timer can come between the key and what tells of it. This is what Chromium does on Home,
  // right before that timer.
  await write(ada, '{Control+a}read this{Control+Shift+ArrowLeft}{Control+k}')
  await ada.page.getByRole('dialog', { name: 'Add link' }).waitFor()
  await ada.page.evaluate(() => {
    document.addEventListener('focusin', ({ target }) => {
      setTimeout(() => {
        target?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }))
        getSelection()?.modify('move', 'backward', 'lineboundary')
      }, 20)
    })
  })
  await write(ada, 'example.org/b{Enter}')
  await ada.page.evaluate(drawn)
  await expect.poll(() => ada.page.evaluate(() => getSelection()?.isCollapsed)).toBe(true)
  await write(ada, 'y')
  await waitForBlocks(ada, ['yread <a https://example.org/b>this</a>'])
})

// Runs in the page, where it waits until all of a key's doing is told and shown.
function drawn(): Promise<unknown> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
}

test('Escape closes the form and leaves the text alone; an unsafe address is refused with a reason', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'words{Control+a}{Control+k}javascript:alert(1){Enter}')
  await ada.page.getByRole('alert').filter({ hasText: 'cannot be used' }).waitFor()
  // Whatever the page becomes meanwhile, the form stays in it.
  await ada.page.setViewportSize({ width: 360, height: 640 })
  const form = ada.page.getByRole('dialog')
  const isInside = () =>
    form.evaluate((panel) => panel.getBoundingClientRect().right <= document.documentElement.clientWidth)
  await expect.poll(isInside).toBe(true)
  await ada.page.setViewportSize({ width: 1280, height: 800 })
  await write(ada, '{Escape}{End}!')
  await waitForBlocks(ada, ['words!'])
  expect(await ada.page.getByRole('dialog').count()).toBe(0)
})

test('with nothing selected the address itself becomes the link', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'at {Control+k}example.org{Enter} ok')
  await waitForBlocks(ada, ['at <a https://example.org>example.org</a> ok'])
})

test('a click into a link puts the caret there, Control and a click opens it elsewhere', async () => {
  const ada = await site.writer()
  await writeInto(ada, `x{Control+a}{Control+k}${site.url}/healthz{Enter}`)
  const link = ada.page.locator('.ProseMirror a')
  await link.waitFor()
  await link.click()
  expect(new URL(ada.page.url()).pathname).toMatch(/^\/d\//)
  const opened = ada.context.waitForEvent('page')
  await link.click({ modifiers: ['Control'] })
  const page = await opened
  await page.waitForURL('**/healthz')
  expect(await page.evaluate(() => window.opener)).toBeNull()
})
