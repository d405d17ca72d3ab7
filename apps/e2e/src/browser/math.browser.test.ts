// Formulas are typeset as MathML, edited in place or in a form, and never run anything.
import { expect, test } from 'vitest'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('math')

test('a typed formula is MathML for both people; its form changes it in one step of undo', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben', address })
  await writeInto(ada, 'so $x^2$')
  const formula = ben.page.locator('.ProseMirror .stet-math math msup')
  await formula.waitFor()
  await ada.page.locator('.ProseMirror .stet-math').click()
  const form = ada.page.getByRole('dialog', { name: 'Edit formula' })
  await form.getByRole('textbox', { name: 'Formula in TeX' }).waitFor()
  await write(ada, '\\frac')
  await form.getByRole('status').filter({ hasText: 'cannot be typeset' }).waitFor()
  await write(ada, '{Control+a}\\sqrt y{Enter}')
  await ben.page.locator('.ProseMirror .stet-math math msqrt').waitFor()
  await write(ada, '!{Control+z}{Control+z}')
  await formula.waitFor()
  expect(await ben.page.locator('.ProseMirror .stet-math').getAttribute('data-tex')).toBe('x^2')
})

test('a formula of its own line is written in place, by two, and shows the result', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben', address })
  await writeInto(ada, '$$ a+b')
  await ben.page.locator('.ProseMirror .stet-math-preview math').waitFor()
  await ben.page.locator('.ProseMirror .stet-math-preview').click()
  await write(ben, '=c')
  await expect.poll(() => ada.page.locator('.stet-math-block > code').textContent()).toContain('a+b=c')
  await write(ada, '{Escape}after')
  await expect.poll(() => ben.page.locator('.ProseMirror > :last-child').textContent()).toContain('after')
  await write(ada, '{ArrowUp}2')
  await expect.poll(() => ben.page.locator('.stet-math-block > code').textContent()).toContain('a+b=c2')
})

test('the slash menu opens the form where the caret is, and Escape leaves nothing behind', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'a /formula')
  await ada.page.getByRole('option', { name: 'Formula', exact: true }).click()
  await ada.page.getByRole('textbox', { name: 'Formula in TeX' }).waitFor()
  await write(ada, 'q{Escape}b')
  await waitForBlocks(ada, ['a b'])
})
