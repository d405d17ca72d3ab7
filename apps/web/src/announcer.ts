// What a screen reader hears besides the text: how the saving goes, who came and who went. Both change several times a
// minute; hearing each change would drown the text. So: only what has settled, only when it differs from what was said
// last, and not too often.

export interface AnnouncerOptions {
  readonly say: (words: string) => void
  readonly now: () => number
  /** Returns its own cancel. */
  readonly setTimer: (ms: number, run: () => void) => () => void
}

export interface Announcer<State> {
  heard(state: State): void
  stop(): void
}

/** A state must last this long to be worth saying. */
const settle = 2000
/** At least this long between two announcements. */
const gap = 8000

/** The status in words. `undefined`: a passing state that is never said (saving). `initial` is what people assume anyway. */
export function createAnnouncer(options: AnnouncerOptions, initial: string): Announcer<string | undefined> {
  return createSettledAnnouncer<string | undefined>({
    ...options,
    said: initial,
    isNews: (words, said) => words !== undefined && words !== said,
    wordsFor: (words) => words,
  })
}

export interface PeopleWords {
  readonly joined: (names: readonly string[]) => string
  readonly left: (names: readonly string[]) => string
}

/**
 * The names of those who are here. Whoever is gone and back before it would be said was never away, and those who were
 * here before me did not join.
 */
export function createPeopleAnnouncer(
  options: AnnouncerOptions,
  { joined, left }: PeopleWords,
): Announcer<readonly string[]> {
  return createSettledAnnouncer<readonly string[]>({
    ...options,
    isNews: (names, said) => said === undefined || names.join('\n') !== said.join('\n'),
    wordsFor(names, said) {
      if (said === undefined) return undefined
      const came = names.filter((name) => !said.includes(name))
      const went = said.filter((name) => !names.includes(name))
      return [came.length > 0 && joined(came), went.length > 0 && left(went)].filter(Boolean).join('. ')
    },
  })
}

interface SettledOptions<State> extends AnnouncerOptions {
  /** What is taken as said before anything is. */
  readonly said?: State
  readonly isNews: (state: State, said: State | undefined) => boolean
  /** `undefined`: nothing to say, but known from now on. */
  readonly wordsFor: (state: State, said: State | undefined) => string | undefined
}

function createSettledAnnouncer<State>(options: SettledOptions<State>): Announcer<State> {
  const { say, now, setTimer, isNews, wordsFor } = options
  let { said } = options
  let saidAt = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | undefined

  return {
    heard(state) {
      cancel?.()
      cancel = undefined
      if (!isNews(state, said)) return
      cancel = setTimer(Math.max(settle, saidAt + gap - now()), () => {
        cancel = undefined
        const words = wordsFor(state, said)
        said = state
        if (words === undefined) return
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
