// Idle time that passes when a test says so.

import type { Idle } from './idle.ts'

export interface TestIdle extends Idle {
  /** Time passes, and everything that was to happen in it happens. */
  pass(ms: number): void
  readonly slices: number
}

export function createTestIdle(): TestIdle {
  let time = 0
  let slices = 0
  const planned = new Set<{ at: number; run: (deadline: number) => void }>()
  return {
    now: () => time,
    get slices() {
      return slices
    },
    later: (ms, run) => {
      const plan = { at: time + ms, run }
      planned.add(plan)
      return () => planned.delete(plan)
    },
    pass(ms) {
      const end = time + ms
      for (;;) {
        const [next] = [...planned].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        planned.delete(next)
        time = Math.max(time, next.at)
        slices++
        // One step each: the deadline is over at once.
        next.run(time)
      }
      time = end
    },
  }
}
