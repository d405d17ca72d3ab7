// Whole blocks: the handle beside them, their menu, moving them by key and by mouse, and links to them.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { waitForState } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('block-menu')

const menuOf = ({ page }: Person) => page.getByRole('menu', { name: 'Block' })
const handleOf = ({ page }: Person) => page.locator('.stet-block-handle')
const blockOf = ({ page }: Person, index: number) => page.locator(`.ProseMirror > :nth-child(${index})`)

test('the handle opens the menu of its block, which turns it into another kind', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'one{Enter}two')
  // What stands around the text comes after it, and while it comes things move: also a menu under the pressed pointer.
  await ada.page.getByRole('button', { name: 'Copy link' }).waitFor()
  await waitForState(ada, 'saved')
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

test.each([
  {
    key: 'ArrowUp',
    block: 3,
    neighbour: 2,
    typed: ['one', 'three', 'two-typed'],
    undone: ['one', 'two-typed', 'three'],
  },
  {
    key: 'ArrowDown',
    block: 1,
    neighbour: 2,
    typed: ['two-typed', 'one', 'three'],
    undone: ['one', 'two-typed', 'three'],
  },
])(
  'Alt+Shift+$key moves the block, and what somebody else types in its neighbour stays there',
  async ({ key, block, neighbour, typed, undone }) => {
    const address = site.newAddress()
    const ada = await site.writer({ name: 'Ada', address })
    await writeInto(ada, 'one{Enter}two{Enter}three')
    const ben = await site.writer({ name: 'Ben', address })
    await waitForBlocks(ben, ['one', 'two', 'three'])
    await blockOf(ben, neighbour).click()
    await write(ben, '{End}')
    await blockOf(ada, block).click()
    await write(ada, `{Alt+Shift+${key}}`)
    await write(ben, '-typed')
    await waitForBlocks(ada, typed)
    await waitForBlocks(ben, typed)
    await write(ada, '{Control+z}')
    await waitForBlocks(ben, undone)
  },
)

test('what somebody types in a block while it is dragged goes with it, in order', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, 'one{Enter}two{Enter}three')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForBlocks(ben, ['one', 'two', 'three'])
  await blockOf(ben, 3).click()
  await write(ben, '{End}')
  await blockOf(ada, 3).hover()
  await handleOf(ada).hover()
  await ada.page.mouse.down()
  await blockOf(ada, 2).hover()
  await write(ben, '-typed-all-the-time')
  await waitForBlocks(ada, ['one', 'two', 'three-typed-all-the-time'])
  await blockOf(ada, 1).hover({ position: { x: 20, y: 1 } })
  await ada.page.mouse.up()
  const dragged = ['three-typed-all-the-time', 'one', 'two']
  await waitForBlocks(ada, dragged)
  await waitForBlocks(ben, dragged)
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
