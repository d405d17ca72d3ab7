// When remote changes are shown: at once when it is quiet, and once per frame under load. A picture is painted once per
// frame whatever happens, so nobody sees a change later for it.

import { browserFrames } from '../cursors/frames.ts'
import type { Cancel, Frames } from '../cursors/frames.ts'

/** A hidden tab gets no frames, in ms: what waits for one must not grow for as long as it is hidden. */
const longestFrame = 250

export class Pace {
  readonly #frames: Frames
  /** Without pictures (Node) nothing is gained by waiting. */
  readonly #hasFrames: boolean
  #cancel: Cancel | null = null
  #run: (() => void) | null = null

  constructor(frames: Frames) {
    this.#frames = frames
    this.#hasFrames = frames !== browserFrames || typeof requestAnimationFrame === 'function'
  }

  /** Runs now, or, when something ran since the last frame, at the next frame (only the last request of a frame). */
  request(run: () => void): void {
    if (this.#cancel !== null) {
      this.#run = run
      return
    }
    if (this.#hasFrames) this.#waitForFrame()
    run()
  }

  /** What was requested is no longer needed. */
  clear(): void {
    this.#run = null
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#run = null
  }

  #waitForFrame(): void {
    const next = (): void => {
      this.#cancel?.()
      this.#cancel = null
      const run = this.#run
      this.#run = null
      if (run !== null) this.request(run)
    }
    const cancelFrame = this.#frames.nextFrame(next)
    const cancelTimer = this.#frames.after(longestFrame, next)
    this.#cancel = () => {
      cancelFrame()
      cancelTimer()
    }
  }
}
