// Bold and its kin: by their keys, typed as Markdown, and undone as people expect.
import { expect, test } from 'vitest'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeAtStart, writeInto } from '../harness/writing.ts'

const site = useSite('marks')

test('each key puts its mark on what is typed next, and ends it', async () => {
  const ada = await site.writer()
  const keys = ['Control+b', 'Control+i', 'Control+u', 'Control+e', 'Control+Shift+s', 'Control+Shift+x']
  for (const key of keys) await writeInto(ada, `{Control+End}a{${key}}b{${key}}c{Enter}`)
  await waitForBlocks(ada, [
    'a<b>b</b>c',
    'a<i>b</i>c',
    'a<u>b</u>c',
    'a<code>b</code>c',
    'a<s>b</s>c',
    'a<s>b</s>c',
    '',
  ])
})

test('a key puts its mark on the selection, takes it off again, and each is one undo step', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'one two{Control+Shift+ArrowLeft}{Control+b}')
  await waitForBlocks(ada, ['one <b>two</b>'])
  await write(ada, '{Control+i}')
  await waitForBlocks(ada, ['one <b><i>two</i></b>'])
  await write(ada, '{Control+b}')
  await waitForBlocks(ada, ['one <i>two</i>'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['one <b><i>two</i></b>'])
  await write(ada, '{Control+z}{Control+z}')
  await waitForBlocks(ada, ['one two'])
  await write(ada, '{Control+y}{Control+Shift+z}')
  await waitForBlocks(ada, ['one <b><i>two</i></b>'])
})

test('Markdown signs around words become marks, and typing goes on without them', async () => {
  const ada = await site.writer()
  const lines = ['**b** x', '__b__ x', '*i* x', '_i_ x', '~~s~~ x', '`c*d*` x', 'snake_case_x', '2 * 3 * 4']
  await writeInto(ada, lines.join('{Enter}'))
  await waitForBlocks(ada, [
    '<b>b</b> x',
    '<b>b</b> x',
    '<i>i</i> x',
    '<i>i</i> x',
    '<s>s</s> x',
    '<code>c*d*</code> x',
    'snake_case_x',
    '2 * 3 * 4',
  ])
})

test.each(['Backspace', 'Control+z'])(
  '%s directly after a conversion gives the typed signs back',
  async (key) => {
    const ada = await site.writer()
    await writeInto(ada, `say **it**{${key}}`)
    await waitForBlocks(ada, ['say **it**'])
    await write(ada, '{Control+y}')
    await waitForBlocks(ada, ['say <b>it</b>'])
  },
)

test('a mark chosen for what is typed next survives what someone else types meanwhile', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, 'first{Enter}second ')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForBlocks(ben, ['first', 'second '])
  await write(ada, '{Control+b}')
  await writeAtStart(ben, '!')
  await waitForBlocks(ada, ['!first', 'second '])
  await write(ada, 'bold')
  await waitForBlocks(ben, ['!first', 'second <b>bold</b>'])
  expect(await ada.page.getByRole('button', { name: 'Bold' }).getAttribute('aria-pressed')).toBe('true')
})
