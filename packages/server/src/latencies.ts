// Durations counted in slots of a tenth of a millisecond, so that millions of them take no more memory than a few.

export interface LatencySummary {
  readonly p50: number
  readonly p99: number
  readonly longest: number
}

export interface Latencies {
  readonly count: number
  /** Milliseconds. */
  add(ms: number): void
  /** Milliseconds, to the next tenth; zeros when nothing was added. */
  summary(): LatencySummary
}

const slotsPerMs = 10
/** Longer ones count as this long. Milliseconds. */
const longestMs = 30_000

export function createLatencies(): Latencies {
  const slots = new Uint32Array(longestMs * slotsPerMs + 1)
  let count = 0

  const quantile = (part: number): number => {
    let left = Math.ceil(count * part)
    for (const [slot, held] of slots.entries()) {
      left -= held
      if (left <= 0 && held > 0) return slot / slotsPerMs
    }
    return 0
  }

  return {
    get count() {
      return count
    },
    add(ms) {
      const slot = Math.min(slots.length - 1, Math.max(0, Math.ceil(ms * slotsPerMs)))
      slots[slot] = (slots[slot] ?? 0) + 1
      count += 1
    },
    summary: () => ({ p50: quantile(0.5), p99: quantile(0.99), longest: quantile(1) }),
  }
}
