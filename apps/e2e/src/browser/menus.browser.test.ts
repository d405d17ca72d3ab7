// The bubble toolbar at selected text, the command palette and the list of shortcuts.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('menus')

const bubbleOf = ({ page }: Person) => page.getByRole('toolbar', { name: 'Formatting of the selection' })
const paletteOf = ({ page }: Person) => page.getByRole('dialog', { name: 'Search the commands' })

test('selected text has a toolbar beside it, which formats it and goes when nothing is selected', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'plain words{Shift+Control+ArrowLeft}')
  await bubbleOf(ada).waitFor()
  await bubbleOf(ada).getByRole('button', { name: 'Bold' }).click()
  await waitForBlocks(ada, ['plain <b>words</b>'])
  await bubbleOf(ada).getByRole('button', { name: 'Bold', pressed: true }).waitFor()
  await write(ada, '{ArrowRight}')
  await bubbleOf(ada).waitFor({ state: 'detached' })
})

test('it lies above the selection, and Escape keeps it away until something else is selected', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'one{Enter}two words{Shift+Control+ArrowLeft}')
  await bubbleOf(ada).waitFor()
  const bubble = await bubbleOf(ada).boundingBox()
  const line = await ada.page.locator('.ProseMirror > :nth-child(2)').boundingBox()
  expect((bubble?.y ?? 0) + (bubble?.height ?? 0)).toBeLessThanOrEqual(line?.y ?? 0)
  await write(ada, '{Escape}')
  await bubbleOf(ada).waitFor({ state: 'detached' })
  await write(ada, '{Shift+ArrowLeft}')
  await bubbleOf(ada).waitFor()
})

test('its link button opens the address form, and code has no toolbar', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'word{Shift+Control+ArrowLeft}')
  await bubbleOf(ada).getByRole('button', { name: 'Link' }).click()
  await ada.page.getByRole('dialog', { name: 'Add link' }).waitFor()
  await bubbleOf(ada).waitFor({ state: 'detached' })
  await write(ada, 'example.com{Enter}')
  await waitForBlocks(ada, ['<a https://example.com>word</a>'])
  await write(ada, '{ArrowRight}{Enter}```{Enter}code{Shift+Home}')
  await expect.poll(() => ada.page.evaluate(() => String(getSelection()))).toBe('code')
  expect(await bubbleOf(ada).count()).toBe(0)
})

test('Alt+/ finds a command by name and runs it at the caret', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'Title{Alt+/}')
  await paletteOf(ada).waitFor()
  await write(ada, 'head{Enter}')
  await paletteOf(ada).waitFor({ state: 'detached' })
  await waitForBlocks(ada, ['# Title'])
  await write(ada, '!')
  await waitForBlocks(ada, ['# Title!'])
  await write(ada, '{Alt+/}')
  await paletteOf(ada).waitFor()
  await write(ada, '{Escape}?')
  await waitForBlocks(ada, ['# Title!?'])
})

test('a palette that closes has given the caret back before anything else can happen', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'Title{Alt+/}')
  await paletteOf(ada).waitFor()
  // All in one task of the page, so that no event of the browser comes in between.
  const caretAfter = await paletteOf(ada)
    .getByRole('combobox')
    .evaluate((input) => {
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
      return { offset: getSelection()?.anchorOffset, text: getSelection()?.anchorNode?.textContent }
    })
  expect(caretAfter).toEqual({ offset: 5, text: 'Title' })
})

test('Control+/ shows every shortcut, made from what the editor can do', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'text{Control+/}')
  const sheet = ada.page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await sheet.waitFor()
  const bold = sheet.getByRole('row', { name: /Bold/ })
  expect(await bold.textContent()).toContain('Ctrl+B')
  expect(await bold.textContent()).toContain('**…**')
  await write(ada, '{Escape}')
  await sheet.waitFor({ state: 'detached' })
  await write(ada, '!')
  await waitForBlocks(ada, ['text!'])
})
