/**
 * A room: one loaded document and the connections in it. Here is decided what an update means for the document, who
 * hears of it and when; what goes to the log passes through the engine's one committer.
 *
 * Two views of the document are kept. `accepted` holds what has been let in, the rows on their way to the log included:
 * a new frame is judged against it, so that typing faster than the disk is no gap. `history` holds what is durable:
 * everything that leaves the room is made from it, so that nobody ever holds what the server can lose.
 */
import { KnownUpdates, ProtocolError, scanUpdate } from '@stet/protocol'
import { closeCodes, storedScanLimits, syncScanLimits } from '@stet/protocol'
import type { AcceptedUpdate, AwarenessEntry, DocumentName, ScanResult } from '@stet/protocol'
import { mayWrite } from './access.ts'
import type { EngineEvent } from './events.ts'
import { FanOut, mergeNews } from './fan-out.ts'
import { History } from './history.ts'
import type { Limits } from './limits.ts'
import { createPacer, type Pacer } from './pacer.ts'
import type { Clock, Log, LogRow } from './ports.ts'
import { ownId, Presence } from './presence.ts'
import { encodePresence, RoomSession } from './session.ts'
import type { DocumentFrameKind, Peer, SessionRoom, Verdict } from './session.ts'
import { withoutKnown } from './trim.ts'

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

/** Reads a document's log. Rejects with a ProtocolError 'load-failed' and leaves nothing behind. */
export async function loadRoom(document: DocumentName, context: RoomContext): Promise<Room> {
  const started = context.clock.now()
  let rows: readonly Uint8Array[]
  try {
    rows = await context.log.load(document)
  } catch (error) {
    context.report({ type: 'room-load-failed', document, reason: 'unreadable', error })
    const message = 'The document cannot be read from storage right now. Try again.'
    throw new ProtocolError('load-failed', message, { cause: error })
  }
  try {
    const room = new Room(document, rows, context)
    const ms = context.clock.now() - started
    context.report({ type: 'room-loaded', document, rows: rows.length, bytes: room.bytes, ms })
    return room
  } catch (error) {
    context.report({ type: 'room-load-failed', document, reason: 'damaged', error })
    const message =
      'What storage holds of the document is damaged. It was left as it is; an operator has to restore it.'
    throw new ProtocolError('load-failed', message, { cause: error })
  }
}

export class Room implements SessionRoom {
  readonly document: DocumentName
  readonly #context: RoomContext
  readonly #accepted = new KnownUpdates()
  readonly #roots = new Set<string>()
  readonly #history: History
  readonly #presence: Presence
  readonly #presencePacer: Pacer
  readonly #fanOut: FanOut
  /** The whole table as a frame, until it changes. */
  #presenceFrame: { readonly tick: number; readonly frame: Uint8Array } | undefined
  readonly #sessions = new Set<RoomSession>()
  /** Positions of the last update accepted and of the last one committed; equal when the room is clean. */
  #acceptedPosition = 0
  #position = 0
  /** Bytes of the log and of what waits for it. */
  #bytes = 0
  /** When the last connection left; rows may still be on their way then. */
  #emptySince: number
  /** A defect of ours: what is in memory cannot be trusted any more, and the log is read again by the next to come. */
  #broken = false

