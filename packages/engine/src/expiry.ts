/**
 * The end of a grant that has one: a warning some time before, so that the client can bring a fresh token and nobody
 * notices, and the end itself. A new end replaces the old one, warning and all.
 */
import type { Cancel, Clock } from './ports.ts'

export interface ExpiryOptions {
  readonly clock: Clock
  /** How long before the end the warning comes; half of what is left when that is less. */
  readonly warningMs: number
  readonly onExpiring: (at: number) => void
  readonly onExpired: () => void
}

export class Expiry {
  readonly #options: ExpiryOptions
  #at: number | undefined
  #cancel: Cancel | undefined

  constructor(options: ExpiryOptions) {
    this.#options = options
  }

  /** Starts anew, without an end when `at` (ms since the epoch) is undefined. */
  set(at: number | undefined): void {
    this.stop()
    this.#at = at
    if (at === undefined) return
    const { clock, warningMs, onExpiring } = this.#options
    const left = at - clock.now()
    if (left <= 0) {
      this.#wait(at, () => this.#options.onExpired())
      return
    }
    this.#wait(at - Math.min(warningMs, left / 2), () => {
      this.#wait(at, () => this.#options.onExpired())
      onExpiring(at)
    })
  }

  /** Asked for every frame: a timer may be late (a laptop that slept), the end of a right may not. */
  get over(): boolean {
    return this.#at !== undefined && this.#options.clock.now() >= this.#at
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #wait(until: number, run: () => void): void {
    const { clock } = this.#options
    const left = until - clock.now()
    this.#cancel = clock.setTimer(Math.max(0, Math.min(left, longestTimerMs)), () => {
      if (clock.now() < until) this.#wait(until, run)
      else run()
    })
  }
}

/** Timers of more than 2^31 ms fire at once in Node; a token may live longer. */
const longestTimerMs = 24 * 60 * 60 * 1000
