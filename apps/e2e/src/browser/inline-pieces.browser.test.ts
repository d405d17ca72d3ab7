// What stands in a line of text besides words: colours, links that make themselves, and the card of a link.
import { expect, test } from 'vitest'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('inline-pieces')

test('the panel of colours by keyboard alone: open, move, choose, and undo in one step', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben', address })
  await writeInto(ada, 'a warm word{Control+Shift+ArrowLeft}')
  await write(ada, '{Alt+F10}')
  const toolbar = ada.page.getByRole('toolbar', { name: 'Formatting', exact: true })
  await toolbar.getByRole('button', { name: 'Colours' }).focus()
  await write(ada, '{Enter}')
  const panel = ada.page.getByRole('dialog', { name: 'Colours' })
  await panel.waitFor()
  await write(ada, '{ArrowDown}{End}{Enter}')
  await panel.waitFor({ state: 'detached' })
  await ben.page.locator('.ProseMirror mark[data-color="red"]', { hasText: 'word' }).waitFor()
  await write(ada, '{Control+z}')
  await ben.page.locator('.ProseMirror mark').waitFor({ state: 'detached' })
  await write(ada, '{ArrowRight}!')
  await waitForBlocks(ben, ['a warm word!'])
})

test('an address is linked by the space after it, its card opens by the mouse and takes the link off', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'see https://example.org/a.{Enter}www.example.org{Enter}end')
  await waitForBlocks(ada, [
    'see <a https://example.org/a>https://example.org/a</a>.',
    '<a https://www.example.org>www.example.org</a>',
    'end',
  ])
  await ada.page.getByText('www.example.org').hover()
  const card = ada.page.getByRole('group', { name: 'Link to example.org' })
  await card.getByRole('link').waitFor()
  expect(await card.getByRole('link').getAttribute('rel')).toContain('noopener')
  await card.getByRole('button', { name: 'Remove' }).click()
  await waitForBlocks(ada, [
    'see <a https://example.org/a>https://example.org/a</a>.',
    'www.example.org',
    'end',
  ])
  await write(ada, '{Control+z}')
  await expect.poll(() => ada.page.locator('.ProseMirror a').count()).toBe(2)
})
