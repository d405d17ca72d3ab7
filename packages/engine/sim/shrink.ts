/**
 * Takes operations out of a failing plan while it fails in the same way: first large runs of them, then single ones.
 */
import type { Plan } from './plan.ts'
import { runPlan } from './run.ts'

export async function shrink(plan: Plan, kind: string): Promise<Plan> {
  let smallest = plan
  for (let size = Math.ceil(plan.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < smallest.steps.length;) {
      const candidate = { ...smallest, steps: smallest.steps.toSpliced(at, size) }
      const { failure } = await runPlan(candidate)
      if (failure?.kind === kind) smallest = candidate
      else at += size
    }
  }
  return smallest
}
