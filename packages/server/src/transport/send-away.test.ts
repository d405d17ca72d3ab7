import { expect, it } from 'vitest'
import { sendAwayInWaves } from './send-away.ts'

/** Virtual time: a pause ends as soon as nothing else can happen. */
function setUp(count: number, stored: () => Promise<void> = () => Promise.resolve()) {
  let time = 0
  const timers: { readonly at: number; readonly resolve: () => void }[] = []
  const left: { readonly peer: number; readonly at: number; readonly hushed: boolean }[] = []
  const hushed = new Set<number>()
  const peers = Array.from({ length: count }, (_, peer) => ({
    hush: () => void hushed.add(peer),
    sendAway: () => void left.push({ peer, at: time, hushed: hushed.has(peer) }),
  }))
  const run = async (spreadMs: number): Promise<number> => {
    let done = false
    const all = sendAwayInWaves({
      peers,
      spreadMs,
      stored,
      now: () => time,
      pause: (ms) => new Promise((resolve) => timers.push({ at: time + ms, resolve })),
    }).then(() => (done = true))
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      if (done) break
      timers.sort((a, b) => a.at - b.at)
      const timer = timers.shift()
      if (timer === undefined) throw new Error('Nothing will happen any more')
      time = Math.max(time, timer.at)
      timer.resolve()
    }
    await all
    return time
  }
  return { run, left }
}

it('a few go at once', async () => {
  const { run, left } = setUp(25)
  expect(await run(3000)).toBe(0)
  expect(left).toHaveLength(25)
})

it('many go in waves over the time given, each once and none while it still talks', async () => {
  const { run, left } = setUp(1000)
  expect(await run(3000)).toBeLessThanOrEqual(3000)
  expect(new Set(left.map(({ peer }) => peer)).size).toBe(1000)
  expect(left.every(({ hushed }) => hushed)).toBe(true)
  const waves = Map.groupBy(left, ({ at }) => at)
  expect(waves.size).toBe(15)
  for (const wave of waves.values()) expect(wave.length).toBeLessThanOrEqual(67)
})

it('nobody leaves before what it sent is stored, and a disk that hangs delays no wave beyond the end', async () => {
  let stored = false
  const slow = setUp(3, async () => {
    await new Promise((resolve) => setImmediate(resolve))
    stored = true
  })
  await slow.run(3000)
  expect(stored).toBe(true)
  const hanging = setUp(1000, () => new Promise(() => {}))
  expect(await hanging.run(3000)).toBeLessThanOrEqual(3000)
  expect(hanging.left).toHaveLength(1000)
})

it('without time everybody goes at once', async () => {
  const { run, left } = setUp(1000)
  expect(await run(0)).toBe(0)
  expect(left).toHaveLength(1000)
})
