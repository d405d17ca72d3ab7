// Headings: how they come, how writing goes on after them, and how they go.
import { test } from 'vitest'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('headings')

test('# to ### and a space make a heading, #### stays text', async () => {
  const ada = await site.writer()
  await writeInto(ada, '# One{Enter}## Two{Enter}### Three{Enter}#### Four')
  await waitForBlocks(ada, ['# One', '## Two', '### Three', '#### Four'])
  await ada.page.locator('.ProseMirror p', { hasText: '#### Four' }).waitFor()
})

test('Control+Alt and a digit set the kind and keep the text', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'words{Control+Alt+1}')
  await waitForBlocks(ada, ['# words'])
  await write(ada, '{Control+Alt+2}')
  await waitForBlocks(ada, ['## words'])
  await write(ada, '{Control+Alt+3}')
  await waitForBlocks(ada, ['### words'])
  await write(ada, '{Control+Alt+0}')
  await waitForBlocks(ada, ['words'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['### words'])
})

test('Enter at the end goes on with text, in the middle splits, at the start makes room above', async () => {
  const ada = await site.writer()
  await writeInto(ada, '## End{Enter}text')
  await waitForBlocks(ada, ['## End', 'text'])
  await write(ada, '{ArrowUp}{Home}{Enter}')
  await waitForBlocks(ada, ['', '## End', 'text'])
  await write(ada, '{ArrowRight}{Enter}')
  await waitForBlocks(ada, ['', '## E', '## nd', 'text'])
})

test('Backspace at the start makes it text first, and joins it to the block before when pressed again', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'before{Enter}# Head{Home}{Backspace}')
  await waitForBlocks(ada, ['before', 'Head'])
  await write(ada, '{Backspace}')
  await waitForBlocks(ada, ['beforeHead'])
  await write(ada, '{Control+z}{Control+z}')
  await waitForBlocks(ada, ['before', '# Head'])
})

test.each(['Backspace', 'Control+z'])('%s directly after the space gives the sign back', async (key) => {
  const ada = await site.writer()
  await writeInto(ada, `# {${key}}`)
  await waitForBlocks(ada, ['# '])
  await ada.page.locator('.ProseMirror p').waitFor()
  await write(ada, '{Control+y}x')
  await ada.page.locator('.ProseMirror h1', { hasText: /^x$/ }).waitFor()
})
