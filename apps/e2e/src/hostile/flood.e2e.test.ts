import { expect, it } from 'vitest'
import { runFlood } from './flood-run.ts'

const seed = Date.now() % 2 ** 31

it('a flood of malformed frames: the process lives, and two people in the flooded document go on', async () => {
  console.log(`flood seed ${seed}`)
  const run = await runFlood({ frames: 20_000, seed, role: 'write' })
  expect(run.frames).toBeGreaterThanOrEqual(20_000)
  expect(run.rounds).toBeGreaterThan(0)
  expect(run.errors).toEqual([])
  expect(run.exitCode).toBe(0)
  expect(run.memory - run.memoryBefore).toBeLessThan(200)
})

it('the same from readers changes nothing and reaches nobody', async () => {
  const run = await runFlood({ frames: 10_000, seed, role: 'read' })
  expect(run.strange).toBe(0)
  expect(run.errors).toEqual([])
  expect(run.exitCode).toBe(0)
})
