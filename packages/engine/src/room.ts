/**
 * A room: one loaded document and the connections in it. Here is decided what an update means for the document, who
 * hears of it and when; what goes to the log passes through the engine's one committer.
 *
 * Two views of the document are kept. `admission` holds what has been let in, the rows on their way to the log included:
 * new frames are judged by it. `history` holds what is durable: everything that leaves the room is made from it, so that
 * nobody ever holds what the server can lose.
 */
import { closeCodes, ProtocolError } from '@stet/protocol'
import type { AcceptedUpdate, AwarenessEntry, DocumentName } from '@stet/protocol'
import { Admission } from './admission.ts'
import type { EngineEvent } from './events.ts'
import { FanOut, mergeNews } from './fan-out.ts'
import { History } from './history.ts'
import type { Limits } from './limits.ts'
import type { Peer } from './peer.ts'
import type { Claim, Clock, Log, LogRow } from './ports.ts'
import { ownId } from './presence.ts'
import { RoomPresence } from './room-presence.ts'
import { RoomSchemas } from './room-schemas.ts'
import { RoomSession } from './session.ts'
import type { SessionRoom } from './session-room.ts'
import type { DocumentFrameKind, Verdict } from './verdict.ts'

/** What all rooms of an engine share. */
export interface RoomContext {
  readonly log: Log
  readonly clock: Clock
  readonly limits: Limits
  /** False while the engine drains. */
  readonly isOpen: () => boolean
  /** Into the committer; false when too much waits already. */
  readonly enqueue: (entry: RoomEntry) => boolean
  readonly report: (event: EngineEvent) => void
}

/** An accepted update on its way to the log. */
export interface RoomEntry {
  readonly room: Room
  readonly session: RoomSession
  readonly row: LogRow
  readonly update: AcceptedUpdate
  /** Its place among all updates this room accepted, counted from one. */
  readonly position: number
}

/** What storage holds of a document. */
interface Stored {
  readonly rows: readonly Uint8Array[]
  readonly claims: readonly Claim[]
}

/** What a row costs beside its bytes, in bytes: a thousand small ones take as long as a megabyte. */
const loadRowCost = 1024

export class Room implements SessionRoom<RoomSession> {
  readonly document: DocumentName
  readonly #context: RoomContext
  readonly #admission: Admission
  readonly #history: History
  readonly #presence: RoomPresence
  readonly #fanOut: FanOut
  readonly #schemas = new RoomSchemas()
  readonly #sessions = new Set<RoomSession>()
  /** Those of them that wait to hear that something is durable. Hardly anybody does, and it is looked for at every commit. */
  readonly #unsaved = new Set<RoomSession>()
  readonly #since: number
  /** Positions of the last update accepted and of the last one committed; equal when the room is clean. */
  #acceptedPosition = 0
  #position = 0
  /** When the last connection left; rows may still be on their way then. */
  #emptySince: number
  /** A defect of ours: what is in memory cannot be trusted any more, and the log is read again by the next to come. */
  #broken = false

