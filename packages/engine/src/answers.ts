/**
 * The answers to one connection's sync step 1 frames. Three bytes can ask for megabytes: beyond a burst the answers are
 * spaced in time, and of the questions that wait meanwhile only the newest is kept.
 */
import type { Flow } from './flow.ts'
import type { Limits } from './limits.ts'
import type { Cancel, Clock } from './ports.ts'
import { TokenBucket } from './token-bucket.ts'

export interface AnswersEnds {
  /** The frames for this state vector. */
  reply(stateVector: Uint8Array): readonly Uint8Array[]
  /** Runs a step that a timer calls, and minds what it throws. */
  guard(step: () => void): void
}

export interface AnswersOptions {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'syncRepliesBurst' | 'syncReplyMs'>
  readonly flow: Flow
  readonly ends: AnswersEnds
}

export class Answers {
  readonly #clock: Clock
  readonly #limits: AnswersOptions['limits']
  readonly #flow: Flow
  readonly #ends: AnswersEnds
  /** From the second question on: most peers ask once. */
  #rate: TokenBucket | undefined
  #waiting: { stateVector: Uint8Array; readonly cancel: Cancel } | undefined
  #begun = false

  constructor({ clock, limits, flow, ends }: AnswersOptions) {
    this.#clock = clock
    this.#limits = limits
    this.#flow = flow
    this.#ends = ends
  }

  /** Whether any was given. Before that the peer may lack what a live update leans on. */
  get begun(): boolean {
    return this.#begun
  }

  answer(stateVector: Uint8Array): void {
    if (this.#flow.keepsAsked(stateVector)) return
    if (this.#waiting !== undefined) {
      this.#waiting.stateVector = stateVector
      return
    }
    if (this.#mayAnswer()) {
      const frames = this.#ends.reply(stateVector)
      this.#begun = true
      this.#flow.reply(frames)
      return
    }
    const cancel = this.#clock.setTimer(this.#limits.syncReplyMs, () => {
      const waiting = this.#waiting
      this.#waiting = undefined
      if (waiting !== undefined) this.#ends.guard(() => this.answer(waiting.stateVector))
    })
    this.#waiting = { stateVector, cancel }
  }

  /** For a peer that missed what came meanwhile. An answer that waits for its turn already begins earlier, and will hold this. */
  catchUp(stateVector: Uint8Array): void {
    if (this.#waiting === undefined) this.answer(stateVector)
  }

  stop(): void {
    this.#waiting?.cancel()
    this.#waiting = undefined
  }

  #mayAnswer(): boolean {
    if (!this.#begun) return true
    const now = this.#clock.now()
    if (this.#rate === undefined) {
      const { syncRepliesBurst: burst, syncReplyMs: everyMs } = this.#limits
      this.#rate = new TokenBucket({ burst, everyMs, now })
      // For the first answer, as if it had been given now.
      this.#rate.take(now)
    }
    return this.#rate.take(now)
  }
}
