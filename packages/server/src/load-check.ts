// A load check for operators: so many clients in one document of a server, each writing so often, and how long it takes
// until an edit is said to be saved and until the others have it. Run by `stet bench`. (The benchmark in `bench/` is for
// developers: it compares servers, with a generator on a core of its own.)
import { errorTable } from '@stet/protocol'
import { connectLoadClient } from './load-client.ts'
import { createLatencies, type LatencySummary } from './latencies.ts'
import type { LoadClient } from './load-client.ts'

export interface LoadOptions {
  /** `ws://host:port/sync` */
  readonly syncUrl: string
  /** Is written to: one that nobody needs. */
  readonly document: string
  readonly token?: string | undefined
  readonly clients: number
  /** Edits per second of each client. */
  readonly rate: number
  readonly seconds: number
  readonly onProgress?: (secondsLeft: number) => void
}

export interface LoadReport {
  readonly edits: number
  readonly editsPerSecond: number
  /** Edits that were said to be saved, and edits that reached another client, with all that should have been. */
  readonly saved: number
  readonly delivered: number
  readonly toDeliver: number
  /** From writing an edit until it was said to be saved, and until another client had it. Milliseconds. */
  readonly savedMs: LatencySummary
  readonly deliveredMs: LatencySummary
  /** By how much the clients were late themselves. Near the others, this machine measured itself. */
  readonly lateMs: LatencySummary
  /** What went wrong, and how often. */
  readonly errors: Readonly<Record<string, number>>
}

/** What one run may be: enough to see where a server ends, and not enough to be a weapon by a slip of the hand. */
export const loadLimits = {
  clients: { least: 2, most: 200 },
  rate: { least: 0.1, most: 50 },
  seconds: { least: 1, most: 600 },
  /** Clients × clients × rate: each edit goes to everybody. */
  deliveriesPerSecond: 100_000,
} as const

/** A sentence on what is wrong with the numbers; undefined when they are fine. */
export function whyNotThisLoad({ clients, rate, seconds }: LoadNumbers): string | undefined {
  for (const [name, value] of Object.entries({ clients, rate, seconds })) {
    const { least, most } = loadLimits[name as keyof LoadNumbers]
    if (!(value >= least && value <= most)) return `${name} must be from ${least} to ${most}, not ${value}.`
  }
  if (!Number.isInteger(clients)) return `clients must be a whole number, not ${clients}.`
  const deliveries = clients * (clients - 1) * rate
  return deliveries > loadLimits.deliveriesPerSecond
    ? `${clients} clients at ${rate} edits a second are ${Math.round(deliveries)} deliveries a second; at most ${loadLimits.deliveriesPerSecond} are possible.`
    : undefined
}

export type LoadNumbers = Pick<LoadOptions, 'clients' | 'rate' | 'seconds'>

/** Milliseconds between two looks at who is to write. */
const tickMs = 4
/** How long after the last edit answers may still come. Milliseconds. */
const settleMs = 10_000
/** So many connect at the same time. */
const connectAtOnce = 20

/** Rejects with an Error for a person when not everybody could connect, or the numbers are none. */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const wrong = whyNotThisLoad(options)
  if (wrong !== undefined) throw new Error(wrong)
  const { syncUrl, document, token, clients: count, rate, seconds, onProgress } = options
  const savedMs = createLatencies()
  const deliveredMs = createLatencies()
  const lateMs = createLatencies()
  const errors: Record<string, number> = {}
  /** When each client wrote its edits: an edit is one clock of its client. */
  const written = new Map<number, number[]>()
  let check: (() => void) | undefined

  const clients: LoadClient[] = []
  const connect = (): Promise<LoadClient> =>
    connectLoadClient({
      url: `${syncUrl}/${document}`,
      token,
      onSaved: (ms) => {
        savedMs.add(ms)
        check?.()
      },
      onArrived(client, from, to) {
        const now = performance.now()
        const times = written.get(client) ?? []
        for (let clock = from; clock < to; clock += 1) deliveredMs.add(now - (times[clock] ?? now))
        check?.()
      },
      onError(code) {
        errors[code] = (errors[code] ?? 0) + 1
      },
    })
  try {
    while (clients.length < count) {
      const group = Math.min(connectAtOnce, count - clients.length)
      clients.push(...(await settled(Array.from({ length: group }, connect), clients)))
    }
    for (const { id } of clients) written.set(id, [])

    const start = performance.now()
    const due = clients.map((_, index) => start + (index * 1000) / (rate * count))
    const end = start + seconds * 1000
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        const now = performance.now()
        for (const [index, client] of clients.entries()) {
          for (let at = due[index] ?? end; at <= now && at < end; at = due[index] ?? end) {
            due[index] = at + 1000 / rate
            lateMs.add(now - at)
            written.get(client.id)?.push(performance.now())
            client.write()
          }
        }
        onProgress?.(Math.max(0, Math.ceil((end - now) / 1000)))
        if (now < end) return
        clearInterval(timer)
        resolve()
      }, tickMs)
    })

    const edits = lateMs.count
    const toDeliver = edits * (count - 1)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, settleMs)
      check = () => {
        if (savedMs.count < edits || deliveredMs.count < toDeliver) return
        clearTimeout(timer)
        resolve()
      }
      check()
    })
    return {
      edits,
      editsPerSecond: edits / seconds,
      saved: savedMs.count,
      delivered: deliveredMs.count,
      toDeliver,
      savedMs: savedMs.summary(),
      deliveredMs: deliveredMs.summary(),
      lateMs: lateMs.summary(),
      errors,
    }
  } finally {
    for (const client of clients) client.close()
  }
}

/** All of them; those that came are kept for closing even if another did not. */
async function settled(
  attempts: readonly Promise<LoadClient>[],
  clients: LoadClient[],
): Promise<LoadClient[]> {
  const results = await Promise.allSettled(attempts)
  const came = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const failure = results.find((result) => result.status === 'rejected')
  if (failure === undefined) return came
  clients.push(...came)
  throw failure.reason instanceof Error ? failure.reason : new Error(errorTable.internal.person)
}