  constructor(document: DocumentName, context: RoomContext) {
    this.document = document
    this.#context = context
    const { clock, limits } = context
    this.#admission = new Admission(limits)
    this.#history = new History(limits)
    this.#presence = new RoomPresence({ clock, limits, sessions: this.#sessions })
    this.#fanOut = new FanOut({
      clock,
      limits,
      sessions: this.#sessions,
      stateVectorBefore: (news) => this.#history.stateVectorBefore(news),
    })
    this.#since = clock.now()
    this.#emptySince = this.#since
  }

  /**
   * Takes in what storage holds of the document, with pauses: while a long log is read, the other rooms go on. Rejects
   * when it is not what an engine has stored.
   */
  async replay({ rows, claims }: Stored): Promise<void> {
    const { clock, limits } = this.#context
    const pause = (): Promise<void> =>
      new Promise((resolve) => {
        clock.setTimer(0, resolve)
      })
    this.#admission.addStoredClaims(claims)
    let left = limits.loadSliceBytes
    for (const [index, row] of rows.entries()) {
      try {
        const scan = this.#admission.scanStored(row)
        let result = scan.advance(left)
        while (result === undefined) {
          await pause()
          left = limits.loadSliceBytes
          result = scan.advance(left)
        }
        this.#history.append(row, this.#admission.addStored(row, result))
      } catch (error) {
        throw new Error(`Row ${index + 1} of ${rows.length} is damaged.`, { cause: error })
      }
      left -= Math.min(row.byteLength, limits.loadSliceBytes) + loadRowCost
      if (left <= 0 && index + 1 < rows.length) {
        await pause()
        left = limits.loadSliceBytes
      }
    }
  }

  get clock(): Clock {
    return this.#context.clock
  }

  get limits(): Limits {
    return this.#context.limits
  }

  get uptime(): number {
    return this.clock.now() - this.#since
  }

  get open(): boolean {
    return !this.#broken && this.#context.isOpen()
  }

  get broken(): boolean {
    return this.#broken
  }

  get position(): number {
    return this.#position
  }

  get bytes(): number {
    return this.#admission.bytes
  }

  get sessions(): ReadonlySet<RoomSession> {
    return this.#sessions
  }

  /** Since when nobody is here and nothing is on its way to the log; undefined while that is not so. */
  get idleSince(): number | undefined {
    const idle = this.#sessions.size === 0 && this.#position === this.#acceptedPosition
    return idle ? this.#emptySince : undefined
  }

  /** Throws a ProtocolError 'too-many-connections'. */
  join(peer: Peer): RoomSession {
    const { limits } = this.#context
    if (this.#sessions.size >= limits.sessionsPerRoom) {
      const message = `${limits.sessionsPerRoom} connections are in this document, and no more are allowed. Try again later.`
      throw new ProtocolError('too-many-connections', message)
    }
    const session = new RoomSession({ ...peer, room: this })
    this.#sessions.add(session)
    this.#report({ type: 'joined', document: this.document, sessions: this.#sessions.size })
    session.start()
    if (peer.schema !== undefined) this.#schemas.join(session, peer.schema)
    return session
  }

  leave(session: RoomSession): void {
    if (!this.#sessions.delete(session)) return
    this.#unsaved.delete(session)
    this.#presence.leave(session.seat)
    this.#schemas.leave(session)
    if (this.#sessions.size === 0) this.#emptySince = this.#context.clock.now()
    this.#report({ type: 'left', document: this.document, sessions: this.#sessions.size })
  }

  submit(session: RoomSession, update: Uint8Array, kind: DocumentFrameKind): Verdict {
    const { clock } = this.#context
    const judged = this.#admission.judge({
      update,
      kind,
      role: session.role,
      sender: { principal: session.principal, ownId: ownId(session.seat) },
      shownBy: (client) => this.#shownBy(client),
      mayBringClients: (count) => session.allowances.mayBringClients(count),
    })
    if (judged.kind === 'known') {
      if (this.#acceptedPosition > this.#position) this.#unsaved.add(session)
      return { kind: 'accepted', position: this.#acceptedPosition }
    }
    if (judged.kind !== 'news') return judged
    const { claims, leftOut } = judged
    const row: LogRow = {
      document: this.document,
      update: judged.update,
      principal: session.principal,
      time: clock.now(),
      ...(claims.length === 0 ? {} : { claims }),
    }
    const position = this.#acceptedPosition + 1
    if (!this.#context.enqueue({ room: this, session, row, update: judged.scan, position })) {
      const message = 'The server holds as much unsaved as it may. Your changes are kept here and sent again.'
      return { kind: 'refused', error: new ProtocolError('rate-limited', message) }
    }
    this.#acceptedPosition = position
    this.#unsaved.add(session)
    this.#admission.add(judged)
    return leftOut === undefined ? { kind: 'accepted', position } : { kind: 'left-out', error: leftOut }
  }

  /** These updates of this room are durable, in this order: they become history, everybody hears of them, and acks go out. */
  commit(entries: readonly RoomEntry[]): void {
    const last = entries.at(-1)
    if (last === undefined) return
    this.#position = last.position
    if (this.#broken) return
    // Merged once, for the history and for everybody who is to hear of it.
    const news = mergeNews(
      entries.map(({ row, session, update: { structs, deletes } }) => {
        return { update: row.update, from: session, structs, deletes }
      }),
    )
    for (const one of news) this.#history.append(one.update, one)
    this.#fanOut.add(news)
    for (const session of this.#unsaved) {
      if (!session.committed(this.#position)) this.#unsaved.delete(session)
    }
    const bytes = entries.reduce((sum, entry) => sum + entry.row.update.byteLength, 0)
    this.#report({ type: 'document-changed', document: this.document, time: last.row.time, bytes })
  }

  question(): Uint8Array {
    return this.#history.question()
  }

  reply(stateVector: Uint8Array): readonly Uint8Array[] {
    return this.#history.reply(stateVector)
  }

  presenceTable({ seat }: RoomSession): Uint8Array {
    return this.#presence.table(seat)
  }

  presenceCatchUp({ seat }: RoomSession): Uint8Array {
    return this.#presence.catchUp(seat)
  }

  /** Who is here. */
  presence(): readonly AwarenessEntry[] {
    return this.#presence.people()
  }

  receivePresence(session: RoomSession, entries: readonly AwarenessEntry[]): void {
    this.#presence.receive(session, entries)
  }

  roleChanged(session: RoomSession): void {
    this.#presence.restamp(session)
  }

  chat(session: RoomSession, text: string): void {
    const from = session.name ?? this.#presence.nameOf(session.seat) ?? session.principal
    for (const other of this.#sessions) other.sendText({ type: 'chat', text, from })
  }

  refused({ principal, connection }: RoomSession, { code, message }: ProtocolError): void {
    this.#report({ type: 'refused', document: this.document, principal, connection, code, message })
  }

  defect(error: unknown): void {
    this.#report({ type: 'defect', document: this.document, error })
  }

  /** Gives the room up after a defect: everybody is sent away to come back, and reads the log again then. */
  fail(error: unknown): void {
    this.#broken = true
    this.defect(error)
    this.close(closeCodes.internalError, 'internal')
  }

  close(code: number, reason: string): void {
    if (!this.#broken) this.#fanOut.flush()
    // A session that ends leaves the set; a Set may lose members while it is walked through.
    for (const session of this.#sessions) session.end(code, reason)
    this.#presence.stop()
    this.#fanOut.stop()
  }

  #shownBy(client: number): string | undefined {
    // Asked once in the life of a client id: a walk is cheaper than a table to keep.
    for (const { seat, principal } of this.#sessions) if (seat.clientId === client) return principal
    return undefined
  }

  #report(event: EngineEvent): void {
    this.#context.report(event)
  }
}
