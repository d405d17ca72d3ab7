/**
 * One connection in one document: takes its frames apart, hands each to the part that it concerns, and speaks to the
 * peer. It holds no document state, only what is known of the connection: its right and how long that lasts, what was
 * refused, when something was sent last.
 */
import { closeCodes, encodeServerText, errorTable } from '@stet/protocol'
import { keepaliveFrame, ProtocolError } from '@stet/protocol'
import type { Frame, ServerText } from '@stet/protocol'
import { mayWrite, type Grant, type Role } from './access.ts'
import { Allowances } from './allowances.ts'
import { Answers, type AnswersEnds } from './answers.ts'
import { receiveClientText, type ClientTextEnds } from './client-texts.ts'
import { DocumentFrames } from './document-frames.ts'
import { Expiry } from './expiry.ts'
import { Flow, type FlowEnds } from './flow.ts'
import type { Peer, Renewal, Session } from './peer.ts'
import type { Cancel, Outlet } from './ports.ts'
import type { Seat, Shown } from './presence.ts'
import { readFrame, readPresence } from './read-frame.ts'
import type { SessionRoom } from './session-room.ts'

export interface RoomSessionOptions extends Peer {
  readonly room: SessionRoom<RoomSession>
}

/**
 * There are as many of these as open connections, and most of them only listen. So its parts are given the session
 * itself and not closures, and what most connections never need is made when one does.
 */
export class RoomSession implements Session, FlowEnds, AnswersEnds, ClientTextEnds, Seat {
  readonly principal: string
  readonly connection: number | undefined
  readonly name: string | undefined
  readonly stet: boolean
  // Its seat, in itself.
  clientId: number | undefined
  wish: Shown | undefined
  toldSince: number | undefined
  #role: Role
  /** Made for a right that ends. */
  #expiry: Expiry | undefined
  readonly #room: SessionRoom<RoomSession>
  readonly #outlet: Outlet
  readonly #flow: Flow
  readonly #renewal: Renewal | undefined
  /** Made at the second question. */
  #answers: Answers | undefined
  /** Made at the first: most connections only read. */
  #frames: DocumentFrames | undefined
  #allowances: Allowances | undefined
  #over = false
  /** In the room's own time: a small number costs no memory beside its place. */
  #lastSent: number
  /** Whether something was sent since it was last looked. */
  #sent = false
  #cancelIntroduction: Cancel | undefined

  constructor(options: RoomSessionOptions) {
    this.#room = options.room
    this.principal = options.principal
    this.connection = options.connection
    this.name = options.name
    this.stet = options.stet
    this.#role = options.role
    this.#outlet = options.outlet
    this.#flow = new Flow(this)
    this.#renewal = options.renewal
    this.#lastSent = options.room.uptime
    this.#endAt(options.expiresAt)
  }

  get role(): Role {
    return this.#role
  }

  /** Its place in the room's table of who is here. */
  get seat(): Seat {
    return this
  }

  /** Whether committed updates go to it. Before its first sync step 1 it may lack what they lean on. */
  get synced(): boolean {
    return this.#flow.begun
  }

  /**
   * The room's greeting: what we hold at once; who is here after the client has shown itself, which stock clients do
   * right at opening. So it is never told of itself by what an older, broken connection left behind.
   */
  start(): void {
    if (!mayWrite(this.role)) this.sendText({ type: 'role', role: this.role })
    this.#flow.question()
    const { clock, limits } = this.#room
    this.#cancelIntroduction = clock.setTimer(limits.introductionMs, () => this.#introduce())
  }

