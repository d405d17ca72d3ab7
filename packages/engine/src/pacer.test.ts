import { expect, test } from 'vitest'
import { FakeClock } from './fake-ports.ts'
import { createPacer } from './pacer.ts'

test('[PR6] the first request runs at once, those within the interval run once at its end', async () => {
  const clock = new FakeClock()
  let runs = 0
  const pacer = createPacer({ clock, everyMs: () => 50, run: () => (runs += 1) })
  pacer.request()
  expect(runs).toBe(1)
  pacer.request()
  pacer.request()
  await clock.advance(49)
  expect(runs).toBe(1)
  await clock.advance(1)
  expect(runs).toBe(2)
  await clock.advance(50)
  pacer.request()
  expect(runs).toBe(3)
})

test('a stopped pacer runs nothing and leaves no timer', async () => {
  const clock = new FakeClock()
  let runs = 0
  const pacer = createPacer({ clock, everyMs: () => 50, run: () => (runs += 1) })
  pacer.request()
  pacer.request()
  pacer.stop()
  await clock.advance(100)
  expect([runs, clock.timers]).toEqual([1, 0])
})
