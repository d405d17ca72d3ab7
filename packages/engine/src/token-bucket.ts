/**
 * A token bucket: lets a burst through and then a steady rate. Time is an argument; nothing runs between the calls.
 */
export class TokenBucket {
  readonly #burst: number
  readonly #everyMs: number
  #tokens: number
  #filledAt: number

  /** Holds `burst` tokens at first and gains one every `everyMs` milliseconds. */
  constructor(options: { readonly burst: number; readonly everyMs: number; readonly now: number }) {
    this.#burst = options.burst
    this.#everyMs = options.everyMs
    this.#tokens = options.burst
    this.#filledAt = options.now
  }

  /** Takes so many tokens, if there are as many. */
  take(now: number, tokens = 1): boolean {
    // A clock set back must not lock anybody out: it only delays the next token.
    const gained = Math.max(0, now - this.#filledAt) / this.#everyMs
    this.#tokens = Math.min(this.#burst, this.#tokens + gained)
    this.#filledAt = now
    if (this.#tokens < tokens) return false
    this.#tokens -= tokens
    return true
  }
}
