// The slash menu: found by typing, chosen with the keyboard or the mouse, undone in one step, and never in the way.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { undoTo, waitForBlocks, write, writeAtStart, writeInto } from '../harness/writing.ts'

const site = useSite('slash-menu')

const menuOf = ({ page }: Person) => page.getByRole('listbox', { name: 'Blocks' })
const chosenIn = (person: Person) => menuOf(person).locator('[aria-selected="true"]').textContent()

test('/ opens it, typing narrows it, Enter makes the block, undo brings back what was typed', async () => {
  const ada = await site.writer()
  await writeInto(ada, '/')
  await menuOf(ada).waitFor()
  await write(ada, 'h2')
  await expect.poll(() => chosenIn(ada)).toContain('Heading 2')
  await write(ada, '{Enter}Title')
  await menuOf(ada).waitFor({ state: 'detached' })
  await waitForBlocks(ada, ['## Title'])
  await undoTo(ada, ['/h2'])
  await write(ada, '{Control+y}')
  await waitForBlocks(ada, ['## '])
})

test('the arrows go round, Tab chooses, Escape leaves the text and the menu stays away', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'one{Enter}/')
  await menuOf(ada).waitFor()
  await write(ada, '{ArrowUp}')
  await menuOf(ada).getByRole('option').last().and(menuOf(ada).locator('[aria-selected="true"]')).waitFor()
  await write(ada, '{ArrowDown}')
  await menuOf(ada).getByRole('option').first().and(menuOf(ada).locator('[aria-selected="true"]')).waitFor()
  await write(ada, 'head{ArrowDown}{ArrowDown}{ArrowUp}{ArrowUp}{Tab}')
  await waitForBlocks(ada, ['one', '# '])
  await write(ada, 'b /{Escape}x')
  await waitForBlocks(ada, ['one', '# b /x'])
  expect(await menuOf(ada).count()).toBe(0)
  // Escape closed the menu and nothing else.
  await write(ada, '{Backspace}{Backspace}/')
  await menuOf(ada).waitFor()
})

test('a slash inside a word, in code or by somebody else opens nothing', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben', address })
  await writeInto(ada, 'and/or `a /')
  await waitForBlocks(ada, ['and/or `a /'])
  await write(ada, '{Escape}{Enter}```{Enter}/b')
  await waitForBlocks(ada, ['and/or `a /', '``` /b'])
  expect(await menuOf(ada).count()).toBe(0)
  await waitForBlocks(ben, ['and/or `a /', '``` /b'])
  expect(await menuOf(ben).count()).toBe(0)
})

test('a click chooses, and others typing above do not disturb it', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, 'above{Enter}/num')
  await menuOf(ada).waitFor()
  const ben = await site.writer({ name: 'Ben', address })
  await writeAtStart(ben, '!')
  await waitForBlocks(ada, ['!above', '/num'])
  await menuOf(ada).getByRole('option', { name: 'Numbered list' }).click()
  await write(ada, 'first')
  await waitForBlocks(ben, ['!above', '1. first'])
})

test('the highlighted line is told to screen readers by the text', async () => {
  const ada = await site.writer()
  await writeInto(ada, '/quo')
  await menuOf(ada).waitFor()
  const active = await ada.page.locator('.ProseMirror').getAttribute('aria-activedescendant')
  expect(await ada.page.locator(`#${active}`).textContent()).toContain('Quote')
  await write(ada, '{Escape}')
  await expect.poll(() => ada.page.locator('.ProseMirror').getAttribute('aria-activedescendant')).toBe(null)
})
