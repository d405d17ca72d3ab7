/**
 * The answers to one connection's sync step 1 frames, from the second on: most peers ask once. Three bytes can ask for
 * megabytes: beyond a burst the answers are spaced in time, and of the questions that wait meanwhile only the newest is
 * kept.
 */
import type { Limits } from './limits.ts'
import type { Cancel, Clock } from './ports.ts'
import { TokenBucket } from './token-bucket.ts'

export interface AnswersEnds {
  /** Answers this state vector now. */
  answer(stateVector: Uint8Array): void
  /** This question has waited for its turn: asks it again. */
  ask(stateVector: Uint8Array): void
}

export interface AnswersOptions {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'syncRepliesBurst' | 'syncReplyMs'>
  readonly ends: AnswersEnds
}

export class Answers {
  readonly #options: AnswersOptions
  readonly #rate: TokenBucket
  #waiting: { stateVector: Uint8Array; readonly cancel: Cancel } | undefined

  constructor(options: AnswersOptions) {
    this.#options = options
    const { syncRepliesBurst: burst, syncReplyMs: everyMs } = options.limits
    const now = options.clock.now()
    this.#rate = new TokenBucket({ burst, everyMs, now })
    // For the first answer, as if it had been given now.
    this.#rate.take(now)
  }

  /** Whether one waits for its turn: it will hold all that is durable by then. */
  get wait(): boolean {
    return this.#waiting !== undefined
  }

  answer(stateVector: Uint8Array): void {
    const { clock, limits, ends } = this.#options
    if (this.#waiting !== undefined) {
      this.#waiting.stateVector = stateVector
      return
    }
    if (this.#rate.take(clock.now())) {
      ends.answer(stateVector)
      return
    }
    const cancel = clock.setTimer(limits.syncReplyMs, () => {
      const waiting = this.#waiting
      this.#waiting = undefined
      if (waiting !== undefined) ends.ask(waiting.stateVector)
    })
    this.#waiting = { stateVector, cancel }
  }

  stop(): void {
    this.#waiting?.cancel()
    this.#waiting = undefined
  }
}
