// How often one address, or one person, may open a connection. Beyond it the answer is 429 before anything is built
// up for it, and it says when to come again. A refused attempt is not counted: whoever keeps trying gets in at the rate
// that is allowed, instead of locking out everybody behind the same address.
import { isIPv6 } from 'node:net'
import { RateBucket } from './rate-bucket.ts'
import type { Rate } from './rate-bucket.ts'

export interface ConnectRate {
  /** Gives 0 for a connection that may be opened, else how long (ms) to wait. */
  attempt(key: string): number
}

/** Who is not remembered starts anew: with so many at once no memory would tell friend from foe. */
const maxKeys = 20_000

export function createConnectRate(rate: Rate, now: () => number): ConnectRate {
  const buckets = new Map<string, RateBucket>()

  return {
    attempt(key) {
      const bucket = buckets.get(key) ?? new RateBucket(rate, now())
      // A Map keeps the order of insertion: the first is who came longest ago.
      buckets.delete(key)
      buckets.set(key, bucket)
      const oldest = buckets.size > maxKeys ? buckets.keys().next().value : undefined
      if (oldest !== undefined) buckets.delete(oldest)
      return bucket.take(now())
    },
  }
}

/** One household or office: with IPv6 it has a network of its own and as many addresses as it likes. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const before = head.split(':').filter((group) => group !== '')
  const zeros =
    tail === undefined ? 0 : 8 - before.length - tail.split(':').filter((group) => group !== '').length
  return [...before, ...Array.from({ length: zeros }, () => '0')].slice(0, 4).join(':')
}
