// Code: coloured after a pause, in a language chosen above it, copied by a button.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('code')

const keywordsOf = ({ page }: Person) => page.locator('.ProseMirror .hljs-keyword').allTextContents()

test('code is coloured for everybody, and the document holds only the text', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben', address })
  await writeInto(ada, '```ts{Enter}const a = 1')
  await expect.poll(() => keywordsOf(ada)).toEqual(['const'])
  await expect.poll(() => keywordsOf(ben)).toEqual(['const'])
  await write(ada, '{Enter}return a')
  await expect.poll(() => keywordsOf(ben)).toEqual(['const', 'return'])
  await waitForBlocks(ben, ['```ts const a = 1⏎return a'])
})

test('the language is chosen by typing its name, undone in one step, and the caret is back in the code', async () => {
  const ada = await site.writer()
  await writeInto(ada, '```{Enter}def f(): pass')
  const picker = ada.page.getByRole('button', { name: 'Language: Plain text' })
  await picker.click()
  const field = ada.page.getByRole('combobox', { name: 'Search languages' })
  await field.waitFor()
  await write(ada, 'pyth{Enter}')
  await field.waitFor({ state: 'detached' })
  await write(ada, '!')
  await waitForBlocks(ada, ['```python def f(): pass!'])
  await ada.page.getByRole('button', { name: 'Language: Python' }).waitFor()
  await expect.poll(() => keywordsOf(ada)).toContain('def')
  await write(ada, '{Control+z}{Control+z}')
  await waitForBlocks(ada, ['``` def f(): pass'])
  await expect.poll(() => keywordsOf(ada)).toEqual([])
})

test('the copy button copies the code, and says so', async () => {
  const ada = await site.writer()
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await writeInto(ada, '```{Enter}one{Enter}two')
  await ada.page.getByRole('button', { name: 'Copy code' }).click()
  await ada.page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe('one\ntwo')
  await write(ada, '{Enter}three')
  await waitForBlocks(ada, ['``` one⏎two⏎three'])
})
