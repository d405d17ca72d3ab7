// pnpm bench:panels [--paragraphs 2000] [--keys 150] [--rounds 6]
//
// What a key costs with everything open around the text (outline, find and replace, somebody's caret) against the same
// editor on the same page with all of it closed, in turns, so that what else the machine does falls on both. The main
// thread's own time counts, not the time between two keys. Wanted: at most 1.15 times as much.
import { parseArgs } from 'node:util'
import type { CDPSession } from 'playwright-core'
import { createPerson, launchBrowser, openDocument, type Person } from '../harness/browser.ts'
import { findChromium } from '../harness/chromium.ts'
import { fillDocument } from '../harness/long-document.ts'
import { startStet, temporaryFolder } from '../harness/stet-process.ts'
import { write } from '../harness/writing.ts'

const { values: flags } = parseArgs({
  options: {
    paragraphs: { type: 'string', default: '2000' },
    keys: { type: 'string', default: '150' },
    rounds: { type: 'string', default: '6' },
  },
})
const goal = 1.15
const sentence = 'Nobody had walked the northern shore since the lighthouse closed. '
const chromium = findChromium()
if (chromium === undefined) throw new Error('No Chromium found. Set CHROMIUM to the path of its program.')
const data = temporaryFolder('panels')
const server = await startStet({ data: data.path })
const browser = await launchBrowser(chromium)
try {
  const address = `${server.url}/d/panels`
  const texts = Array.from(
    { length: Number(flags.paragraphs) },
    (_, index) => `${index}. ${sentence.repeat(3)}`,
  )
  await fillDocument({ server }, address, texts)
  const ada = await createPerson(browser, { name: 'Ada' })
  const ben = await createPerson(browser, { name: 'Ben' })
  for (const person of [ada, ben]) {
    await openDocument(person, address)
    await person.page.getByText('3. Nobody').first().click()
  }
  // An outline has something to show.
  for (const number of [2, 7]) {
    await ada.page.getByText(`${number}. Nobody`).first().click()
    await write(ada, '{Control+Alt+2}')
  }
  await ada.page.getByRole('navigation', { name: 'Outline' }).waitFor()
  await ada.page.locator('[data-stet-caret]').first().waitFor({ state: 'attached' })
  const session = await ada.context.newCDPSession(ada.page)
  await session.send('Performance.enable')
  const costs = { closed: [] as number[], open: [] as number[] }
  for (let round = 0; round < Number(flags.rounds) * 2; round += 1) {
    const state = round % 2 === 0 ? 'closed' : 'open'
    await arrange(ada, state === 'open')
    costs[state].push(await costOfKeys(ada, session, Number(flags.keys)))
  }
  const [closed, open] = [median(costs.closed), median(costs.open)]
  const ratio = open / closed
  console.log(
    `${flags.paragraphs} paragraphs, main thread per key: closed ${closed.toFixed(2)} ms, everything open ${open.toFixed(2)} ms, ratio ${ratio.toFixed(2)} (goal ${goal})`,
  )
  process.exitCode = ratio <= goal ? 0 : 1
} finally {
  await browser.close()
  await server.stop('SIGTERM')
  data.remove()
}

/** The outline and the find bar open, or both closed; the caret back in the text. */
async function arrange(person: Person, isOpen: boolean): Promise<void> {
  const { page } = person
  const outline = page.getByRole('navigation', { name: 'Outline' })
  if ((await outline.isVisible()) !== isOpen) {
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Outline' }).click()
  }
  const find = page.getByRole('search')
  await page.locator('.ProseMirror').focus()
  if (isOpen) {
    await write(person, '{Control+h}lighthouse')
    await find.getByText(/of \d/).waitFor()
  } else if (await find.isVisible()) {
    await write(person, '{Control+f}{Escape}')
  }
  await page.getByText('5. Nobody').first().click()
  await write(person, '{End}')
}

async function costOfKeys({ page }: Person, session: CDPSession, keys: number): Promise<number> {
  const before = await taskMs(session)
  for (let key = 0; key < keys; key += 1) await page.keyboard.press(key % 6 === 5 ? ' ' : 'e', { delay: 15 })
  // What is put off until the typing rests belongs to the keys, too.
  await page.evaluate(() => new Promise((rested) => setTimeout(rested, 1500)))
  return ((await taskMs(session)) - before) / keys
}

async function taskMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
