// What we ask of ourselves, per measure and size, and whether it was reached.
import type { Measures } from './scenarios.ts'
import type { SubjectName } from './page/subject.ts'

export type Results = Partial<Record<SubjectName, Measures>>

interface Goal {
  readonly text: string
  readonly isMet: (value: number, control: (name: SubjectName) => number) => boolean
}

const atMost = (limit: number): Goal => ({ text: `≤ ${limit}`, isMet: (value) => value <= limit })
const ratioToStock = (ratio: number): Goal => ({
  text: `≤ ${ratio}x stock`,
  isMet: (value, control) => value <= ratio * control('stock'),
})
const addedToPlain = (limit: number): Goal => ({
  text: `≤ plain-lazy + ${limit}`,
  isMet: (value, control) => value <= control('plain-lazy') + limit,
})

const goals: Readonly<Record<string, Goal>> = {
  '2000 remote character, script (ms)': atMost(0.5),
  '10000 remote character, script (ms)': atMost(1),
  '200 local character, script (ms)': addedToPlain(1),
  '2000 local character, script (ms)': addedToPlain(1),
  '10000 local character, script (ms)': addedToPlain(1),
  '10000 key, until painted, p50 (ms)': ratioToStock(1 / 3),
  '10000 key, until painted, p95 (ms)': atMost(16),
  '10000 open, to the first picture (ms)': ratioToStock(0.6),
  '2000 100 carets, 5 moves/s each: dropped frames (%)': atMost(0),
}

/** The goal of a row and whether `stet-lazy`, what the editor ships, reached it. */
export function judge(blocks: number, measure: string, results: Results): readonly [string, string] {
  const goal = goals[`${blocks} ${measure}`]
  const value = results['stet-lazy']?.[measure]
  if (goal === undefined || value === undefined) return ['', '']
  const met = goal.isMet(value, (name) => results[name]?.[measure] ?? Number.NaN)
  return [goal.text.replace(/0\.3{3,}/, '1/3 '), met ? 'yes' : 'no']
}
