// Whole blocks: the handle beside them, their menu, moving them by key and by mouse, and links to them.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('block-menu')

const menuOf = ({ page }: Person) => page.getByRole('menu', { name: 'Block' })
const handleOf = ({ page }: Person) => page.locator('.stet-block-handle')
const blockOf = ({ page }: Person, index: number) => page.locator(`.ProseMirror > :nth-child(${index})`)

test('the handle opens the menu of its block, which turns it into another kind', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'one{Enter}two')
  await blockOf(ada, 1).hover()
  await handleOf(ada).click()
  await menuOf(ada).waitFor()
  expect(await menuOf(ada).getByRole('menuitemradio', { name: 'Text' }).getAttribute('aria-checked')).toBe(
    'true',
  )
  await menuOf(ada).getByRole('menuitemradio', { name: 'Heading 2' }).click()
  await waitForBlocks(ada, ['## one', 'two'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['one', 'two'])
})

test('the keyboard opens it, moves in it, jumps by letter, and Escape goes back to the text', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'one{Enter}two{Control+Alt+m}')
  await menuOf(ada).waitFor()
  await write(ada, '{Escape}!')
  await menuOf(ada).waitFor({ state: 'detached' })
  await waitForBlocks(ada, ['one', 'two!'])
  await write(ada, '{Control+Alt+m}')
  await menuOf(ada).waitFor()
  await write(ada, 'd{Enter}')
  await waitForBlocks(ada, ['one', 'two!', 'two!'])
})

test('Alt+Shift+arrows move the block for everybody', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, 'one{Enter}two{Enter}three')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForBlocks(ben, ['one', 'two', 'three'])
  await write(ada, '{Alt+Shift+ArrowUp}')
  await waitForBlocks(ben, ['one', 'three', 'two'])
  await write(ada, '{Alt+Shift+ArrowDown}{Control+z}')
  await waitForBlocks(ben, ['one', 'three', 'two'])
})

test('dragged by its handle a block moves, in one step of undo, for everybody', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, 'one{Enter}two{Enter}three')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForBlocks(ben, ['one', 'two', 'three'])
  await blockOf(ada, 3).hover()
  await handleOf(ada).dragTo(blockOf(ada, 1), { targetPosition: { x: 20, y: 1 } })
  await waitForBlocks(ben, ['three', 'one', 'two'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ben, ['one', 'two', 'three'])
})

test('a list item is dragged with its children, to the level the pointer is at', async () => {
  const ada = await site.writer()
  await writeInto(ada, '- one{Enter}two{Enter}{Tab}below')
  await waitForBlocks(ada, ['- one', '- two', '  - below'])
  await blockOf(ada, 2).hover()
  await handleOf(ada).dragTo(blockOf(ada, 2), { targetPosition: { x: 40, y: 2 } })
  await waitForBlocks(ada, ['- one', '  - two', '    - below'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['- one', '- two', '  - below'])
})

test('a link to a block opens the document there', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, `top${'{Enter}line'.repeat(60)}{Enter}target`)
  const id = await ada.page.locator('.ProseMirror > :last-child').getAttribute('data-id')
  expect(id).toMatch(/^\w{12}$/)
  const ben = await site.writer({ name: 'Ben', address: `${address}#${id}` })
  await expect
    .poll(() =>
      ben.page.evaluate(() => scrollY + innerHeight > document.body.scrollHeight / 2 && scrollY > 0),
    )
    .toBe(true)
})

test('typing takes the handle away', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'one')
  await blockOf(ada, 1).hover()
  await handleOf(ada).waitFor()
  await write(ada, 'x')
  await expect.poll(() => handleOf(ada).isVisible()).toBe(false)
})
