/**
 * The long run: `node sim/main.ts --seeds 20000 [--from 1]`, one seed `--seed 17 [--trace]`, or a saved plan
 * `--replay plan.json`. Failing plans are shrunk and written to a folder that is printed. Exit code 1 on a failure.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { makePlan, type Plan } from './plan.ts'
import { countNames, runPlan, type Counts } from './run.ts'
import { shrink } from './shrink.ts'

/** Failures after which a worker stops: something is broken altogether then, and 20,000 saved plans help nobody. */
const mostFailures = 10

interface Share {
  readonly from: number
  readonly seeds: number
  readonly step: number
}

type Progress =
  | { readonly kind: 'ran'; readonly counts: Counts }
  | { readonly kind: 'gave-up' }
  | { readonly kind: 'failed'; readonly seed: number; readonly message: string; readonly plan: Plan }

if (isMainThread) await main()
else {
  // A worker's port has no origin to name; the rule means a browser's window.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  await work(workerData as Share, (progress) => parentPort?.postMessage(progress))
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '500' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      replay: { type: 'string' },
      trace: { type: 'boolean', default: false },
      workers: { type: 'string' },
    },
  })
  if (values.replay !== undefined)
    await replay(JSON.parse(readFileSync(values.replay, 'utf8')) as Plan, values.trace)
  else if (values.seed !== undefined) await replay(makePlan(whole(values.seed, '--seed')), values.trace)
  else {
    const workers =
      values.workers === undefined ? Math.min(2, availableParallelism()) : whole(values.workers, '--workers')
    await longRun({ from: whole(values.from, '--from'), seeds: whole(values.seeds, '--seeds'), workers })
  }
}

async function replay(plan: Plan, trace: boolean): Promise<void> {
  const report = await runPlan(plan, trace ? (line) => console.log(line) : undefined)
  console.log(`seed ${plan.seed}, hash ${report.hash}, ${summary(report.counts)}`)
  console.log(report.failure === undefined ? 'All promises kept.' : `FAILED ${report.failure.message}`)
  if (report.failure !== undefined) process.exitCode = 1
}

async function longRun(options: { from: number; seeds: number; workers: number }): Promise<void> {
  const started = Date.now()
  const totals: Record<string, number> = {}
  let ran = 0
  let failed = 0
  let folder: string | undefined
  let nextLine = started + 5_000

  function hear(progress: Progress): void {
    if (progress.kind === 'failed') {
      failed += 1
      folder ??= mkdtempSync(join(tmpdir(), 'stet-sim-'))
      const path = join(folder, `seed-${progress.seed}.json`)
      writeFileSync(path, `${JSON.stringify(progress.plan, undefined, 2)}\n`)
      console.log(
        `FAILED seed ${progress.seed}: ${progress.message}\n  ${progress.plan.steps.length} steps left, replay with --replay ${path}`,
      )
      return
    }
    if (progress.kind === 'gave-up') {
      console.log(`One of the workers stops after ${mostFailures} failures.`)
      return
    }
    ran += 1
    for (const name of countNames) totals[name] = (totals[name] ?? 0) + progress.counts[name]
    if (Date.now() < nextLine) return
    nextLine = Date.now() + 5_000
    console.log(
      `${ran} of ${options.seeds} seeds, ${failed} failed, ${Math.round((Date.now() - started) / 1000)} s`,
    )
  }

  await Promise.all(
    Array.from({ length: options.workers }, (_, index) => {
      const share: Share = { from: options.from + index, seeds: options.seeds - index, step: options.workers }
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(new URL(import.meta.url), { workerData: share })
        worker.on('message', hear)
        worker.on('error', reject)
        worker.on('exit', () => resolve())
      })
    }),
  )
  console.log(
    `${ran} seeds from ${options.from}, ${failed} failed, ${((Date.now() - started) / 1000).toFixed(1)} s`,
  )
  console.log(summary(totals as Counts))
  if (failed > 0 || ran < options.seeds) process.exitCode = 1
}

async function work({ from, seeds, step }: Share, tell: (progress: Progress) => void): Promise<void> {
  let failures = 0
  for (let done = 0; done < seeds; done += step) {
    const plan = makePlan(from + done)
    const report = await runPlan(plan)
    if (report.failure !== undefined) {
      failures += 1
      // Shrinking takes a thousand runs: the first few failures tell the story.
      const smallest = failures <= 3 ? await shrink(plan, report.failure.kind) : plan
      tell({ kind: 'failed', seed: plan.seed, message: report.failure.message, plan: smallest })
      if (failures === mostFailures) {
        tell({ kind: 'gave-up' })
        return
      }
    }
    tell({ kind: 'ran', counts: report.counts })
  }
}

function summary(counts: Counts): string {
  return countNames.map((name) => `${counts[name]} ${name}`).join(', ')
}

function whole(text: string, flag: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new Error(`${flag} wants a whole number above 0, not "${text}"`)
}
