// A token bucket in which a debt is possible: what has arrived cannot be unsent, so it is counted, and the price is
// the time until the debt is paid. Time is an argument; nothing runs between the calls.
export interface Rate {
  readonly perSecond: number
  /** So much may come at once. */
  readonly burst: number
}

export class RateBucket {
  readonly #rate: Rate
  #tokens: number
  #filledAt: number

  constructor(rate: Rate, now: number) {
    this.#rate = rate
    this.#tokens = rate.burst
    this.#filledAt = now
  }

  /** Counts something that has arrived. Gives how long (ms) nothing more should; 0 when all is well. */
  spend(cost: number, now: number): number {
    this.#fill(now)
    this.#tokens -= cost
    return this.#tokens >= 0 ? 0 : (-this.#tokens * 1000) / this.#rate.perSecond
  }

  /** Takes one if there is one. Gives 0 then, else how long (ms) it takes until there is. */
  take(now: number): number {
    this.#fill(now)
    if (this.#tokens < 1) return ((1 - this.#tokens) * 1000) / this.#rate.perSecond
    this.#tokens -= 1
    return 0
  }

  #fill(now: number): void {
    // A clock set back must not make anybody wait longer.
    const gained = (Math.max(0, now - this.#filledAt) * this.#rate.perSecond) / 1000
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + gained)
    this.#filledAt = now
  }
}
