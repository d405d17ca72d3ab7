// How late the event loop runs: what everybody on the server waits, whatever they do. Measured by Node itself; read
// over whole windows, so that two scrapers see the same and neither resets the other's numbers.
import { monitorEventLoopDelay } from 'node:perf_hooks'

export interface LoopLag {
  /** Seconds by quantile, of the last whole window; of the time since the start before the first is over. */
  read(): Readonly<Record<'0.5' | '0.99' | '1', number>>
  stop(): void
}

const windowMs = 10_000
/** The monitor's own timer. What it measures includes it, and is given without. */
const resolutionMs = 20

export function createLoopLag(): LoopLag {
  const monitor = monitorEventLoopDelay({ resolution: resolutionMs })
  monitor.enable()
  const measure = () => ({
    '0.5': lateness(monitor.percentile(50)),
    '0.99': lateness(monitor.percentile(99)),
    '1': lateness(monitor.max),
  })
  let last: ReturnType<typeof measure> | undefined
  const timer = setInterval(() => {
    last = measure()
    monitor.reset()
  }, windowMs)
  timer.unref()
  return {
    read: () => last ?? measure(),
    stop() {
      clearInterval(timer)
      monitor.disable()
    },
  }
}

function lateness(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e9 - resolutionMs / 1000) || 0
}
