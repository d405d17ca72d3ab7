// What a screen reader hears about the status. Saving happens several times a minute; hearing each would drown the
// text. So: only a state that has settled, only when it differs from what was said last, and not too often.

export interface AnnouncerOptions {
  readonly say: (words: string) => void
  readonly now: () => number
  /** Returns its own cancel. */
  readonly setTimer: (ms: number, run: () => void) => () => void
}

export interface Announcer {
  /** `undefined`: a passing state that is never said (saving). */
  heard(words: string | undefined): void
  stop(): void
}

/** A state must last this long to be worth saying. */
const settle = 2000
/** At least this long between two announcements. */
const gap = 8000

/** `initial` is the state that needs no words when it comes first: what people assume anyway. */
export function createAnnouncer(options: AnnouncerOptions, initial: string): Announcer {
  const { say, now, setTimer } = options
  let said = initial
  let saidAt = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | undefined

  return {
    heard(words) {
      cancel?.()
      cancel = undefined
      if (words === undefined || words === said) return
      cancel = setTimer(Math.max(settle, saidAt + gap - now()), () => {
        cancel = undefined
        said = words
        saidAt = now()
        say(words)
      })
    },
    stop() {
      cancel?.()
      cancel = undefined
    },
  }
}
