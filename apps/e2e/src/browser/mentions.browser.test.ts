// `@` names people, `:` finds emoji, and both are out of the way when they are only signs.
import { expect, test } from 'vitest'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('mentions')

test('@ lists who is here; the name is one thing for both people, and one undo takes it back', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben Fold', address })
  await writeInto(ada, 'ask @')
  const list = ada.page.getByRole('listbox', { name: 'People' })
  await list.getByRole('option', { name: 'Ben Fold' }).waitFor()
  await write(ada, 'fo{Enter}today')
  await waitForBlocks(ben, ['ask @Ben Fold today'])
  expect(await ben.page.locator('.stet-mention').getAttribute('data-label')).toBe('Ben Fold')
  await write(ada, '{Control+Backspace}{Backspace}{Backspace}')
  await waitForBlocks(ben, ['ask '])
  await write(ada, 'me@home and @nobody')
  expect(await list.count()).toBe(0)
})

test(': and a name finds emoji, the last colon puts it there, and a bare colon does nothing', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'Voici :{Enter}so :tada')
  await ada.page.getByRole('listbox', { name: 'Emoji' }).getByRole('option').first().waitFor()
  await write(ada, '{Enter} :smile: 10:30')
  await waitForBlocks(ada, ['Voici :', 'so 🎉 😄 10:30'])
  await write(ada, ' /emoji')
  await ada.page.getByRole('listbox', { name: 'Blocks' }).getByRole('option', { name: 'Emoji' }).waitFor()
  await write(ada, '{Enter}')
  // What was used lately comes first.
  await ada.page.getByRole('listbox', { name: 'Emoji' }).getByRole('option').first().waitFor()
  await write(ada, '{Enter}')
  await waitForBlocks(ada, ['Voici :', 'so 🎉 😄 10:30 😄'])
})
