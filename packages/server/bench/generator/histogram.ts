// Every latency counts: buckets of a tenth of a millisecond up to ten seconds.
const perMs = 10
const longestMs = 10_000

export class Histogram {
  readonly #buckets = new Uint32Array(longestMs * perMs + 1)
  count = 0

  add(ms: number): void {
    const bucket = Math.min(longestMs * perMs, Math.max(0, Math.round(ms * perMs)))
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1
    this.count += 1
  }

  /** Milliseconds, for a share between 0 and 1; 0 when nothing was counted. */
  quantile(share: number): number {
    let left = Math.ceil(this.count * share)
    if (left === 0) return 0
    for (const [bucket, count] of this.#buckets.entries()) {
      left -= count
      if (left <= 0) return bucket / perMs
    }
    return longestMs
  }
}
