/**
 * What one connection may do only so often, beside writing and asking: each has a bucket, made when it is first done. Most
 * connections never do any of it, and have no allowances at all.
 */
import type { Limits } from './limits.ts'
import type { Clock } from './ports.ts'
import { TokenBucket } from './token-bucket.ts'

export class Allowances {
  readonly #clock: Clock
  readonly #limits: Limits
  #chats: TokenBucket | undefined
  #renewals: TokenBucket | undefined
  #newClients: TokenBucket | undefined
  #refusals = 0

  constructor(clock: Clock, limits: Limits) {
    this.#clock = clock
    this.#limits = limits
  }

  mayChat(): boolean {
    const { chatBurst: burst, chatMs: everyMs } = this.#limits
    const now = this.#clock.now()
    this.#chats ??= new TokenBucket({ burst, everyMs, now })
    return this.#chats.take(now)
  }

  mayRenew(): boolean {
    const { renewalBurst: burst, renewalMs: everyMs } = this.#limits
    const now = this.#clock.now()
    this.#renewals ??= new TokenBucket({ burst, everyMs, now })
    return this.#renewals.take(now)
  }

  /** Whether it may bring so many client ids that nobody has written with. */
  mayBringClients(count: number): boolean {
    const { newClientsBurst: burst, newClientMs: everyMs } = this.#limits
    const now = this.#clock.now()
    this.#newClients ??= new TokenBucket({ burst, everyMs, now })
    return this.#newClients.take(now, count)
  }

  /** One more frame was refused. Whether it may go on all the same. */
  mayBeRefused(): boolean {
    this.#refusals += 1
    return this.#refusals <= this.#limits.refusals
  }
}
