// What every server under test can be asked, whichever it is.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { answerCalls } from '../remote.ts'

export interface Usage {
  /** Of all threads of the process, since its start. */
  readonly cpuMs: number
  /** p99 of how late the event loop was, since the last time this was asked. */
  readonly lagMs: number
}

export interface Memory {
  /** After a garbage collection: the heap and what hangs outside of it. */
  readonly heapBytes: number
  readonly rssBytes: number
}

// A type, not an interface: it has to fit a table of calls.
export type ServerCalls = {
  /** Documents loaded, where it is known. */
  rooms(request: null): Promise<number>
  port(request: null): number
  usage(request: null): Usage
  memory(request: null): Promise<Memory>
}

/** In a server's process: it listens at this port. */
export function serveCalls(port: number, more: { readonly rooms?: () => Promise<number> } = {}): void {
  const lag = monitorEventLoopDelay({ resolution: 50 })
  lag.enable()
  const table: ServerCalls = {
    port: () => port,
    rooms: more.rooms ?? (() => Promise.resolve(NaN)),
    usage() {
      const { user, system } = process.cpuUsage()
      const lagMs = Math.max(0, lag.percentile(99) / 1e6 - 50)
      lag.reset()
      return { cpuMs: (user + system) / 1000, lagMs }
    },
    async memory() {
      for (let i = 0; i < 3; i += 1) {
        globalThis.gc?.()
        await pause(50)
      }
      const { heapUsed, external, rss } = process.memoryUsage()
      return { heapBytes: heapUsed + external, rssBytes: rss }
    },
  }
  answerCalls(table)
}
