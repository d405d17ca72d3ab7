/**
 * What a stock client knows of others: the clock rules of y-protocols' Awareness, its habits included. It repeats every
 * change it hears, remembers the clocks of those who left, and never lets others take its own state away. Written
 * again here because the original keeps a real timer.
 */
import type { AwarenessEntry } from '@stet/protocol'

export class PeerAwareness {
  readonly clientId: number
  readonly states = new Map<number, string>()
  readonly #clocks = new Map<number, number>()
  readonly #heardAt = new Map<number, number>()

  constructor(clientId: number) {
    this.clientId = clientId
    this.setOwn('{}')
  }

  get own(): string | undefined {
    return this.states.get(this.clientId)
  }

  /** Sets or (with undefined) takes away the own state; gives the entry to send. */
  setOwn(state: string | undefined): AwarenessEntry {
    const before = this.#clocks.get(this.clientId)
    const clock = before === undefined ? 0 : before + 1
    this.#clocks.set(this.clientId, clock)
    if (state === undefined) this.states.delete(this.clientId)
    else this.states.set(this.clientId, state)
    return { clientId: this.clientId, clock, state: state ?? 'null' }
  }

  ownEntry(): AwarenessEntry {
    return { clientId: this.clientId, clock: this.#clocks.get(this.clientId) ?? 0, state: this.own ?? 'null' }
  }

  /** Takes in what was heard; gives what a stock client then says in return. */
  hear(entries: readonly AwarenessEntry[], now: number): AwarenessEntry[] {
    const repeated: AwarenessEntry[] = []
    for (const { clientId, clock: heard, state } of entries) {
      const current = this.#clocks.get(clientId)
      const known = current ?? 0
      if (!(known < heard || (known === heard && state === 'null' && this.states.has(clientId)))) continue
      let clock = heard
      if (state !== 'null') this.states.set(clientId, state)
      else if (clientId === this.clientId && this.own !== undefined) clock += 1
      else this.states.delete(clientId)
      this.#clocks.set(clientId, clock)
      this.#heardAt.set(clientId, now)
      if (state !== 'null' || current !== undefined) {
        repeated.push({ clientId, clock, state: this.states.get(clientId) ?? 'null' })
      }
    }
    return repeated
  }

  /** Those not heard of for 30 s disappear: a tab that crashed says no goodbye to the others. */
  forgetSilent(now: number): void {
    for (const [clientId, at] of this.#heardAt) {
      if (clientId !== this.clientId && now - at >= 30_000) this.states.delete(clientId)
    }
  }

  /** The connection is gone: everybody else disappears, but their clocks are remembered. */
  forgetOthers(): void {
    for (const clientId of this.states.keys()) if (clientId !== this.clientId) this.states.delete(clientId)
  }
}
