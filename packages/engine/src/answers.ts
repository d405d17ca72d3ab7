/**
 * The answers to one connection's sync step 1 frames. Three bytes can ask for megabytes: beyond a burst the answers are
 * spaced in time, and of the questions that wait meanwhile only the newest is kept.
 */
import type { Flow } from './flow.ts'
import type { Limits } from './limits.ts'
import type { Cancel, Clock } from './ports.ts'
import { TokenBucket } from './token-bucket.ts'

export interface AnswersOptions {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'syncRepliesBurst' | 'syncReplyMs'>
  readonly flow: Flow
  /** The frames for this state vector. */
  readonly reply: (stateVector: Uint8Array) => readonly Uint8Array[]
  /** Runs a step that a timer calls, and minds what it throws. */
  readonly guard: (step: () => void) => void
}

export class Answers {
  readonly #options: AnswersOptions
  readonly #rate: TokenBucket
  #waiting: { stateVector: Uint8Array; readonly cancel: Cancel } | undefined
  #begun = false

  constructor(options: AnswersOptions) {
    this.#options = options
    const { limits, clock } = options
    this.#rate = new TokenBucket({
      burst: limits.syncRepliesBurst,
      everyMs: limits.syncReplyMs,
      now: clock.now(),
    })
  }

  /** Whether any was given. Before that the peer may lack what a live update leans on. */
  get begun(): boolean {
    return this.#begun
  }

  answer(stateVector: Uint8Array): void {
    const { flow, clock, limits, reply, guard } = this.#options
    if (flow.keepsAsked(stateVector)) return
    if (this.#waiting !== undefined) {
      this.#waiting.stateVector = stateVector
      return
    }
    if (this.#rate.take(clock.now())) {
      const frames = reply(stateVector)
      this.#begun = true
      flow.reply(frames)
      return
    }
    const cancel = clock.setTimer(limits.syncReplyMs, () => {
      const waiting = this.#waiting
      this.#waiting = undefined
      if (waiting !== undefined) guard(() => this.answer(waiting.stateVector))
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
}
