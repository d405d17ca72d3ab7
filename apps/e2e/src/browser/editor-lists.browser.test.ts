// Lists as people type them: markers, Enter, Tab, Backspace, numbers and ticks.
import { expect, test } from 'vitest'
import { useSite } from '../harness/site.ts'
import { blocksOf, waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('lists')

test('each marker and a space make an item, and a year stays text', async () => {
  const ada = await site.writer()
  const lines = ['- a', '* a', '1. a', '[ ] a', '[] a', '[x] a', '2020. was long']
  // Two Enters leave the list before the next marker.
  await writeInto(ada, lines.join('{Enter}{Enter}'))
  await waitForBlocks(
    ada,
    ['- a', '- a', '1. a', '[ ] a', '[ ] a', '[x] a', '', '2020. was long'].filter(Boolean),
  )
})

test('Enter makes the next item, and on an empty one goes a level out and then out of the list', async () => {
  const ada = await site.writer()
  await writeInto(ada, '- one{Enter}{Tab}two{Enter}{Enter}')
  await waitForBlocks(ada, ['- one', '  - two', '- '])
  await write(ada, '{Enter}text')
  await waitForBlocks(ada, ['- one', '  - two', 'text'])
})

test('the next item of a ticked task is not ticked', async () => {
  const ada = await site.writer()
  await writeInto(ada, '[x] done{Enter}open')
  await waitForBlocks(ada, ['[x] done', '[ ] open'])
})

test('Tab and Shift+Tab move an item, the items below it move along, and each is one undo step', async () => {
  const ada = await site.writer()
  await writeInto(ada, '- a{Enter}b{Enter}{Tab}c{Enter}{Enter}d')
  await waitForBlocks(ada, ['- a', '- b', '  - c', '- d'])
  await write(ada, '{ArrowUp}{ArrowUp}{Tab}')
  await waitForBlocks(ada, ['- a', '  - b', '    - c', '- d'])
  await write(ada, '{Tab}')
  await waitForBlocks(ada, ['- a', '  - b', '    - c', '- d'])
  await write(ada, '{Shift+Tab}')
  await waitForBlocks(ada, ['- a', '- b', '  - c', '- d'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['- a', '  - b', '    - c', '- d'])
})

test('Backspace at the start goes a level out, then out of the list, then to the block before', async () => {
  const ada = await site.writer()
  await writeInto(ada, '- one{Enter}{Tab}two{Home}{Backspace}')
  await waitForBlocks(ada, ['- one', '- two'])
  await write(ada, '{Backspace}')
  await waitForBlocks(ada, ['- one', 'two'])
  await write(ada, '{Backspace}')
  await waitForBlocks(ada, ['- onetwo'])
})

test('Control+Shift and 7, 8 or 9 make lists of the selected blocks, and the same key unmakes them', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'one{Enter}two{Control+a}{Control+Shift+7}')
  await waitForBlocks(ada, ['1. one', '2. two'])
  await write(ada, '{Control+Shift+8}')
  await waitForBlocks(ada, ['- one', '- two'])
  await write(ada, '{Control+Shift+9}')
  await waitForBlocks(ada, ['[ ] one', '[ ] two'])
  await write(ada, '{Control+Shift+9}')
  await waitForBlocks(ada, ['one', 'two'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['[ ] one', '[ ] two'])
})

test('numbers follow the order, begin anew after other text, and count each level', async () => {
  const ada = await site.writer()
  await writeInto(ada, '1. a{Enter}b{Enter}c{Enter}{Enter}text{Enter}1. x')
  await waitForBlocks(ada, ['1. a', '2. b', '3. c', 'text', '1. x'])
  await write(ada, '{Control+Home}{End}{Enter}new{Enter}{Tab}deep{Enter}deeper')
  await waitForBlocks(ada, ['1. a', '2. new', '  1. deep', '  2. deeper', '3. b', '4. c', 'text', '1. x'])
  await ada.page.reload()
  await waitForBlocks(ada, ['1. a', '2. new', '  1. deep', '  2. deeper', '3. b', '4. c', 'text', '1. x'])
})

test('a task is ticked by Control+Enter, a click on its box, and Space on its box', async () => {
  const ada = await site.writer()
  await writeInto(ada, '[ ] sail{Control+Enter}')
  await waitForBlocks(ada, ['[x] sail'])
  await write(ada, '{Control+Enter} north')
  await waitForBlocks(ada, ['[ ] sail north'])
  const box = ada.page.getByRole('checkbox', { name: 'Done' })
  await box.click()
  await waitForBlocks(ada, ['[x] sail north'])
  expect(await box.isChecked()).toBe(true)
  await write(ada, '!')
  await waitForBlocks(ada, ['[x] sail north!'])
  await box.focus()
  await write(ada, '{Space}')
  await waitForBlocks(ada, ['[ ] sail north!'])
})

test('Tab leaves a paragraph at once, and a list or code after Escape', async () => {
  const ada = await site.writer()
  // Code has buttons of its own on the way out.
  const isInText = () => ada.page.evaluate(() => document.activeElement?.matches('.ProseMirror') === true)
  await writeInto(ada, 'text{Tab}')
  expect(await isInText()).toBe(false)
  expect(await blocksOf(ada)).toEqual(['text'])
  for (const start of ['{Enter}- ', '{Enter}{Enter}``` ']) {
    await writeInto(ada, `{Control+End}${start}x{Tab}`)
    expect(await isInText()).toBe(true)
    await write(ada, '{Escape}{Tab}')
    expect(await isInText()).toBe(false)
    await writeInto(ada, `{Control+End}{Escape}{Shift+Tab}`)
    expect(await isInText()).toBe(false)
  }
})
