// The toolbar by mouse and by keyboard: what it does, what it says is on, and that it is one stop for Tab.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('toolbar')

function focusedName({ page }: Person): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
}

function textStyle({ page }: Person): Promise<string> {
  return page
    .getByRole('combobox', { name: 'Text style' })
    .evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.textContent ?? 'nothing')
}

test('Alt+F10 goes in, arrows, Home and End move, Escape goes back to the text', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'words{Control+a}{Alt+F10}')
  expect(await focusedName(ada)).toBe('Text style')
  await write(ada, '{ArrowRight}')
  expect(await focusedName(ada)).toBe('Bold')
  await write(ada, '{Enter}')
  await waitForBlocks(ada, ['<b>words</b>'])
  expect(await focusedName(ada)).toBe('Bold')
  await write(ada, '{End}')
  expect(await focusedName(ada)).toBe('Redo')
  await write(ada, '{ArrowRight}')
  expect(await focusedName(ada)).toBe('Text style')
  await write(ada, '{ArrowLeft}{Home}{ArrowRight}{ArrowRight}{Space}')
  await waitForBlocks(ada, ['<b><i>words</i></b>'])
  await write(ada, '{Escape}{End}!')
  await waitForBlocks(ada, ['<b><i>words!</i></b>'])
})

test('it is one stop for Tab, and keeps the control that had the focus', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'words{Alt+F10}{ArrowRight}{ArrowRight}{Tab}')
  expect(await focusedName(ada)).toBe('Document')
  await write(ada, '{Shift+Tab}')
  expect(await focusedName(ada)).toBe('Italic')
  const stops = ada.page.locator('[role="toolbar"] [tabindex="0"]')
  expect(await stops.count()).toBe(1)
})

test('a button keeps the selection, shows what is on, and undo and redo wait until they can do something', async () => {
  const ada = await site.writer()
  // The bubble beside selected text has the same buttons.
  const toolbar = ada.page.getByRole('toolbar', { name: 'Formatting', exact: true })
  const button = (name: string) => toolbar.getByRole('button', { name, exact: true })
  const redo = button('Redo')
  expect(await redo.getAttribute('aria-disabled')).toBe('true')
  await writeInto(ada, 'words{Shift+Home}')
  await button('Underline').click()
  await waitForBlocks(ada, ['<u>words</u>'])
  await expect.poll(() => button('Underline').getAttribute('aria-pressed')).toBe('true')
  await button('Undo').click()
  await waitForBlocks(ada, ['words'])
  await expect.poll(() => redo.getAttribute('aria-disabled')).toBe('false')
  await redo.click()
  await write(ada, 'new')
  await waitForBlocks(ada, ['<u>new</u>'])
})

test('the text style is that of the block at the caret, from the first moment', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ address })
  await writeInto(ada, '## Head{Enter}text{Enter}- item{Enter}{Enter}``` code')
  const ben = await site.writer({ address })
  await waitForBlocks(ben, ['## Head', 'text', '- item', '``` code'])
  await expect.poll(() => textStyle(ben)).toBe('Heading 2')
  await ben.page.locator('.ProseMirror li').click()
  await expect.poll(() => textStyle(ben)).toBe('Bulleted list')
  // Between the language and the copy button: the press goes to the code.
  await ben.page.locator('.ProseMirror pre').click({ position: { x: 300, y: 18 } })
  await expect.poll(() => textStyle(ben)).toBe('Code block')
  await ben.page.locator('.ProseMirror p').first().click()
  await expect.poll(() => textStyle(ben)).toBe('Text')
  await write(ben, '{Control+a}')
  await expect.poll(() => textStyle(ben)).toBe('Mixed')
})

test('choosing a text style changes the block and goes back to writing', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'words')
  const style = ada.page.getByRole('combobox', { name: 'Text style' })
  await style.selectOption('Heading 3')
  await waitForBlocks(ada, ['### words'])
  await style.selectOption('Numbered list')
  await waitForBlocks(ada, ['1. words'])
  await style.selectOption('Text')
  await waitForBlocks(ada, ['words'])
})
