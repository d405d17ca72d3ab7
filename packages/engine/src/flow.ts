/**
 * What is sent to one peer, at the pace at which it reads.
 *
 * An outlet that holds enough for a slow peer refuses the next frame. From then on nothing is kept for that peer but
 * where it stands: the state vector before the first update that it missed. When the outlet has drained, one answer
 * from there makes up for everything, and costs what has changed instead of how often. So a peer that reads nothing
 * costs no memory beyond its outlet's bound, loses nothing, and need not connect again.
 */
export interface FlowEnds {
  /** Into the outlet; false when it is refused. */
  take(frame: Uint8Array): boolean
  /** The sync step 1. */
  question(): Uint8Array
  /** Gives the peer what it lacks behind this state vector: calls `reply` now, or in its turn. */
  catchUp(stateVector: Uint8Array): void
}

type State =
  | { readonly kind: 'open' }
  /** Updates are not told one by one: an answer that holds them waits for its turn. */
  | { readonly kind: 'owed' }
  | {
      readonly kind: 'stalled'
      /** Of a reply, the frames that were not taken yet. */
      rest: readonly Uint8Array[]
      /** Before the first update that was not sent. */
      missedFrom: Uint8Array | undefined
      /** Whether it is to be asked for what we lack. */
      question: boolean
    }

/** Without anything in it; most are in it most of the time. */
const open: State = { kind: 'open' }

export class Flow {
  readonly #ends: FlowEnds
  #state: State = open
  #begun = false

  constructor(ends: FlowEnds) {
    this.#ends = ends
  }

  /** Whether any answer was given. Before that the peer may lack what a live update leans on. */
  get begun(): boolean {
    return this.#begun
  }

  /** A committed update; `before` gives the state vector of those who got everything before it. */
  update(frame: Uint8Array, before: () => Uint8Array): void {
    const state = this.#state
    if (state.kind === 'stalled') state.missedFrom ??= before()
    else if (state.kind === 'open' && !this.#ends.take(frame)) this.#stall().missedFrom = before()
  }

  /** What nobody needs any more once something newer was sent. */
  passing(frame: Uint8Array): void {
    if (this.#state.kind !== 'stalled' && !this.#ends.take(frame)) this.#stall()
  }

  question(): void {
    const state = this.#state
    if (state.kind === 'stalled') state.question = true
    else if (!this.#ends.take(this.#ends.question())) this.#stall().question = true
  }

  /** The answer to a sync step 1, whole. */
  reply(frames: readonly Uint8Array[]): void {
    this.#begun = true
    this.#state = open
    for (const [index, frame] of frames.entries()) {
      if (this.#ends.take(frame)) continue
      // Not again from the beginning: a document longer than the outlet's bound would never arrive.
      this.#stall().rest = frames.slice(index)
      return
    }
  }

  /** Whether this sync step 1 of the peer is kept until the outlet has drained; else it can be answered now. */
  keepsAsked(stateVector: Uint8Array): boolean {
    const state = this.#state
    if (state.kind !== 'stalled') return false
    state.rest = []
    state.missedFrom = stateVector
    return true
  }

  /** The outlet has sent all it had taken. Gives false when that was expected by nobody. */
  drained(): boolean {
    const state = this.#state
    if (state.kind !== 'stalled') return false
    const { missedFrom } = state
    for (let frame = state.rest[0]; frame !== undefined; frame = state.rest[0]) {
      if (!this.#ends.take(frame)) return true
      state.rest = state.rest.slice(1)
    }
    this.#state = missedFrom === undefined ? open : { kind: 'owed' }
    if (missedFrom !== undefined) this.#ends.catchUp(missedFrom)
    if (state.question) this.question()
    return true
  }

  #stall(): State & { kind: 'stalled' } {
    const state = { kind: 'stalled' as const, rest: [], missedFrom: undefined, question: false }
    this.#state = state
    return state
  }
}
