// Work for when nobody waits: in slices of a few milliseconds, while the browser has nothing better to do. Handed in by
// tests; in a browser this is a timer and requestIdleCallback.

import type { Cancel } from '../cursors/frames.ts'

export interface Idle {
  /** Calls `run` when the page is idle, no earlier than `ms` from now, with the time by which it should end. */
  later(ms: number, run: (deadline: number) => void): Cancel
  /** On the clock of the deadlines, in ms. */
  now(): number
}

export const browserIdle: Idle = {
  now: () => performance.now(),
  later: (ms, run) => {
    let idle: number | undefined
    const timer = setTimeout(() => {
      if (typeof requestIdleCallback !== 'function') run(performance.now() + sliceTime)
      else
        idle = requestIdleCallback(
          (deadline) => run(performance.now() + Math.min(sliceTime, deadline.timeRemaining())),
          { timeout: patience },
        )
    }, ms)
    return () => {
      clearTimeout(timer)
      if (idle !== undefined) cancelIdleCallback(idle)
    }
  },
}

// A quarter of a frame: a key pressed in the middle of it is not late.
const sliceTime = 4
/** A page that is never idle is looked after all the same, in ms. */
const patience = 5_000

/** Runs the steps of some work in slices. `finished` is not called when it is cancelled. */
export function runInSlices<Result>(
  idle: Idle,
  work: Iterator<undefined, Result>,
  finished: (result: Result) => void,
): Cancel {
  let cancel: Cancel
  const slice = (deadline: number): void => {
    do {
      const step = work.next()
      if (step.done === true) {
        finished(step.value)
        return
      }
    } while (idle.now() < deadline)
    cancel = idle.later(0, slice)
  }
  cancel = idle.later(0, slice)
  return () => cancel()
}