  receive(frame: Uint8Array): void {
    if (!this.#listens()) return
    this.guard(() => this.#dispatch(frame))
  }

  receiveText(text: string): void {
    if (!this.#listens()) return
    this.guard(() => receiveClientText(text, this))
  }

  regrant(grant: Grant): void {
    if (this.#over) return
    const before = this.role
    this.#role = grant.role
    this.#endAt(grant.expiresAt)
    if (grant.role === before) return
    this.sendText({ type: 'role', role: grant.role })
    this.#room.roleChanged(this)
    if (!mayWrite(grant.role) || mayWrite(before)) return
    // What it tried to write before was refused; its answer to this question holds all of it.
    this.#documentFrames.askForAll()
  }

  expel(error: ProtocolError): void {
    if (this.#over) return
    this.#tell(error)
    this.end(errorTable[error.code].closeCode ?? closeCodes.forbidden, error.code)
  }

  leave(): void {
    if (this.#over) return
    this.#over = true
    this.#answers?.stop()
    this.#cancelIntroduction?.()
    this.#expiry?.stop()
    this.#room.leave(this)
  }

  /** A committed update; `before` gives the state vector of those who got everything before it. */
  sendUpdate(frame: Uint8Array, before: () => Uint8Array): void {
    this.#flow.update(frame, before)
  }

  sendPresence(frame: Uint8Array): void {
    this.#flow.passing(frame)
  }

  drained(): void {
    if (this.#over) return
    this.guard(() => {
      if (!this.#flow.drained() || this.toldSince === undefined) return
      this.sendPresence(this.#room.presenceCatchUp(this))
    })
  }

  sendText(message: ServerText): void {
    if (!this.#over && this.stet) this.#outlet.sendText(encodeServerText(message))
  }

  /** The log has become durable up to `position`. Gives whether it waits to hear of more. */
  committed(position: number): boolean {
    return this.#frames?.committed(position) ?? false
  }

  /** Keeps a stock client, which reconnects after 30 s of silence, from doing so. `uptime`: of the room, now. */
  keepAlive(uptime: number): void {
    // Asking for the time at each of a hundred thousand frames would cost more than it tells.
    if (this.#sent) this.#lastSent = uptime
    this.#sent = false
    if (uptime - this.#lastSent >= this.#room.limits.keepaliveMs) this.#flow.passing(keepaliveFrame)
  }

  /** Closes the connection from our side. */
  end(code: number, reason: string): void {
    if (this.#over) return
    this.#outlet.close(code, reason)
    this.leave()
  }

  /** Whether anything is taken in now. */
  #listens(): boolean {
    if (this.#over || !this.#room.open) return false
    if (this.#expiry?.over !== true) return true
    this.#expire()
    return false
  }

  #expire(): void {
    const message = 'The token has run out. Connect again with a fresh one.'
    this.expel(new ProtocolError('unauthorized', message))
  }

  #dispatch(bytes: Uint8Array): void {
    const frame = this.#read(bytes)
    switch (frame.type) {
      case 'sync-step-1':
        this.#asked(frame.stateVector)
        break
      case 'sync-step-2':
      case 'update':
        this.#documentFrames.receive(frame.update, frame.type)
        break
      case 'awareness':
        this.#receivePresence(frame.entries)
        break
      case 'query-awareness':
        this.#sendPresenceTable()
        break
      case 'auth-denied':
        // Only a server says this; stock clients never send it, and it asks for nothing.
        break
    }
  }

  #read(bytes: Uint8Array): Frame {
    try {
      return readFrame(bytes, this.#room.limits)
    } catch (error) {
      this.#documentFrames.unreadable()
      throw error
    }
  }

  #endAt(at: number | undefined): void {
    if (at === undefined && this.#expiry === undefined) return
    this.#expiry ??= new Expiry({
      clock: this.#room.clock,
      warningMs: this.#room.limits.expiryWarningMs,
      onExpiring: (end) => this.sendText({ type: 'token-expiring', at: end }),
      onExpired: () => this.#expire(),
    })
    this.#expiry.set(at)
  }

  get #documentFrames(): DocumentFrames {
    this.#frames ??= new DocumentFrames({
      resyncs: this.#room.limits.resyncs,
      submit: (update, kind) => this.#room.submit(this, update, kind),
      position: () => this.#room.position,
      onSaved: (frames) => this.sendText({ type: 'saved', frames }),
      ask: () => this.#flow.question(),
      refuse: (error) => this.#refuse(error),
      tell: (error) => this.#tell(error),
    })
    return this.#frames
  }

  // What the parts ask for.

  take(frame: Uint8Array): boolean {
    if (this.#over) return true
    this.#sent = true
    return this.#outlet.sendFrame(frame)
  }

  question(): Uint8Array {
    return this.#room.question()
  }

  catchUp(stateVector: Uint8Array): void {
    if (this.#answers?.wait !== true) this.#asked(stateVector)
  }

  get allowances(): Allowances {
    this.#allowances ??= new Allowances(this.#room.clock, this.#room.limits)
    return this.#allowances
  }

  chat(text: string): void {
    this.#room.chat(this, text)
  }

  renew(token: string): void {
    this.#renewal?.renew(token)
  }

  ask(stateVector: Uint8Array): void {
    this.guard(() => this.#asked(stateVector))
  }

  answer(stateVector: Uint8Array): void {
    this.#flow.reply(this.#room.reply(stateVector))
  }

  /** Nobody else notices what one connection does wrong, and the process least of all. */
  guard(step: () => void): void {
    try {
      step()
    } catch (error) {
      if (error instanceof ProtocolError) {
        this.#refuse(error)
        return
      }
      this.#room.defect(error)
      this.end(closeCodes.internalError, 'internal')
    }
  }

  #asked(stateVector: Uint8Array): void {
    const flow = this.#flow
    if (flow.keepsAsked(stateVector)) return
    if (!flow.begun) {
      this.answer(stateVector)
      return
    }
    const { clock, limits } = this.#room
    this.#answers ??= new Answers({ clock, limits, ends: this })
    this.#answers.answer(stateVector)
  }

  #receivePresence(bytes: Uint8Array): void {
    const entries = readPresence(bytes, this.#room.limits)
    if (entries instanceof ProtocolError) {
      // Presence is decoration: a picture too big for it must not keep anybody from writing.
      this.#tell(entries)
      return
    }
    this.#room.receivePresence(this, entries)
    this.#introduce()
  }

  #introduce(): void {
    this.#cancelIntroduction?.()
    this.#cancelIntroduction = undefined
    if (this.toldSince === undefined) this.#sendPresenceTable()
  }

  #sendPresenceTable(): void {
    this.sendPresence(this.#room.presenceTable(this))
  }

  #tell(error: ProtocolError): void {
    this.#room.refused(this, error)
    this.sendText({ type: 'error', code: error.code, message: error.message })
  }

  /**
   * A stock client cannot be told, so it is closed, except over a right it does not have: its sync step 2 comes
   * unasked-for to it, and being closed for it would lock a reader out. Our own client is told and stays.
   */
  #refuse(error: ProtocolError): void {
    this.#tell(error)
    const { closeCode, retry } = errorTable[error.code]
    if (closeCode === null) return
    const mayStay = this.allowances.mayBeRefused() && this.stet && !retry
    if (!mayStay) this.end(closeCode, error.code)
  }
}
