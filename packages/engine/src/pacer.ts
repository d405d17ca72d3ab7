/**
 * At once when quiet, else once per interval: the first request runs at once, requests within the interval after a run
 * are answered by one more run at its end.
 */
import type { Cancel, Clock } from './ports.ts'

export interface Pacer {
  request(): void
  /** Forgets what was requested. */
  stop(): void
}

export interface PacerOptions {
  readonly clock: Clock
  /** The interval (milliseconds), asked at each request. */
  readonly everyMs: () => number
  readonly run: () => void
}

export function createPacer({ clock, everyMs, run }: PacerOptions): Pacer {
  let lastRun = -Infinity
  let cancel: Cancel | undefined

  function runNow(): void {
    cancel = undefined
    lastRun = clock.now()
    run()
  }

  return {
    request() {
      if (cancel !== undefined) return
      const interval = everyMs()
      // A clock set back must not make anybody wait longer than the interval.
      const wait = Math.min(interval, lastRun + interval - clock.now())
      if (wait <= 0) runNow()
      else cancel = clock.setTimer(wait, runNow)
    },
    stop() {
      cancel?.()
      cancel = undefined
    },
  }
}
