// How long people wait for "Saved": from the arrival of an update frame until its sender was told that it is stored.
// One update per connection is timed at once: that is constant memory, and under load still thousands of samples.
export interface AckTimer {
  /** A binary frame arrived, at this time (ms). */
  received(frame: Uint8Array, now: number): void
  /** A text frame goes out, at this time (ms). */
  told(text: string, now: number): void
}

const savedBeginning = '{"type":"saved","frames":'

export function createAckTimer(observe: (ms: number) => void): AckTimer {
  let frames = 0
  let timed: { readonly frame: number; readonly since: number } | undefined
  return {
    received(frame, now) {
      if (!isUpdateFrame(frame)) return
      frames += 1
      timed ??= { frame: frames, since: now }
    },
    told(text, now) {
      if (timed === undefined || !text.startsWith(savedBeginning)) return
      const saved = Number.parseInt(text.slice(savedBeginning.length), 10)
      if (!(saved >= timed.frame)) return
      observe(now - timed.since)
      timed = undefined
    },
  }
}

/** Sync step 2 or update: what `saved` counts. */
export function isUpdateFrame(frame: Uint8Array): boolean {
  return frame[0] === 0 && (frame[1] === 1 || frame[1] === 2)
}
