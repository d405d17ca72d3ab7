/**
 * Presence of one room: the table of who is here, and the frames in which everybody is told of it.
 *
 * Changes go out at once when the room is quiet, else once per interval, in one frame that all receivers share.
 */
import { encodeAwareness, encodeFrame } from '@stet/protocol'
import type { AwarenessEntry } from '@stet/protocol'
import type { Limits } from './limits.ts'
import { createPacer, type Pacer } from './pacer.ts'
import type { Clock } from './ports.ts'
import { ownId, Presence, type Seat } from './presence.ts'
import { PresenceFrames } from './presence-frames.ts'
import { stampUser, type KnownUser } from './stamp-user.ts'

/** A connection as presence sees it. */
export interface Onlooker {
  readonly seat: Seat
  sendPresence(frame: Uint8Array): void
}

/** A connection that shows somebody. */
export type Shower = KnownUser & { readonly seat: Seat }

export interface RoomPresenceOptions {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'departedClients' | 'presenceFlushMs'>
  readonly sessions: ReadonlySet<Onlooker>
}

export class RoomPresence {
  readonly #table: Presence
  readonly #sessions: ReadonlySet<Onlooker>
  readonly #pacer: Pacer
  /** The whole table as a frame, until it changes. */
  #tableFrame: { readonly tick: number; readonly frame: Uint8Array } | undefined

  constructor({ clock, limits, sessions }: RoomPresenceOptions) {
    this.#table = new Presence({ departedClients: limits.departedClients, now: () => clock.now() })
    this.#sessions = sessions
    this.#pacer = createPacer({ clock, everyMs: () => limits.presenceFlushMs, run: () => this.#flush() })
  }

  leave(seat: Seat): void {
    this.#table.leave(seat)
    this.#changed()
  }

  receive(shower: Shower, entries: readonly AwarenessEntry[]): void {
    const { seat } = shower
    const own = ownId(seat)
    const mayBeOwn = own === undefined ? entries : entries.filter(({ clientId }) => clientId === own)
    const stamped = mayBeOwn.map(({ clientId, clock, state }) => {
      return { clientId, clock, state: stampUser(state, shower) }
    })
    this.#table.receive(seat, stamped)
    this.#changed()
  }

  /** What the server knows of the person has changed. */
  restamp(shower: Shower): void {
    this.#table.redraw(shower.seat, (state) => stampUser(state, shower))
    this.#changed()
  }

  /** Who is here. */
  people(): readonly AwarenessEntry[] {
    return this.#table.people()
  }

  /** The frame with everybody but the connection itself. */
  table(seat: Seat): Uint8Array {
    if (ownId(seat) !== undefined) return encodePresence(this.#table.table(seat))
    // Connections that show nobody (a page that lists documents) can share one encoding.
    const { tick } = this.#table
    if (this.#tableFrame?.tick !== tick) {
      this.#tableFrame = { tick, frame: encodePresence(this.#table.table(seat)) }
    }
    this.#table.tell(seat)
    return this.#tableFrame.frame
  }

  /** The same for a connection that missed what came and went meanwhile. */
  catchUp(seat: Seat): Uint8Array {
    return encodePresence([...this.#table.table(seat), ...this.#table.goodbyes(seat)])
  }

  /** The name a stock editor shows beside the caret: `user.name` of the awareness state. */
  nameOf(seat: Seat): string | undefined {
    const state = this.#table.stateOf(seat)
    if (state === undefined) return undefined
    const value: unknown = JSON.parse(state)
    const user = isRecord(value) ? value['user'] : undefined
    const name = isRecord(user) ? user['name'] : undefined
    return typeof name === 'string' && name !== '' ? name : undefined
  }

  stop(): void {
    this.#pacer.stop()
  }

  #changed(): void {
    if (!this.#table.changed) return
    this.#tableFrame = undefined
    this.#pacer.request()
  }

  #flush(): void {
    const changes = this.#table.takeChanges()
    if (changes.length === 0) return
    const frames = new PresenceFrames(changes)
    for (const session of this.#sessions) {
      // Who was not told of anybody yet will be told of everybody.
      if (session.seat.toldSince === undefined) continue
      // An own entry that comes back has a higher clock than the client's, and would overwrite a cursor that moved on.
      const frame = frames.for(ownId(session.seat))
      if (frame !== undefined) session.sendPresence(frame)
    }
  }
}

function encodePresence(entries: readonly AwarenessEntry[]): Uint8Array {
  return encodeFrame({ type: 'awareness', entries: encodeAwareness(entries) })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
