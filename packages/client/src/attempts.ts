// How long to wait before each attempt to connect. The waits grow and are random, so that a restarted server is not met by
// all its clients at once; and they start anew only after a connection that stood for a while.

/** The longest wait between attempts; a person who watches gets a reconnect at once (page-events.ts). */
export const maxBackoffMs = 5000

/** The first wait is up to this much, doubling. Ten thousand clients of a restarted server come over a second. */
const firstJitterMs = 1000

/** The longest wait while the server refuses the tokens we get: a person has to sign in somewhere meanwhile. */
const maxSignInBackoffMs = 60_000

/** A connection that stood this long counts as one that works. */
const heldMs = 10_000

export interface Attempts {
  /** The wait before the next attempt, ms; the very first has none. */
  delay(): number
  opened(): void
  /** The server took us in: its tokens are good. */
  synced(): void
  /** `denied`: for want of a good token. */
  closed(denied: boolean): void
}

export function createAttempts({
  now,
  random,
}: {
  readonly now: () => number
  readonly random: () => number
}): Attempts {
  let attempts = 0
  /** Tokens refused in a row. */
  let denials = 0
  /** When the current connection opened; infinite while there is none. */
  let openedAt = Number.POSITIVE_INFINITY
  return {
    delay() {
      const attempt = attempts
      attempts += 1
      if (attempt === 0) return 0
      const [longest, doublings] =
        denials > 0 ? [maxSignInBackoffMs, denials - 1] : [maxBackoffMs, attempt - 1]
      return random() * Math.min(longest, firstJitterMs * 2 ** doublings)
    },
    opened() {
      openedAt = now()
    },
    synced() {
      denials = 0
    },
    closed(denied) {
      // One that fails again and again after syncing does not start the waits anew.
      if (now() - openedAt >= heldMs) attempts = 1
      openedAt = Number.POSITIVE_INFINITY
      if (denied) denials += 1
    },
  }
}
