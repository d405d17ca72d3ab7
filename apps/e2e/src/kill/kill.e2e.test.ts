import { expect, test } from 'vitest'
import { runKills } from './kill-run.ts'

test('twenty SIGKILLs under load lose no edit that any client was told is saved', async () => {
  const seed = Date.now() % 2 ** 31
  console.log(`kill test seed ${seed}`)
  const report = await runKills({ kills: 20, seed })
  expect(report.lost).toEqual([])
  expect(report.unequal).toEqual([])
  expect(report.problems).toEqual([])
  // The run must have been under load, or it showed nothing.
  expect(report.acked).toBeGreaterThan(1_000)
  // And snapshots must have taken the place of rows meanwhile.
  expect(report.compactions).toBeGreaterThan(0)
})
