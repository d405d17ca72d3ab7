// A document without anything in it. Nobody's looking may write into it, or two people opening it would each put a first
// line there; but the first key, whatever it is, must act as if the line were there.
import type { CDPSession } from 'playwright-core'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { blocksOf, waitForBlocks, write, writeAtStart, writeInto } from '../harness/writing.ts'

const site = useSite('empty')

/** What the server holds of a document, asked by a client that is none of ours. */
async function storedClients(address: string): Promise<number> {
  const name = new URL(address).pathname.slice('/d/'.length)
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(site.server.syncUrl, name, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  await new Promise<void>((resolve) => provider.on('sync', () => resolve()))
  const clients = doc.store.clients.size
  provider.destroy()
  doc.destroy()
  return clients
}

test('opening, focusing, clicking, selecting and leaving write nothing', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ address })
  const ben = await site.writer({ address })
  for (const person of [ada, ben]) {
    await writeInto(person, '{ArrowDown}{Control+a}{Escape}{Tab}')
    await person.page.locator('.ProseMirror').click({ position: { x: 200, y: 300 } })
    expect(await blocksOf(person)).toEqual([])
  }
  expect(await storedClients(address)).toBe(0)
  // Both begin to write at once: two first lines, each with its words, and nothing lost.
  await Promise.all([write(ada, 'ada'), write(ben, 'ben')])
  await expect.poll(async () => (await blocksOf(ada)).toSorted().join()).toMatch(/ada.*ben|benada|adaben/)
  await expect.poll(async () => JSON.stringify(await blocksOf(ben))).toBe(JSON.stringify(await blocksOf(ada)))
})

test('what others write into it is not replaced by my first key', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben', address })
  await writeInto(ben, '# Theirs{Enter}words')
  await waitForBlocks(ada, ['# Theirs', 'words'])
  await write(ada, 'Mine')
  for (const person of [ada, ben]) {
    await expect.poll(async () => (await blocksOf(person)).join(' ')).toMatch(/Mine/)
    expect((await blocksOf(person)).join(' ').replace('Mine', '')).toBe('# Theirs words')
  }
})

test('whoever comes to a written document by keyboard alone replaces nothing', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, 'one{Enter}two')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForBlocks(ben, ['one', 'two'])
  await ben.page.getByRole('textbox', { name: 'Document title' }).focus()
  await write(ben, '{Enter}!')
  await waitForBlocks(ben, ['!one', 'two'])
})

const firstKeys: readonly (readonly [string, readonly string[]])[] = [
  ['x', ['x']],
  ['{Enter}x', ['', 'x']],
  ['{Backspace}x', ['x']],
  ['{Delete}x', ['x']],
  ['{Control+Alt+1}x', ['# x']],
  ['{Control+Shift+8}x', ['- x']],
  ['{Control+Shift+b}x', ['> x']],
  ['{Control+Alt+c}x', ['``` x']],
  ['{Control+b}x', ['<b>x</b>']],
  ['{Shift+Enter}x', ['⏎x']],
  ['- x', ['- x']],
]

test.each(firstKeys)('%s as the first keys give %j', async (keys, blocks) => {
  const ada = await site.writer()
  await write(ada, keys)
  await waitForBlocks(ada, blocks)
  for (let i = 0; i < 6; i += 1) await write(ada, '{Control+z}')
  await waitForBlocks(ada, [])
  await write(ada, 'again')
  await waitForBlocks(ada, ['again'])
})

test.each([
  ['Bold', ['<b>x</b>']],
  ['Bulleted list', ['- x']],
  ['Numbered list', ['1. x']],
  ['Task list', ['[ ] x']],
  ['Quote', ['> x']],
  ['Code block', ['``` x']],
  ['Divider', ['---', 'x']],
])('the button %s works first', async (name, blocks) => {
  const ada = await site.writer()
  await ada.page.getByRole('button', { name, exact: true }).click()
  await write(ada, 'x')
  await waitForBlocks(ada, blocks)
})

test('an input method writes the first word', async () => {
  const ada = await site.writer()
  const input = await ada.context.newCDPSession(ada.page)
  await compose(input, ['に', 'にほ', 'にほん'], '日本')
  await waitForBlocks(ada, ['日本'])
  await compose(input, ['ご'], '語')
  await waitForBlocks(ada, ['日本語'])
  await write(ada, '{Enter}x')
  await waitForBlocks(ada, ['日本語', 'x'])
})

test('a composition survives what somebody else types in the same block', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, 'here: ')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForBlocks(ben, ['here: '])
  const input = await ada.context.newCDPSession(ada.page)
  await input.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 })
  await writeAtStart(ben, '<< ')
  // It waits while the block is being composed, but not for ever.
  await expect.poll(() => textAfterComposing(ada)).toContain('<< ')
  await input.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 })
  await input.send('Input.insertText', { text: '日本' })
  await waitForBlocks(ada, ['<< here: 日本'])
  await waitForBlocks(ben, ['<< here: 日本'])
})

test('everything selected and deleted leaves a line to go on in', async () => {
  const ada = await site.writer()
  await writeInto(ada, '# Head{Enter}text{Enter}- item{Control+a}{Delete}')
  expect((await blocksOf(ada)).length).toBeLessThanOrEqual(1)
  await write(ada, 'new')
  await waitForBlocks(ada, ['new'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['# Head', 'text', '- item'])
})

async function compose(input: CDPSession, steps: readonly string[], result: string): Promise<void> {
  for (const text of steps) {
    await input.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
  }
  await input.send('Input.insertText', { text: result })
}

async function textAfterComposing(person: Person): Promise<string> {
  return (await blocksOf(person)).join('\n')
}
