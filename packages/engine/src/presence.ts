/**
 * Who is in a document: the room's own table of awareness states, one client id per connection.
 *
 * Whose entry is it? Stock clients repeat every state they hear, so a frame may hold anybody's entries. The room
 * believes a connection only about itself, and takes for its own the first state it shows that cannot be a repetition
 * of what it was told here. Other entries are ignored without a word. If an older connection still owns that id (one
 * that broke without our noticing), the new one gets it when the older one ends. An entry ends with its connection.
 *
 * Which clock? Clients ignore an entry unless its clock is higher than the one they remember, and they remember through
 * reconnects and restarts of ours, longer than we do. So the clocks we send are not the clients' own: they follow the
 * time of day, in tenths of seconds, or go one above the last one sent. Whoever comes back sees everybody at once,
 * and is seen.
 */
import type { AwarenessEntry } from '@stet/protocol'

/** A connection's place in the table. All three are undefined at first. */
export interface Seat {
  /** The id that is its own. */
  clientId: number | undefined
  /** What it shows under an id that another connection still owns. */
  wish: Shown | undefined
  /** Since when it is told of others, as a turn of the room: what it says from then on may be a repetition. */
  toldSince: number | undefined
}

export interface Shown {
  readonly clientId: number
  /** The client's own clock. */
  readonly clock: number
  /** JSON text; 'null' while the connection shows nobody. */
  readonly state: string
}

interface Person {
  readonly seat: Seat
  shown: Shown
  /** The first clock that can have been sent to others, the last that was, and the last that showed a state. */
  readonly since: number
  sent: number
  sentState: number
}

interface Departure {
  /** As in Person; its end has the clock `sent`. */
  readonly since: number
  readonly sent: number
  readonly sentState: number
  /** The turn of the room at which it left: who was told of others only after it was not told of this person. */
  readonly turn: number
}

export interface PresenceOptions {
  readonly departedClients: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const gone = 'null'

/** Clocks begin in 2026 and fit into 32 bits, which is all that some implementations have, until 2039. */
const clockEpoch = Date.UTC(2026, 0, 1)
const clockTickMs = 100

export class Presence {
  readonly #options: PresenceOptions
  readonly #people = new Map<number, Person>()
  readonly #wishing = new Set<Seat>()
  readonly #departed = new Map<number, Departure>()
  /** Ids of which peers have not heard the latest; for those that are gone, the clock to say so with. */
  readonly #changes = new Map<number, { readonly gone: number | undefined }>()
  /** Counts departures. */
  #turn = 0

  constructor(options: PresenceOptions) {
    this.#options = options
  }

  /** Takes in what a connection says of itself. */
  receive(seat: Seat, entries: readonly AwarenessEntry[]): void {
    for (const entry of entries) {
      const own = ownId(seat)
      if (own === undefined) this.#claim(seat, entry)
      else if (own === entry.clientId) this.#update(seat, entry)
    }
  }

  /** The connection is gone, and who it showed with it. */
  leave(seat: Seat): void {
    this.#wishing.delete(seat)
    seat.wish = undefined
    const id = seat.clientId
    const person = id === undefined ? undefined : this.#people.get(id)
    seat.clientId = undefined
    if (id === undefined || person === undefined) return
    this.#people.delete(id)
    const heir = [...this.#wishing].findLast((other) => other.wish?.clientId === id)
    if (heir?.wish !== undefined) {
      this.#seatPerson(heir, {
        shown: heir.wish,
        since: person.since,
        sent: person.sent,
        sentState: person.sentState,
      })
      return
    }
    const sent = this.#next(person.sent)
    // A goodbye that still waits to be told is told by this one.
    if (person.shown.state !== gone || this.#changes.has(id)) this.#changes.set(id, { gone: sent })
    // A Map keeps the order of insertion: delete and set make this id the youngest.
    this.#departed.delete(id)
    this.#departed.set(id, { since: person.since, sent, sentState: person.sentState, turn: this.#turn })
    this.#turn += 1
    const { departedClients } = this.#options
    const oldest = this.#departed.size > departedClients ? this.#departed.keys().next().value : undefined
    if (oldest !== undefined) this.#departed.delete(oldest)
  }

  /** Everybody who shows a state. */
  people(): readonly AwarenessEntry[] {
    const entries: AwarenessEntry[] = []
    for (const [clientId, { shown, sent }] of this.#people) {
      if (shown.state !== gone) entries.push({ clientId, clock: sent, state: shown.state })
    }
    return entries
  }

  /** The connection is told of others from now on. */
  tell(seat: Seat): void {
    seat.toldSince ??= this.#turn
  }

