// The editor comes in two parts: the first shows the text and takes letters, the second is everything else. Whatever somebody
// does between the two happens as if both had been there.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { openText } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { blocksOf, waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('first-part')

const secondPart = '**/assets/whole-editor-*.js'

interface SecondPartGate {
  readonly release: () => void
  readonly fail: () => void
}

/** The second part does not come before `release` is called, and never after `fail`. */
async function holdSecondPart({ page }: Person): Promise<SecondPartGate> {
  const gate = Promise.withResolvers<'continue' | 'abort'>()
  await page.route(secondPart, async (route) => route[await gate.promise]())
  return { release: () => gate.resolve('continue'), fail: () => gate.resolve('abort') }
}

test('letters are in the text before the second part comes; all else waits for it, in its order', async () => {
  const ada = await site.person('Ada')
  const { release } = await holdSecondPart(ada)
  await openText(ada, site.newAddress())
  // An empty document has the caret at once.
  await expect.poll(() => ada.page.evaluate(() => document.activeElement?.className)).toContain('ProseMirror')
  const place = () => ada.page.locator('.ProseMirror').evaluate((text) => text.getBoundingClientRect().top)
  const before = await place()
  await write(ada, 'Some words{Enter}more')
  await waitForBlocks(ada, ['Some words', 'more'])
  // A sign may mean something, and what follows it stands behind it.
  await write(
    ada,
    '{Enter}# A title{Backspace}{Backspace}{Home}Not {Control+Home}Not {Control+End}!{Enter}**bold** and{Control+i} this{Control+i}{Enter}/quote',
  )
  expect(await blocksOf(ada)).toEqual(['Some words', 'more', ''])
  release()
  const above = ['Not Some words', 'more', '# Not A tit!', '<b>bold</b> and<i> this</i>']
  await waitForBlocks(ada, [...above, '/quote'])
  await ada.page.getByRole('option', { name: 'Quote' }).waitFor()
  await ada.page.getByRole('toolbar', { name: 'Formatting' }).waitFor()
  expect(await place()).toBe(before)
  await write(ada, '{Enter}said')
  await waitForBlocks(ada, [...above, '> said'])
})

test('what is pasted before the second part is there is read by its rules', async () => {
  const ada = await site.person('Ada')
  const { release } = await holdSecondPart(ada)
  await openText(ada, site.newAddress())
  await ada.page.locator('.ProseMirror').evaluate((text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/html', '<ul><li>one</li><li>two</li></ul>')
    text.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await write(ada, ' three')
  release()
  await waitForBlocks(ada, ['- one', '- two three'])
})

test('a table or a picture of somebody else is not drawn before what draws it is there', async () => {
  const address = site.newAddress()
  const ada = await site.person('Ada')
  const { release } = await holdSecondPart(ada)
  await openText(ada, address)
  const ben = await site.writer({ name: 'Ben', address })
  await writeInto(ben, 'Words{Enter}$x$ and{Enter}```js code')
  await expect.poll(async () => (await blocksOf(ada))[0]).toBe('Words')
  await expect.poll(() => ada.page.locator('.ProseMirror > div:empty').count()).toBe(1)
  expect(await ada.page.locator('.stet-code-bar, math').count()).toBe(0)
  release()
  await ada.page.getByRole('button', { name: 'Language: JavaScript' }).waitFor()
  await ada.page.locator('math').waitFor()
  // With such a document both parts are waited for.
  const eve = await site.person('Eve')
  const held = await holdSecondPart(eve)
  const opening = openText(eve, address)
  await eve.page.getByRole('status').first().waitFor()
  expect(await eve.page.locator('.ProseMirror').count()).toBe(0)
  held.release()
  await opening
  await eve.page.locator('math').waitFor()
})

test('where the second part never comes, what waited for it is in the document as words', async () => {
  const ada = await site.person('Ada')
  const { fail } = await holdSecondPart(ada)
  const address = site.newAddress()
  await openText(ada, address)
  await write(ada, 'First')
  await waitForBlocks(ada, ['First'])
  await write(ada, '. **Then** more')
  fail()
  await ada.page.locator('.ProseMirror').waitFor({ state: 'detached' })
  // What the page says of it is this test's doing.
  ada.errors.splice(0)
  await ada.page.unroute(secondPart)
  await ada.page.reload()
  await waitForBlocks(ada, ['First. **Then** more'])
})
