// The engine's clock in a real process. Its timers end with the server, so that an embedding program can exit.
import type { Clock } from '@stet/engine'

export interface SystemClock extends Clock {
  /** Cancels every timer that is still waiting. */
  stop(): void
}

export function createSystemClock(): SystemClock {
  const timers = new Set<NodeJS.Timeout>()
  return {
    now: () => Date.now(),
    setTimer(ms, run) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        run()
      }, ms)
      timers.add(timer)
      return () => {
        clearTimeout(timer)
        timers.delete(timer)
      }
    },
    stop() {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}
