// What one peer may send. Whoever sends faster is not read for a while: TCP makes it wait, every frame arrives in the
// end, and nobody's edit is lost because a program typed it. Nobody else pays for it either.
import { RateBucket } from './rate-bucket.ts'
import type { ServerLimits } from '../limits.ts'

type InflowLimits = Pick<
  ServerLimits,
  'framesPerSecond' | 'incomingBytesPerSecond' | 'burstSeconds' | 'longestPauseMs'
>

export class Inflow {
  readonly #frames: RateBucket
  readonly #bytes: RateBucket
  readonly #longestPauseMs: number

  constructor(limits: InflowLimits, now: number) {
    const { framesPerSecond, incomingBytesPerSecond, burstSeconds, longestPauseMs } = limits
    this.#frames = new RateBucket({ perSecond: framesPerSecond, burst: framesPerSecond * burstSeconds }, now)
    this.#bytes = new RateBucket(
      { perSecond: incomingBytesPerSecond, burst: incomingBytesPerSecond * burstSeconds },
      now,
    )
    this.#longestPauseMs = longestPauseMs
  }

  /** A message arrived. Gives for how long (ms) nothing more should be read; 0 when all is well. */
  received(bytes: number, now: number): number {
    const pause = Math.max(this.#frames.spend(1, now), this.#bytes.spend(bytes, now))
    return Math.min(pause, this.#longestPauseMs)
  }
}
