/**
 * Who is in a document: the room's own table of awareness states, one client id per connection.
 *
 * Stock clients repeat every state they hear, so a frame may hold anybody's entries. The room believes a connection
 * only about itself: the first state it shows under an id that no other live connection owns makes that id its own,
 * and all other entries are ignored without a word. An entry ends with its connection.
 *
 * Clocks: peers ignore an entry whose clock they know already, and remember clocks of those who left. The clock we
 * send is therefore the client's own, or one above the last we sent if that is not enough; a bounded number of clocks
 * of departed ids is kept for those who come back.
 */
import type { AwarenessEntry } from '@stet/protocol'

/** A connection's place in the table. */
export interface Seat {
  /** Rises with each connection of the room. */
  readonly number: number
  clientId: number | undefined
}

interface Person {
  readonly seat: Seat
  /** The clock last sent to others; a state that was not sent yet has it already. */
  clock: number
  /** The clock the client itself gave last. */
  ownClock: number
  /** JSON text; 'null' while the connection shows nobody. */
  state: string
}

interface Departure {
  readonly clock: number
  /** The number of the next seat when it happened: seats from it on did not see that person here. */
  readonly seats: number
}

const gone = 'null'

export class Presence {
  readonly #departedLimit: number
  readonly #people = new Map<number, Person>()
  readonly #departed = new Map<number, Departure>()
  /** What peers have not heard yet, the latest of each id. */
  readonly #changes = new Map<number, AwarenessEntry>()
  #seats = 0

  constructor(limits: { readonly departedClients: number }) {
    this.#departedLimit = limits.departedClients
  }

  sit(): Seat {
    const seat = { number: this.#seats, clientId: undefined }
    this.#seats += 1
    return seat
  }

  /** Takes in what a connection says of itself. */
  receive(seat: Seat, entries: readonly AwarenessEntry[]): void {
    for (const entry of entries) {
      if (seat.clientId === undefined) this.#claim(seat, entry)
      else if (seat.clientId === entry.clientId) this.#update(entry)
    }
  }

  /** The connection is gone, and who it showed with it. */
  leave(seat: Seat): void {
    const id = seat.clientId
    const person = id === undefined ? undefined : this.#people.get(id)
    if (id === undefined || person === undefined) return
    seat.clientId = undefined
    this.#people.delete(id)
    let { clock } = person
    if (person.state !== gone) {
      clock += 1
      this.#changes.set(id, { clientId: id, clock, state: gone })
    }
    // A Map keeps the order of insertion: delete and set make this id the youngest.
    this.#departed.delete(id)
    this.#departed.set(id, { clock, seats: this.#seats })
    const oldest = this.#departed.size > this.#departedLimit ? this.#departed.keys().next().value : undefined
    if (oldest !== undefined) this.#departed.delete(oldest)
  }

  /** Everybody who shows a state, but for `except`. */
  table(except?: Seat): readonly AwarenessEntry[] {
    const entries: AwarenessEntry[] = []
    for (const [clientId, { seat, clock, state }] of this.#people) {
      if (state !== gone && seat !== except) entries.push({ clientId, clock, state })
    }
    return entries
  }

  get changed(): boolean {
    return this.#changes.size > 0
  }

  /** What peers have to be told now; it counts as told. */
  takeChanges(): readonly AwarenessEntry[] {
    const changes = [...this.#changes.values()]
    this.#changes.clear()
    return changes
  }

  /** The state a connection shows, as JSON text. */
  stateOf(seat: Seat): string | undefined {
    return seat.clientId === undefined ? undefined : this.#people.get(seat.clientId)?.state
  }

  #claim(seat: Seat, { clientId, clock, state }: AwarenessEntry): void {
    if (state === gone || this.#people.has(clientId)) return
    const departed = this.#departed.get(clientId)
    // A connection that saw this person leave may still be repeating what it heard before. The person itself, whose
    // old connection died after the new one was made, goes on with a higher clock.
    if (departed !== undefined && seat.number < departed.seats && clock <= departed.clock) return
    this.#departed.delete(clientId)
    seat.clientId = clientId
    const sent = departed === undefined ? clock : Math.max(clock, departed.clock + 1)
    this.#people.set(clientId, { seat, clock: sent, ownClock: clock, state })
    this.#changes.set(clientId, { clientId, clock: sent, state })
  }

  #update({ clientId, clock, state }: AwarenessEntry): void {
    const person = this.#people.get(clientId)
    if (person === undefined) return
    // Old news, as y-protocols judges it: a lower clock, or an equal one that does not take the state away.
    if (clock < person.ownClock || (clock === person.ownClock && (state !== gone || person.state === gone)))
      return
    person.ownClock = clock
    person.clock = Math.max(clock, person.clock + 1)
    person.state = state
    this.#changes.set(clientId, { clientId, clock: person.clock, state })
  }
}