  /** The same for somebody who may remember the clocks we sent last, without the connection's own entry. */
  table(seat: Seat): readonly AwarenessEntry[] {
    this.tell(seat)
    for (const person of this.#people.values()) if (person.shown.state !== gone) this.#send(person)
    const own = ownId(seat)
    return this.people().filter((entry) => entry.clientId !== own)
  }

  /** The ends, as far as they are remembered, of those who are not here any more, or show nobody. */
  goodbyes(seat: Seat): readonly AwarenessEntry[] {
    const entries: AwarenessEntry[] = []
    for (const [clientId, { sent }] of this.#departed) entries.push({ clientId, clock: sent, state: gone })
    const own = ownId(seat)
    for (const [clientId, { shown, sent }] of this.#people) {
      if (shown.state === gone && clientId !== own) entries.push({ clientId, clock: sent, state: gone })
    }
    return entries
  }

  /** Tables made within one tick are the same for all who show nobody yet, as long as nothing changes. */
  get tick(): number {
    return Math.max(1, Math.floor((this.#options.now() - clockEpoch) / clockTickMs))
  }

  /** How many of those who left are remembered. */
  get departedClients(): number {
    return this.#departed.size
  }

  get changed(): boolean {
    return this.#changes.size > 0
  }

  /** What peers have to be told now; it counts as told. */
  takeChanges(): readonly AwarenessEntry[] {
    const entries: AwarenessEntry[] = []
    for (const [clientId, change] of this.#changes) {
      const person = this.#people.get(clientId)
      if (change.gone !== undefined) {
        entries.push({ clientId, clock: change.gone, state: gone })
      } else if (person !== undefined) {
        this.#send(person)
        entries.push({ clientId, clock: person.sent, state: person.shown.state })
      }
    }
    this.#changes.clear()
    return entries
  }

  /** The state a connection shows, as JSON text. */
  stateOf(seat: Seat): string | undefined {
    return seat.clientId === undefined ? undefined : this.#people.get(seat.clientId)?.shown.state
  }

  /** The connection shows the same, drawn anew. */
  redraw(seat: Seat, draw: (state: string) => string): void {
    if (seat.wish !== undefined) seat.wish = { ...seat.wish, state: draw(seat.wish.state) }
    const person = seat.clientId === undefined ? undefined : this.#people.get(seat.clientId)
    if (person === undefined || person.shown.state === gone) return
    person.shown = { ...person.shown, state: draw(person.shown.state) }
    this.#changes.set(person.shown.clientId, { gone: undefined })
  }

  #claim(seat: Seat, shown: Shown): void {
    if (shown.state === gone) return
    const owner = this.#people.get(shown.clientId)
    if (owner !== undefined) {
      if (seat.toldSince !== undefined && mayRepeat(owner, shown)) return
      seat.wish = shown
      this.#wishing.add(seat)
      return
    }
    const departed = this.#departed.get(shown.clientId)
    // A connection that was here when this person left may still be repeating what it heard before.
    const heard = departed !== undefined && seat.toldSince !== undefined && seat.toldSince <= departed.turn
    if (heard && mayRepeat(departed, shown)) return
    this.#departed.delete(shown.clientId)
    // Entries sent before a short absence may still come back as repetitions.
    const { since, sent, sentState } = departed ?? { since: this.#next(0), sent: 0, sentState: 0 }
    this.#seatPerson(seat, { shown, since, sent, sentState })
  }

  #seatPerson(seat: Seat, person: Omit<Person, 'seat'>): void {
    const { shown } = person
    this.#wishing.delete(seat)
    seat.wish = undefined
    seat.clientId = shown.clientId
    this.#people.set(shown.clientId, { seat, ...person })
    this.#changes.set(shown.clientId, { gone: undefined })
  }

  #update(seat: Seat, shown: Shown): void {
    const person = seat.clientId === undefined ? undefined : this.#people.get(seat.clientId)
    const before = person?.shown ?? seat.wish
    if (before === undefined || !isNews(before, shown)) return
    if (person === undefined) {
      seat.wish = shown
      return
    }
    person.shown = shown
    this.#changes.set(shown.clientId, { gone: undefined })
  }

  #send(person: Person): void {
    person.sent = this.#next(person.sent)
    if (person.shown.state !== gone) person.sentState = person.sent
  }

  #next(sent: number): number {
    return Math.max(this.tick, sent + 1)
  }
}

/** The id a connection showed as its own, whether or not it has it already. */
export function ownId(seat: Seat): number | undefined {
  return seat.clientId ?? seat.wish?.clientId
}

/** As y-protocols judges it: a higher clock, or an equal one that takes the state away. */
function isNews(before: Shown, shown: Shown): boolean {
  if (shown.clock !== before.clock) return shown.clock > before.clock
  return shown.state === gone && before.state !== gone
}

/** Whether an entry has a clock that we sent: a client's own count hardly ever comes near the time of day. */
function mayRepeat(known: { readonly since: number; readonly sentState: number }, { clock }: Shown): boolean {
  return clock >= known.since && clock <= known.sentState
}
