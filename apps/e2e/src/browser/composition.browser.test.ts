// Text composed with an input method, as Chinese, Japanese and Korean are written and as phones write everything, while
// others change the document around it. The input method is Chromium's own, driven through its debugging protocol.
import type { CDPSession } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { blocksOf, waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('composition')

interface Composing {
  readonly ada: Person
  readonly ben: Person
  readonly method: CDPSession
}

/** Ada composes at the end of `two`; Ben's caret stands in the block with this number. */
async function composing(block: number): Promise<Composing> {
  const address = site.newAddress()
  const [ada, ben] = await Promise.all([
    site.writer({ name: 'Ada', address }),
    site.writer({ name: 'Ben', address }),
  ])
  await writeInto(ada, 'one{Enter}two{Enter}three{ArrowUp}{End}')
  await waitForBlocks(ben, ['one', 'two', 'three'])
  await ben.page.locator('.ProseMirror > .stet-block').nth(block).click()
  await ada.page.evaluate(() => {
    const seen = (globalThis as unknown as { compositions: string[] }).compositions ?? []
    Object.assign(globalThis, { compositions: seen })
    for (const type of ['compositionstart', 'compositionend']) {
      document.querySelector('.ProseMirror')?.addEventListener(type, () => seen.push(type))
    }
  })
  const method = await ada.context.newCDPSession(ada.page)
  await compose(method, 'に')
  await compose(method, 'にほ')
  return { ada, ben, method }
}

function compose(method: CDPSession, text: string): Promise<unknown> {
  return method.send('Input.imeSetComposition', {
    text,
    selectionStart: text.length,
    selectionEnd: text.length,
  })
}

/** Goes on composing, and commits. */
async function finish({ ada, method }: Composing): Promise<void> {
  await compose(method, 'にほん')
  // Nobody chooses a word as fast as a program: what is composed so far is read, and shared, before.
  await ada.page.evaluate(() => new Promise(requestAnimationFrame))
  await method.send('Input.insertText', { text: '日本' })
  const events = await ada.page.evaluate(
    () => (globalThis as unknown as { compositions: string[] }).compositions,
  )
  expect(events, 'one composition, from its start to its end').toEqual(['compositionstart', 'compositionend'])
}

async function waitForBoth({ ada, ben }: Composing, blocks: readonly string[]): Promise<void> {
  await waitForBlocks(ada, blocks)
  await waitForBlocks(ben, blocks)
}

/** Resolves when a change of the document has come to Ada's page, whether it is shown or not. */
async function nextChange({ ada, method }: Composing): Promise<void> {
  await method.send('Network.enable')
  await new Promise<void>((resolve) => {
    method.on('Network.webSocketFrameReceived', ({ response: { payloadData } }) => {
      const [sync, update] = [0, 2]
      const [type, step] = Buffer.from(payloadData, 'base64')
      if (type === sync && step === update) resolve()
    })
  })
  // The page hears of it in a task of its own.
  await ada.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
  await ada.page.evaluate(() => new Promise(requestAnimationFrame))
}

/** What is there is not told: only that it is the same for both. */
async function waitUntilSame(all: Composing): Promise<void> {
  await expect
    .poll(async () => (await blocksOf(all.ada)).join('\n') === (await blocksOf(all.ben)).join('\n'))
    .toBe(true)
}

test('others write before, after and inside the paragraph, and elsewhere', async () => {
  const all = await composing(0)
  const { ada, ben } = all
  await write(ben, '{Home}A{End}B{ArrowDown}{Home}C{ArrowDown}{End}D')
  // What is elsewhere arrives while the composition is open.
  await waitForBlocks(ada, ['AoneB', 'twoにほ', 'threeD'])
  await finish(all)
  await waitForBoth(all, ['AoneB', 'Ctwo日本', 'threeD'])
  await write(ada, '!')
  await waitForBoth(all, ['AoneB', 'Ctwo日本!', 'threeD'])
})

test('others write right behind the composed text', async () => {
  const all = await composing(1)
  await waitForBlocks(all.ben, ['one', 'twoにほ', 'three'])
  await write(all.ben, '{End}x')
  await waitForBlocks(all.ben, ['one', 'twoにほx', 'three'])
  await finish(all)
  await waitForBoth(all, ['one', 'two日本x', 'three'])
})

test('others make a heading, a list item and a task of the paragraph', async () => {
  const all = await composing(1)
  await write(all.ben, '{Control+Alt+2}')
  await waitForBlocks(all.ben, ['one', '## twoにほ', 'three'])
  await write(all.ben, '{Control+Shift+9}')
  await waitForBlocks(all.ben, ['one', '[ ] twoにほ', 'three'])
  await finish(all)
  await waitForBoth(all, ['one', '[ ] two日本', 'three'])
})

test.each(['before the composition ends', 'as it ends'])('others split the paragraph %s', async (when) => {
  const all = await composing(1)
  const received = nextChange(all)
  await write(all.ben, '{Home}{ArrowRight}{Enter}')
  if (when === 'before the composition ends') await received
  await finish(all)
  await expect.poll(async () => (await blocksOf(all.ada)).join('')).toBe('onetwo日本three')
  await waitUntilSame(all)
})

test('others delete the paragraph: both show the same in the end', async () => {
  const all = await composing(1)
  await write(all.ben, '{Home}{Shift+ArrowDown}{Backspace}')
  await finish(all)
  await waitUntilSame(all)
  expect((await blocksOf(all.ben)).join('\n')).toContain('one')
})
