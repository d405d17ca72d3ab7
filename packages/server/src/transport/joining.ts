// The time while a connection's document is being loaded: what the peer sends meanwhile is kept, within bounds, and the
// loading may not take for ever. Gone once the connection has joined.
import type { ServerLimits } from '../limits.ts'
import type { Incoming } from './incoming.ts'

type JoiningLimits = Pick<ServerLimits, 'joinMs' | 'waitingBytes' | 'waitingMessages'>

export class Joining {
  readonly #limits: JoiningLimits
  readonly #tooLate: NodeJS.Timeout
  readonly #waiting: Incoming[] = []
  #bytes = 0

  constructor(limits: JoiningLimits, onTooLate: () => void) {
    this.#limits = limits
    this.#tooLate = setTimeout(onTooLate, limits.joinMs)
  }

  /** Keeps a message for later; false when that would be too much. */
  keep(incoming: Incoming): boolean {
    const { waitingBytes, waitingMessages } = this.#limits
    this.#bytes += incoming.length
    if (this.#bytes > waitingBytes || this.#waiting.length >= waitingMessages) return false
    this.#waiting.push(incoming)
    return true
  }

  /** It is over, one way or the other. Gives what was kept, in order. */
  end(): readonly Incoming[] {
    clearTimeout(this.#tooLate)
    return this.#waiting
  }
}
