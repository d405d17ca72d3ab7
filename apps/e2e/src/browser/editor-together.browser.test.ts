// Two people act on the same block at the same moment: whatever one does to the block, the other's words and the other's
// decisions stay.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { waitForState } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { blocksOf, undoTo, waitForBlocks, write, writeAtStart, writeInto } from '../harness/writing.ts'

const site = useSite('together')

/** Ada and Ben in one document, Ada's caret at the end of what is written. */
async function two(keys: string, blocks: readonly string[]): Promise<readonly [Person, Person]> {
  const address = site.newAddress()
  const [ada, ben] = await Promise.all([
    site.writer({ name: 'Ada', address }),
    site.writer({ name: 'Ben', address }),
  ])
  await writeInto(ada, keys)
  await waitForBlocks(ben, blocks)
  await ben.page.locator('.ProseMirror').click()
  return [ada, ben]
}

async function waitForBoth(ada: Person, ben: Person, blocks: readonly string[]): Promise<void> {
  await waitForBlocks(ada, blocks)
  await waitForBlocks(ben, blocks)
}

const sentence = ' and so on, and on'

test('whatever one makes of a block, the other goes on typing in it', async () => {
  const [ada, ben] = await two('words', ['words'])
  const changes: readonly (readonly [string, string])[] = [
    ['{Control+Shift+8}', '- '],
    ['{Control+Shift+7}', '1. '],
    ['{Control+Shift+9}{Control+Enter}', '[x] '],
    ['{Control+Shift+b}', '> [x] '],
    ['{Control+Alt+2}', '> ## '],
    ['{Control+Alt+0}{Control+Shift+b}', ''],
  ]
  let text = 'words'
  for (const [keys, sign] of changes) {
    await Promise.all([write(ada, sentence), write(ben, keys)])
    text += sentence
    await waitForBoth(ada, ben, [sign + text])
  }
})

test('one indents an item while the other types in it, and breaks it in two', async () => {
  const [ada, ben] = await two('- one{Enter}two', ['- one', '- two'])
  await Promise.all([write(ada, sentence), write(ben, '{Tab}')])
  await waitForBoth(ada, ben, ['- one', `  - two${sentence}`])
  await Promise.all([write(ada, '{Enter}three'), write(ben, '{Home}{Shift+Tab}')])
  await expect
    .poll(async () => (await blocksOf(ada)).join('\n'))
    .toMatch(/^- one\n- two.*\n(?: {2})?- three$/)
  await expect.poll(async () => (await blocksOf(ben)).join()).toBe((await blocksOf(ada)).join())
})

test('both make the same paragraph a list, and both tick the same task: it is one, once', async () => {
  const [ada, ben] = await two('words', ['words'])
  // Who saw what the other did would take it back by the same keys.
  await ada.context.setOffline(true)
  await waitForState(ada, 'offline')
  await Promise.all([ada, ben].map((person) => write(person, '{Control+Shift+9}{Control+Enter}')))
  await ada.context.setOffline(false)
  await waitForBoth(ada, ben, ['[x] words'])
  await write(ada, ' of Ada')
  await waitForBoth(ada, ben, ['[x] words of Ada'])
})

test('one makes code of a paragraph while the other types in the next', async () => {
  const [ada, ben] = await two('let a{Enter}text', ['let a', 'text'])
  await writeAtStart(ben, '')
  await Promise.all([write(ada, sentence), write(ben, '{Control+Alt+c}')])
  await waitForBoth(ada, ben, ['``` let a', `text${sentence}`])
})

test('the keys of one go where their caret is, however much the other writes', async () => {
  const [ada, ben] = await two('mine{Enter}', ['mine', ''])
  await ben.page.locator('.ProseMirror p').first().click()
  await Promise.all([write(ada, `${sentence}${sentence}${sentence}`), write(ben, '{Home}a{End}z'.repeat(6))])
  await waitForBoth(ada, ben, ['aaaaaaminezzzzzz', `${sentence}${sentence}${sentence}`])
})

test('both undo their own, and what the other wrote in between stays', async () => {
  const [ada, ben] = await two('start', ['start'])
  await writeAtStart(ben, 'Ben ')
  await waitForBlocks(ada, ['Ben start'])
  await write(ada, '{Control+Shift+8}')
  await waitForBlocks(ben, ['- Ben start'])
  await undoTo(ben, ['- start'])
  await waitForBoth(ada, ben, ['- start'])
  await write(ada, '{Control+z}')
  await waitForBoth(ada, ben, ['start'])
  await write(ada, '{Control+y}')
  await undoTo(ben, ['- Ben start'], 'Control+y')
  await waitForBoth(ada, ben, ['- Ben start'])
})

test('a name at the right edge stands inside the page', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada with a long name', address })
  const ben = await site.writer({ name: 'Ben', address })
  await ben.page.setViewportSize({ width: 420, height: 800 })
  await ada.page.setViewportSize({ width: 420, height: 800 })
  await writeInto(ada, 'w'.repeat(27))
  const flag = ben.page.locator('.stet-caret-flag')
  await flag.waitFor({ state: 'attached' })
  await expect
    .poll(() =>
      flag.evaluate((element) => {
        const { left, right } = element.getBoundingClientRect()
        return left >= 0 && right <= document.documentElement.clientWidth
      }),
    )
    .toBe(true)
})
