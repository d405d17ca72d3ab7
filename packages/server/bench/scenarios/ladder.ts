// The search for the highest rate that passes: doubled as long as it passes, then halved in between. A step that fails
// gets a second chance, since on a machine that does other things one hiccup is not a limit.
import type { LoadResult } from '../generator/generator-calls.ts'

export interface Ladder {
  /** The rate to try next; undefined at the end. */
  next(): number | undefined
  /** The highest rate that passed, as it was really sent; 0 when none did. */
  readonly best: number
  report(passed: boolean, rate: number): void
}

const mostDoublings = 12

export function createLadder(firstRate: number, refinements: number): Ladder {
  let low = 0
  let best = 0
  let high: number | undefined
  let rate: number | undefined = firstRate
  let secondChance = true
  let refined = 0
  let doubled = 0
  return {
    next: () => rate,
    get best() {
      return best
    },
    report(passed, sent) {
      if (rate === undefined) return
      if (!passed && secondChance) {
        secondChance = false
        return
      }
      secondChance = true
      if (passed) {
        low = rate
        best = Math.max(best, sent)
      } else {
        high = rate
      }
      if (high === undefined) {
        doubled += 1
        rate = doubled > mostDoublings ? undefined : rate * 2
      } else if (low === 0) {
        rate = high > 2 ? high / 2 : undefined
      } else {
        refined += 1
        rate = refined > refinements ? undefined : Math.sqrt(low * high)
      }
    },
  }
}

/** Judges a step. Gives whether it passed. */
export function climb(ladder: Ladder, result: LoadResult, ms: number): boolean {
  const rate = ladder.next() ?? 0
  const sent = (result.edits * 1000) / ms
  const arrived = result.delivered >= result.expected * 0.999 && result.edits > 0
  // A generator that cannot send as fast as it should shows its own limit, not the server's.
  const passed = arrived && result.p99Ms < 100 && sent > rate * 0.85
  ladder.report(passed, sent)
  return passed
}
