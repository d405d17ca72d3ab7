// When cursors do their work: at most once per animation frame, however many awareness messages arrive. Handed in by
// tests; in a browser these are requestAnimationFrame and a timer.

/** Cancels what was scheduled. */
export type Cancel = () => void

export interface Frames {
  now(): number
  /** Before the next paint. */
  nextFrame(run: () => void): Cancel
  after(ms: number, run: () => void): Cancel
}

export const browserFrames: Frames = {
  now: () => performance.now(),
  nextFrame: (run) => {
    // A hidden tab paints nothing and gets no frames; its carets catch up when it is seen again.
    if (typeof requestAnimationFrame !== 'function') return browserFrames.after(frameTime, run)
    const id = requestAnimationFrame(run)
    return () => cancelAnimationFrame(id)
  },
  after: (ms, run) => {
    const id = setTimeout(run, ms)
    return () => clearTimeout(id)
  },
}

/** Where nothing is painted, about the pace of a screen, in ms. */
const frameTime = 16
