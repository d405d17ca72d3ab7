// Find and replace with real keys: what is counted, where the keys go, one undo for "replace all", and others who write
// meanwhile.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeAtStart, writeInto } from '../harness/writing.ts'

const site = useSite('find')

const barOf = ({ page }: Person) => page.getByRole('search', { name: 'Find and replace' })
const countOf = (person: Person) => barOf(person).getByRole('status').textContent()
const activeOf = ({ page }: Person) => page.locator('.stet-match-active').textContent()
const switchOf = (person: Person, name: string) => barOf(person).getByRole('button', { name })

/** The text that is selected, once the text field has the focus. */
async function selected({ page }: Person): Promise<string> {
  await page.locator('.ProseMirror:focus').waitFor()
  return page.evaluate(() => String(document.getSelection()))
}

test('Ctrl-F finds from the caret on, Enter and Shift-Enter go round, Escape selects the match', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'sea and Sea{Enter}the seal{Enter}no more')
  await write(ada, '{Control+f}sea')
  await expect.poll(() => countOf(ada)).toBe('1 of 3')
  await write(ada, '{Enter}')
  await expect.poll(() => countOf(ada)).toBe('2 of 3')
  expect(await activeOf(ada)).toBe('Sea')
  await write(ada, '{Shift+Enter}{Shift+Enter}')
  await expect.poll(() => countOf(ada)).toBe('3 of 3')
  await write(ada, '{F3}{Enter}')
  await expect.poll(() => countOf(ada)).toBe('2 of 3')
  await write(ada, '{Escape}')
  await barOf(ada).waitFor({ state: 'detached' })
  expect(await selected(ada)).toBe('Sea')
  expect(await ada.page.locator('.stet-match').count()).toBe(0)
  await write(ada, 'Lake')
  await waitForBlocks(ada, ['sea and Lake', 'the seal', 'no more'])
})

test('case, whole words and expressions narrow it, and what is no expression is told', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'sea Sea seal (sea){Control+f}sea')
  await expect.poll(() => countOf(ada)).toBe('1 of 4')
  await switchOf(ada, 'Match case').click()
  await expect.poll(() => countOf(ada)).toBe('1 of 3')
  await switchOf(ada, 'Whole words').click()
  await expect.poll(() => countOf(ada)).toBe('1 of 2')
  await switchOf(ada, 'Regular expression').click()
  await barOf(ada).getByRole('textbox', { name: 'Find in the document' }).fill('(sea')
  await barOf(ada).getByRole('alert').filter({ hasText: 'Unterminated group' }).waitFor()
  await barOf(ada).getByRole('textbox', { name: 'Find in the document' }).fill('s..')
  await expect.poll(() => countOf(ada)).toBe('1 of 2')
  await barOf(ada).getByRole('textbox', { name: 'Find in the document' }).fill('nowhere')
  await expect.poll(() => countOf(ada)).toBe('Nothing found')
})

test('replacing keeps the look, and replacing all is one step of the history', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'one **cat**, two cats{Enter}- a cat{Control+h}cat')
  await expect.poll(() => countOf(ada)).toBe('1 of 3')
  await barOf(ada).getByRole('textbox', { name: 'Replace with' }).fill('dog')
  await write(ada, '{Enter}')
  await waitForBlocks(ada, ['one <b>dog</b>, two cats', '- a cat'])
  await expect.poll(() => countOf(ada)).toBe('1 of 2')
  await switchOf(ada, 'Replace all').click()
  await waitForBlocks(ada, ['one <b>dog</b>, two dogs', '- a dog'])
  await expect.poll(() => countOf(ada)).toBe('2 replaced')
  await write(ada, '{Escape}{Control+z}')
  await waitForBlocks(ada, ['one <b>dog</b>, two cats', '- a cat'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['one <b>cat</b>, two cats', '- a cat'])
})

test('what others write meanwhile is found, and is not replaced with old positions', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, 'sea one{Enter}sea two')
  await write(ada, '{Control+h}sea')
  await expect.poll(() => countOf(ada)).toBe('1 of 2')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForBlocks(ben, ['sea one', 'sea two'])
  await writeAtStart(ben, 'a sea before, ')
  await expect.poll(() => countOf(ada)).toContain('of 3')
  await barOf(ada).getByRole('textbox', { name: 'Replace with' }).fill('lake')
  await switchOf(ada, 'Replace all').click()
  await waitForBlocks(ben, ['a lake before, lake one', 'lake two'])
  await waitForBlocks(ada, ['a lake before, lake one', 'lake two'])
})

test('the selected words are looked for, and replace is reached from the form', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'tide and tide{Shift+Control+ArrowLeft}{Control+f}')
  await expect.poll(() => countOf(ada)).toBe('2 of 2')
  await write(ada, '{Control+h}ebb{Control+Enter}')
  await waitForBlocks(ada, ['ebb and ebb'])
})
