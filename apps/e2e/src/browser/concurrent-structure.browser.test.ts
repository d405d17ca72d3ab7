// Two people change the same block in ways that Yjs can only express by deleting and inserting: one splits, joins, drags
// or rebuilds it, the other types in it. One of them is offline meanwhile, so that neither can know of the other.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { waitForState } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { blocksOf, undoTo, waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('structure')

interface Meeting {
  /** What Ada writes first; both see it, and both carets are at the start of the last block. */
  readonly start: string
  readonly shown: readonly string[]
  readonly ada: string
  readonly ben: string
  readonly result: readonly string[]
}

/** Ada is offline while both write. Then both are asked what they see. */
async function meet({
  start,
  shown,
  ada: adaKeys,
  ben: benKeys,
  result,
}: Meeting): Promise<[Person, Person]> {
  const address = site.newAddress()
  const [ada, ben] = await Promise.all([
    site.writer({ name: 'Ada', address }),
    site.writer({ name: 'Ben', address }),
  ])
  await writeInto(ada, start)
  await waitForBlocks(ben, shown)
  await ben.page.locator('.ProseMirror').click()
  await waitForState(ada, 'saved')
  await ada.context.setOffline(true)
  await waitForState(ada, 'offline')
  await Promise.all([write(ada, `{Home}${adaKeys}`), write(ben, `{Home}${benKeys}`)])
  await ada.context.setOffline(false)
  await waitForBlocks(ada, result)
  await waitForBlocks(ben, result)
  return [ada, ben]
}

function right(count: number): string {
  return '{ArrowRight}'.repeat(count)
}

test('one splits a paragraph, the other types in what is split off: it goes along, with the caret', async () => {
  const [ada, ben] = await meet({
    start: 'Hello world',
    shown: ['Hello world'],
    ada: `${right(5)}{Enter}`,
    ben: `${right(8)}XX`,
    result: ['Hello', ' woXXrld'],
  })
  await write(ben, 'YY')
  await waitForBlocks(ada, ['Hello', ' woXXYYrld'])
  // Undo takes back the split, and nothing of what the other typed.
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['Hello woXXYYrld'])
  await waitForBlocks(ben, ['Hello woXXYYrld'])
})

test('one splits a paragraph, the other types at its end, and takes it back', async () => {
  const [ada, ben] = await meet({
    start: 'Hello world',
    shown: ['Hello world'],
    ada: `${right(5)}{Enter}`,
    ben: '{End}!!',
    result: ['Hello', ' world!!'],
  })
  await write(ben, '??')
  await waitForBlocks(ada, ['Hello', ' world!!??'])
  await undoTo(ben, ['Hello', ' world'])
  await waitForBlocks(ada, ['Hello', ' world'])
})

test('both press Enter at the same place: the end is there once', async () => {
  const [ada, ben] = await meet({
    start: 'Hello world',
    shown: ['Hello world'],
    ada: `${right(5)}{Enter}`,
    ben: `${right(5)}{Enter}`,
    result: ['Hello', ' world'],
  })
  await write(ada, 'a')
  await write(ben, 'b')
  await expect.poll(async () => (await blocksOf(ada)).join('/')).toMatch(/^Hello\/(ab|ba) world$/)
  await expect.poll(async () => (await blocksOf(ben)).join('/')).toBe((await blocksOf(ada)).join('/'))
})

test('one joins a paragraph to the one before while the other types in it', async () => {
  const [ada, ben] = await meet({
    start: 'Hello{Enter}world',
    shown: ['Hello', 'world'],
    ada: '{Backspace}',
    ben: `${right(2)}XX`,
    result: ['HellowoXXrld'],
  })
  await write(ben, 'YY')
  await waitForBlocks(ada, ['HellowoXXYYrld'])
})

test('one removes an empty paragraph in which the other begins to write', async () => {
  const [ada, ben] = await meet({
    start: 'Hello{Enter}',
    shown: ['Hello', ''],
    ada: '{Backspace}',
    ben: 'XX',
    result: ['HelloXX'],
  })
  expect(await blocksOf(ben)).toEqual(await blocksOf(ada))
})

test('both join the same paragraphs: the text is there once', async () => {
  const [ada, ben] = await meet({
    start: 'Hello{Enter}world',
    shown: ['Hello', 'world'],
    ada: '{Backspace}',
    ben: '{Backspace}',
    result: ['Helloworld'],
  })
  expect(await blocksOf(ben)).toEqual(await blocksOf(ada))
})

test('one cuts a paragraph and puts it elsewhere while the other types in it', async () => {
  const [ada, ben] = await meet({
    start: 'one{Enter}two{Enter}three',
    shown: ['one', 'two', 'three'],
    ada: '{Shift+End}{Control+x}{Backspace}{Control+Home}{Enter}{ArrowUp}{Control+v}',
    ben: `${right(2)}XX`,
    result: ['three', 'one', 'twoXX'],
  })
  expect(await blocksOf(ben)).toEqual(await blocksOf(ada))
})

test('one makes code of a paragraph while the other types in it', async () => {
  const [ada, ben] = await meet({
    start: 'let a = 1',
    shown: ['let a = 1'],
    ada: '{Control+Alt+c}',
    ben: `${right(8)}2`,
    result: ['``` let a = 21'],
  })
  await write(ben, '3')
  await waitForBlocks(ada, ['``` let a = 231'])
})

test.each([
  ['a heading', '{Control+Alt+2}', '## '],
  ['a list item', '{Control+Shift+8}', '- '],
  ['a task', '{Control+Shift+9}', '[ ] '],
  ['a quote', '{Control+Shift+b}', '> '],
])('one makes %s of a paragraph while the other splits it', async (_, keys, sign) => {
  const [ada, ben] = await meet({
    start: 'Hello there world',
    shown: ['Hello there world'],
    ada: keys,
    ben: `${right(11)}{Enter}`,
    result: [`${sign}Hello there`, ' world'],
  })
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['Hello there', ' world'])
  await waitForBlocks(ben, ['Hello there', ' world'])
})
