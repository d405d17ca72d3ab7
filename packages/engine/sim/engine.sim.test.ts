/**
 * The promises, tried on 500 seeded worlds of trouble, and on every world that ever broke one.
 */
import { readdirSync, readFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makePlan, type Plan } from './plan.ts'
import { countNames, runPlan } from './run.ts'
import { shrink } from './shrink.ts'

const seeds = 500
const shares = 10

/** Fails with the smallest plan that still breaks the promise, saved where it can be replayed from. */
async function hold(plan: Plan): Promise<Awaited<ReturnType<typeof runPlan>>> {
  const report = await runPlan(plan)
  if (report.failure === undefined) return report
  const path = join(mkdtempSync(join(tmpdir(), 'stet-sim-')), `seed-${plan.seed}.json`)
  writeFileSync(path, JSON.stringify(await shrink(plan, report.failure.kind), undefined, 2))
  throw new Error(`${report.failure.message}\nReplay: pnpm test:sim --replay ${path} --trace`)
}

describe('no acked update is lost, all clients end equal, everybody sees exactly who is there', () => {
  const totals = new Map<string, number>()

  test.each(Array.from({ length: shares }, (_, share) => share))('share %i of 500 seeds', async (share) => {
    for (let seed = share + 1; seed <= seeds; seed += shares) {
      const { counts, failure } = await hold(makePlan(seed))
      expect(failure).toBeUndefined()
      for (const name of countNames) totals.set(name, (totals.get(name) ?? 0) + counts[name])
    }
  })

  test('and the runs did something', () => {
    const least = {
      happenings: 100_000,
      edits: 10_000,
      acks: 1_000,
      crashes: 100,
      appends: 1_000,
      failedAppends: 100,
      rows: 1_000,
      resyncs: 20,
      compactions: 200,
      stalls: 200,
      forgeries: 200,
    }
    for (const name of countNames)
      expect([name, (totals.get(name) ?? 0) >= least[name]]).toEqual([name, true])
  })
})

test('the same seed runs the same way, down to the last byte', async () => {
  for (const seed of [3, 14, 159]) {
    const [first, second] = [await runPlan(makePlan(seed)), await runPlan(makePlan(seed))]
    expect(second).toEqual(first)
  }
})

test('a plan that went through JSON runs the same way', async () => {
  const plan = makePlan(26)
  expect(await runPlan(JSON.parse(JSON.stringify(plan)) as Plan)).toEqual(await runPlan(plan))
})

const regressions = new URL('regressions/', import.meta.url)

test.each(readdirSync(regressions))('what once broke holds: %s', async (name) => {
  const { failure } = await hold(JSON.parse(readFileSync(new URL(name, regressions), 'utf8')) as Plan)
  expect(failure).toBeUndefined()
})