  /** Throws when the rows are not what an engine has stored. */
  constructor(document: DocumentName, rows: readonly Uint8Array[], context: RoomContext) {
    this.document = document
    this.#context = context
    const { clock, limits } = context
    this.#history = new History(limits)
    this.#presence = new Presence({ departedClients: limits.departedClients, now: () => clock.now() })
    this.#presencePacer = createPacer({
      clock,
      everyMs: () => limits.presenceFlushMs,
      run: () => this.#flushPresence(),
    })
    this.#fanOut = new FanOut({
      clock,
      limits,
      sessions: this.#sessions,
      stateVectorBefore: (news) => this.#history.stateVectorBefore(news),
    })
    this.#emptySince = clock.now()
    for (const [index, row] of rows.entries()) {
      const scan = scanUpdate(row, this.#accepted, storedScanLimits)
      if (scan.kind === 'gap') {
        const missing = `client ${scan.client} is known only below clock ${scan.need}`
        throw new ProtocolError(
          'bad-update',
          `Row ${index + 1} of ${rows.length} leans on something that is missing: ${missing}.`,
        )
      }
      this.#accept(row, scan)
      this.#history.append(row, scan)
    }
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
    return this.#bytes
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
    const { clock, limits } = this.#context
    if (this.#sessions.size >= limits.sessionsPerRoom) {
      const message = `${limits.sessionsPerRoom} connections are in this document, and no more are allowed. Try again later.`
      throw new ProtocolError('too-many-connections', message)
    }
    const seat = this.#presence.sit()
    const session = new RoomSession({ ...peer, room: this, seat, clock, limits })
    this.#sessions.add(session)
    this.#report({ type: 'joined', document: this.document, sessions: this.#sessions.size })
    session.start()
    return session
  }

  leave(session: RoomSession): void {
    if (!this.#sessions.delete(session)) return
    this.#presence.leave(session.seat)
    this.#presenceChanged()
    if (this.#sessions.size === 0) this.#emptySince = this.#context.clock.now()
    this.#report({ type: 'left', document: this.document, sessions: this.#sessions.size })
  }

  submit(session: RoomSession, update: Uint8Array, kind: DocumentFrameKind): Verdict {
    const { limits, clock } = this.#context
    let scan: ScanResult
    try {
      const live = kind === 'update'
      if (live && update.byteLength > limits.liveUpdateBytes && mayWrite(session.role)) return { kind: 'gap' }
      scan = scanUpdate(update, this.#accepted, { ...syncScanLimits, maxBytes: limits.syncUpdateBytes })
    } catch (error) {
      if (error instanceof ProtocolError) return { kind: 'refused', error }
      throw error
    }
    if (scan.kind === 'accepted' && !this.#accepted.brings(scan)) {
      return { kind: 'accepted', position: this.#acceptedPosition }
    }
    if (!mayWrite(session.role) && scan.kind === 'accepted' && !this.#extends(scan)) {
      // Whoever merges two writes of one map key deletes the one that lost, and no update ever says so. An honest
      // reader's answer holds such deletions, and so does the local copy that it loads after connecting, which goes
      // out as a live update. It must not be told that it did something wrong.
      return { kind: 'ignored' }
    }
    if (!mayWrite(session.role))
      return refuse('read-only', 'This connection may read the document, not change it.')
    if (scan.kind === 'gap') return { kind: 'gap' }

    if (this.#bytes + update.byteLength > limits.documentBytes) {
      return refuse(
        'document-full',
        `The document has reached its limit of ${limits.documentBytes} bytes. Continue in a new one.`,
      )
    }
    const newRoots = scan.roots.filter((name) => !this.#roots.has(name)).length
    if (newRoots > 0 && this.#roots.size + newRoots > limits.roots) {
      return refuse(
        'bad-update',
        `The document would have ${this.#roots.size + newRoots} root types, more than ${limits.roots}.`,
      )
    }
    const brought = withoutKnown(update, scan, this.#accepted)
    const row = { document: this.document, update: brought, principal: session.principal, time: clock.now() }
    const position = this.#acceptedPosition + 1
    if (!this.#context.enqueue({ room: this, session, row, update: scan, position })) {
      return refuse(
        'rate-limited',
        'The server holds as much unsaved as it may. Your changes are kept here and sent again.',
      )
    }
    this.#acceptedPosition = position
    this.#accept(brought, scan)
    return { kind: 'accepted', position }
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
    for (const session of this.#sessions) session.committed(this.#position)
    const bytes = entries.reduce((sum, entry) => sum + entry.row.update.byteLength, 0)
    this.#report({ type: 'document-changed', document: this.document, time: last.row.time, bytes })
  }

  question(): Uint8Array {
    return this.#history.question()
  }

  reply(stateVector: Uint8Array): readonly Uint8Array[] {
    return this.#history.reply(stateVector)
  }

  presenceTable(session: RoomSession): Uint8Array {
    const { seat } = session
    if (ownId(seat) !== undefined) return encodePresence(this.#presence.table(seat))
    // Connections that show nobody (a page that lists documents) can share one encoding.
    const { tick } = this.#presence
    if (this.#presenceFrame?.tick !== tick) {
      this.#presenceFrame = { tick, frame: encodePresence(this.#presence.table(seat)) }
    }
    this.#presence.tell(seat)
    return this.#presenceFrame.frame
  }

  /** The same for a session that missed what came and went meanwhile. */
  presenceCatchUp({ seat }: RoomSession): Uint8Array {
    return encodePresence([...this.#presence.table(seat), ...this.#presence.goodbyes(seat)])
  }

  /** Who is here. */
  presence(): readonly AwarenessEntry[] {
    return this.#presence.people()
  }

  receivePresence(session: RoomSession, entries: readonly AwarenessEntry[]): void {
    this.#presence.receive(session.seat, entries)
    this.#presenceChanged()
  }

  chat(session: RoomSession, text: string): void {
    const from = session.name ?? nameIn(this.#presence.stateOf(session.seat)) ?? session.principal
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
    this.#presencePacer.stop()
    this.#fanOut.stop()
  }

  /** Whether it holds structs, not only deletions, that are new. */
  #extends({ structs }: AcceptedUpdate): boolean {
    return structs.some(({ client, to }) => to > this.#accepted.clock(client))
  }

  #accept(update: Uint8Array, scan: AcceptedUpdate): void {
    this.#accepted.add(scan)
    for (const name of scan.roots) this.#roots.add(name)
    this.#bytes += update.byteLength
  }

  #presenceChanged(): void {
    if (!this.#presence.changed) return
    this.#presenceFrame = undefined
    this.#presencePacer.request()
  }

  #flushPresence(): void {
    const changes = this.#presence.takeChanges()
    if (changes.length === 0) return
    const ids = new Set(changes.map((entry) => entry.clientId))
    let shared: Uint8Array | undefined
    for (const session of this.#sessions) {
      // Who was not told of anybody yet will be told of everybody.
      if (session.seat.toldSince === undefined) continue
      const own = ownId(session.seat)
      if (own === undefined || !ids.has(own)) {
        shared ??= encodePresence(changes)
        session.sendPresence(shared)
      } else if (changes.length > 1) {
        // An own entry that comes back has a higher clock than the client's, and would overwrite a cursor that moved on.
        session.sendPresence(encodePresence(changes.filter((entry) => entry.clientId !== own)))
      }
    }
  }

  #report(event: EngineEvent): void {
    this.#context.report(event)
  }
}

function refuse(
  code: 'read-only' | 'document-full' | 'bad-update' | 'rate-limited',
  message: string,
): Verdict {
  return { kind: 'refused', error: new ProtocolError(code, message) }
}

/** The name a stock editor shows beside the caret: `user.name` of the awareness state. */
function nameIn(state: string | undefined): string | undefined {
  if (state === undefined) return undefined
  const value: unknown = JSON.parse(state)
  const user = isRecord(value) ? value['user'] : undefined
  const name = isRecord(user) ? user['name'] : undefined
  return typeof name === 'string' && name !== '' ? name : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
