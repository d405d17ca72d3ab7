// How often one network address may come with a token that is refused. It keeps the guessing of tokens, and a client
// that has gone astray, from costing more than an answer. Whoever comes with a good token is not counted.
import { isLoopbackAddress } from './client-address.ts'
import type { Clock } from '@stet/engine'

/** A university behind one address has many people whose session ran out over the weekend. */
const burst = 60
const everyMs = 1000
/** Addresses remembered; beyond it the one that failed longest ago goes. */
const maxAddresses = 10_000

export interface FailedAttempts {
  /** Seconds to wait, or 0. Asked before a token is read. */
  waitFor(address: string): number
  add(address: string): void
}

export function createFailedAttempts(clock: Clock): FailedAttempts {
  /** When the address will have made up for all its failures; each costs `everyMs`. */
  const settled = new Map<string, number>()
  return {
    waitFor(address) {
      const excess = (settled.get(address) ?? 0) - clock.now() - (burst - 1) * everyMs
      return Math.max(0, Math.ceil(excess / 1000))
    },
    add(address) {
      // All clients of a proxy on this machine that we were not told to trust: one would lock out the others.
      if (isLoopbackAddress(address)) return
      const from = Math.max(settled.get(address) ?? 0, clock.now())
      settled.delete(address)
      settled.set(address, from + everyMs)
      const oldest = settled.size > maxAddresses ? settled.keys().next() : undefined
      if (oldest !== undefined && oldest.done !== true) settled.delete(oldest.value)
    },
  }
}
