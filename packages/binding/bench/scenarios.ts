// What is measured of one subject at one size. Every number is the median of its samples unless its name says otherwise;
// the tenth percentile is what is left when the rest of the machine was busy elsewhere.
import type { Lab, OpenPage } from './lab.ts'
import type { SubjectName } from './page/subject.ts'
import { median, quantile } from './statistics.ts'

export type Measures = Readonly<Record<string, number | undefined>>

export interface Case {
  readonly lab: Lab
  readonly name: SubjectName
  readonly blocks: number
  /** 1 for a real run; less for a glance. */
  readonly scale: number
}

const warmUps = 10
const samples = 60
const burst = 200
const keys = 50
const people = 100
const movesPerSecond = 500

export async function measure(one: Case): Promise<Measures> {
  return { ...(await measureOpen(one)), ...(await measureEdits(one)), ...(await measureCrowd(one)) }
}

async function measureOpen({ lab, name, blocks, scale }: Case): Promise<Measures> {
  const times: number[] = []
  for (let i = 0; i < Math.ceil(3 * scale); i++) {
    const opened = await lab.open('unlimited', { name, blocks, remoteCharacters: 0, cursors: null })
    times.push(opened.openMs)
    await opened.close()
  }
  return { 'open, to the first picture (ms)': median(times) }
}

async function measureEdits({ lab, name, blocks, scale }: Case): Promise<Measures> {
  const count = Math.ceil(samples * scale)
  const opened = await lab.open('unlimited', {
    name,
    blocks,
    remoteCharacters: warmUps + 2 * count + burst,
    cursors: null,
  })
  const { page } = opened
  await page.evaluate((n) => stetBench.receiveOneByOne(n), warmUps)
  const received = await page.evaluate((n) => stetBench.receiveOneByOne(n), count)
  await opened.mainThreadMs()
  await page.evaluate((n) => stetBench.receiveOneByOne(n), count)
  const receivedWhole = (await opened.mainThreadMs()) / count
  const atOnce = await page.evaluate((n) => stetBench.receiveAtOnce(n), burst)
  await page.evaluate((n) => stetBench.typeByScript(n), warmUps)
  const typed = await page.evaluate((n) => stetBench.typeByScript(n), count)
  const moved = await page.evaluate((n) => stetBench.moveByScript(n), count)
  const pressed = await pressKeys(opened, { blocks, count: Math.ceil(keys * scale) })
  const text = await page.evaluate(() => stetBench.shownText())
  const expected = text.split('x').length - 1
  if (expected !== warmUps + 2 * count + burst) {
    throw new Error(`${name} shows ${expected} of ${warmUps + 2 * count + burst} remote characters.`)
  }
  await opened.close()
  return {
    'remote character, script (ms)': median(received),
    'remote character, script, p10 (ms)': quantile(received, 0.1),
    'remote character, script, p95 (ms)': quantile(received, 0.95),
    'remote character, whole main thread (ms)': receivedWhole,
    [`${burst} remote characters that arrive together, until painted (ms)`]: atOnce,
    'local character, script (ms)': median(typed),
    'local character, script, p10 (ms)': quantile(typed, 0.1),
    'caret move, script (ms)': median(moved),
    'key, until painted, p50 (ms)': median(pressed),
    'key, until painted, p95 (ms)': quantile(pressed, 0.95),
  }
}

/** Real keys, in the middle of the document, each when the one before can be seen. */
async function pressKeys(
  { page }: OpenPage,
  { blocks, count }: { readonly blocks: number; readonly count: number },
): Promise<readonly number[]> {
  await page.evaluate((block) => stetBench.putCaret(block, 20), Math.floor(blocks / 2))
  await page.evaluate(() => stetBench.watchKeys())
  for (let i = 1; i <= count; i++) {
    await page.keyboard.press('k')
    await page.evaluate((n) => stetBench.keyTimes(n), i)
  }
  return page.evaluate((n) => stetBench.keyTimes(n), count)
}

async function measureCrowd({ lab, name, blocks, scale }: Case): Promise<Measures> {
  const isShared = name !== 'bare' && !name.startsWith('plain')
  const moves = Math.ceil(25 * scale)
  const opened = await lab.open('60 Hz', {
    name,
    blocks,
    remoteCharacters: 0,
    cursors: isShared ? { people, moves } : null,
  })
  await opened.mainThreadMs()
  const frames = await opened.page.evaluate((rate) => stetBench.moveCursors(rate), movesPerSecond)
  const busy = await opened.mainThreadMs()
  const shown = await opened.page.evaluate(() => stetBench.shownCarets())
  if (isShared && shown < people) throw new Error(`${name} shows ${shown} of ${people} carets.`)
  await opened.close()
  const seconds = frames.reduce((sum, frame) => sum + frame, 0) / 1_000
  return {
    '100 carets, 5 moves/s each: dropped frames (%)': (100 * droppedFrames(frames)) / (seconds * 60),
    '100 carets, 5 moves/s each: longest frame (ms)': Math.max(...frames),
    '100 carets, 5 moves/s each: main thread (ms per second)': busy / seconds,
  }
}

/** How many pictures of a 60 Hz screen were missed. */
function droppedFrames(frames: readonly number[]): number {
  return frames.reduce((sum, frame) => sum + Math.max(Math.round(frame / (1_000 / 60)) - 1, 0), 0)
}
