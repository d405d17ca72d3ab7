/**
 * One connection in one document: takes its frames apart, asks the room, and answers.
 *
 * What the room decides about a document frame comes back as a verdict; the session turns it into acks, resync
 * requests and refusals. It holds no document state, only counters.
 */
import {
  closeCodes,
  decodeAwareness,
  decodeClientText,
  decodeFrame,
  defaultAwarenessLimits,
} from '@stet/protocol'
import {
  encodeAwareness,
  encodeFrame,
  encodeServerText,
  errorTable,
  keepaliveFrame,
  ProtocolError,
} from '@stet/protocol'
import type { AwarenessEntry, Frame, ServerText } from '@stet/protocol'
import { mayWrite, type Grant, type Role } from './access.ts'
import { AckCounter } from './acks.ts'
import { Expiry } from './expiry.ts'
import { Flow } from './flow.ts'
import type { Limits } from './limits.ts'
import type { Cancel, Clock, Outlet } from './ports.ts'
import type { Seat } from './presence.ts'
import { TokenBucket } from './token-bucket.ts'

/** Who joins, and how to reach them. */
export interface Peer extends Grant {
  /** Who is on the connection, as authenticated by the shell; written into every log row. */
  readonly principal: string
  /** The shell's own name for the connection; comes back in events, for the log. */
  readonly connection?: string
  /** Their name as the shell knows it; what the client says of itself counts only without it. */
  readonly name?: string
  /** The connection chose the `stet.v1` subprotocol: it gets text frames. */
  readonly stet: boolean
  readonly outlet: Outlet
  /** The client shows a fresh token. The shell reads it and answers with `regrant` or `expel`, now or later. */
  readonly onToken?: (token: string) => void
}

/** One connection in one document. None of its methods throw. */
export interface Session {
  /** A binary frame, whole. The bytes are the engine's from now on: they must not change. */
  receive(frame: Uint8Array): void
  receiveText(text: string): void
  /** What it may do from now on; what was accepted before stands. The client is told when its role changes. */
  regrant(grant: Grant): void
  /** Ends the connection for this reason, which the client is told. Nothing it sends after this is taken in. */
  expel(error: ProtocolError): void
  /** Everything that the outlet had taken is sent, after it had refused a frame: the session is caught up now. */
  drained(): void
  /** The socket is gone. Does nothing the second time. */
  leave(): void
}

/** What the room makes of a document frame. */
export type Verdict =
  /** Its content is durable once the log reaches `position`. */
  | { readonly kind: 'accepted'; readonly position: number }
  /** It leans on something unknown. */
  | { readonly kind: 'gap' }
  /** Not stored, and nothing to say about it. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'refused'; readonly error: ProtocolError }

export type DocumentFrameKind = 'update' | 'sync-step-2'

/** What a session asks of its room. */
export interface SessionRoom {
  /** False while the engine drains: frames are not taken in any more. */
  readonly open: boolean
  /** How far the log is durable. */
  readonly position: number
  submit(session: RoomSession, update: Uint8Array, kind: DocumentFrameKind): Verdict
  /** The sync step 1 frame. */
  question(): Uint8Array
  /** The frames for this state vector, a sync step 2 the last of them. */
  reply(stateVector: Uint8Array): readonly Uint8Array[]
  /** The awareness frame with everybody but the session itself. */
  presenceTable(session: RoomSession): Uint8Array
  /** The same with those who are gone, for a session that was not told meanwhile. */
  presenceCatchUp(session: RoomSession): Uint8Array
  receivePresence(session: RoomSession, entries: readonly AwarenessEntry[]): void
  chat(session: RoomSession, text: string): void
  leave(session: RoomSession): void
  refused(session: RoomSession, error: ProtocolError): void
  defect(error: unknown): void
}

export interface RoomSessionOptions extends Peer {
  readonly room: SessionRoom
  readonly seat: Seat
  readonly clock: Clock
  readonly limits: Limits
}

export class RoomSession implements Session {
  readonly principal: string
  readonly connection: string | undefined
  readonly name: string | undefined
  readonly stet: boolean
  readonly seat: Seat
  #grant: Grant
  readonly #expiry: Expiry
  readonly #room: SessionRoom
  readonly #outlet: Outlet
  readonly #flow: Flow
  readonly #onToken: ((token: string) => void) | undefined
  readonly #clock: Clock
  readonly #limits: Limits
  readonly #acks = new AckCounter()
  readonly #replies: TokenBucket
  readonly #chats: TokenBucket
  readonly #renewals: TokenBucket
  /** Set at its first sync step 1: from then on it is told what is committed. */
  #synced = false
  #over = false
  #lastSent: number
  /** Whether something was sent since it was last looked. */
  #sent = false
  #refusals = 0
  #cancelIntroduction: Cancel | undefined
  /** The newest sync step 1 that has to wait for its answer. */
  #waitingReply: { stateVector: Uint8Array; readonly cancel: Cancel } | undefined
  #resync: { readonly kind: 'none' } | { readonly kind: 'asked'; readonly times: number } = { kind: 'none' }

  constructor(options: RoomSessionOptions) {
    const { limits, clock } = options
    this.#room = options.room
    this.principal = options.principal
    this.connection = options.connection
    this.name = options.name
    this.stet = options.stet
    this.seat = options.seat
    this.#grant = options
    this.#outlet = options.outlet
    this.#flow = new Flow({
      take: (frame) => this.#take(frame),
      question: () => this.#room.question(),
      answer: (stateVector) => {
        // An answer that waits for its turn already begins earlier, and will hold this.
        if (this.#waitingReply === undefined) this.#answer(stateVector)
      },
    })
    this.#onToken = options.onToken
    this.#clock = clock
    this.#limits = limits
    const now = clock.now()
    this.#lastSent = now
    this.#replies = new TokenBucket({ burst: limits.syncRepliesBurst, everyMs: limits.syncReplyMs, now })
    this.#chats = new TokenBucket({ burst: limits.chatBurst, everyMs: limits.chatMs, now })
    this.#renewals = new TokenBucket({ burst: limits.renewalBurst, everyMs: limits.renewalMs, now })
    this.#expiry = new Expiry({
      clock,
      warningMs: limits.expiryWarningMs,
      onExpiring: (at) => this.sendText({ type: 'token-expiring', at }),
      onExpired: () => this.#expire(),
    })
  }

  get role(): Role {
    return this.#grant.role
  }

  /** Whether committed updates go to it. Before its first sync step 1 it may lack what they lean on. */
  get synced(): boolean {
    return this.#synced
  }

  /**
   * The room's greeting: what we hold at once; who is here after the client has shown itself, which stock clients do
   * right at opening. So it is never told of itself by what an older, broken connection left behind.
   */
  start(): void {
    this.#expiry.set(this.#grant.expiresAt)
    if (!mayWrite(this.role)) this.sendText({ type: 'role', role: this.role })
    this.#flow.question()
    this.#cancelIntroduction = this.#clock.setTimer(this.#limits.introductionMs, () => this.#introduce())
  }

  receive(frame: Uint8Array): void {
    if (!this.#listens()) return
    this.#guard(() => this.#dispatch(frame))
  }

  receiveText(text: string): void {
    if (!this.#listens()) return
    this.#guard(() => this.#dispatchText(text))
  }

  regrant(grant: Grant): void {
    if (this.#over) return
    const before = this.role
    this.#grant = grant
    this.#expiry.set(grant.expiresAt)
    if (grant.role === before) return
    this.sendText({ type: 'role', role: grant.role })
    if (!mayWrite(grant.role) || mayWrite(before)) return
    // What it tried to write before was refused; its answer to this question holds all of it.
    this.#resync = { kind: 'none' }
    this.#flow.question()
  }

  expel(error: ProtocolError): void {
    if (this.#over) return
    this.#room.refused(this, error)
    this.sendText({ type: 'error', code: error.code, message: error.message })
    this.end(errorTable[error.code].closeCode ?? closeCodes.forbidden, error.code)
  }

  leave(): void {
    if (this.#over) return
    this.#over = true
    this.#waitingReply?.cancel()
    this.#waitingReply = undefined
    this.#cancelIntroduction?.()
    this.#expiry.stop()
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
    this.#guard(() => {
      if (!this.#flow.drained() || this.seat.toldSince === undefined) return
      this.sendPresence(this.#room.presenceCatchUp(this))
    })
  }

  sendText(message: ServerText): void {
    if (!this.#over && this.stet) this.#outlet.sendText(encodeServerText(message))
  }

  /** The log has become durable up to `position`. */
  committed(position: number): void {
    const frames = this.#acks.durable(position)
    if (frames !== undefined) this.sendText({ type: 'saved', frames })
  }

  /** Keeps a stock client, which reconnects after 30 s of silence, from doing so. */
  keepAlive(now: number): void {
    // Asking for the time at each of a hundred thousand frames would cost more than it tells.
    if (this.#sent) this.#lastSent = now
    this.#sent = false
    if (now - this.#lastSent >= this.#limits.keepaliveMs) this.#flow.passing(keepaliveFrame)
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
    if (!this.#expiry.over) return true
    this.#expire()
    return false
  }

  #expire(): void {
    const message = 'The token has run out. Connect again with a fresh one.'
    this.expel(new ProtocolError('unauthorized', message))
  }

  #dispatch(bytes: Uint8Array): void {
    const frame = this.#decode(bytes)
    switch (frame.type) {
      case 'sync-step-1':
        this.#answer(frame.stateVector)
        break
      case 'sync-step-2':
      case 'update':
        this.#receiveUpdate(frame.update, frame.type)
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

  #decode(bytes: Uint8Array): Frame {
    try {
      const frame = decodeFrame(bytes)
      // An update has limits of its own, by what it is: the scanner's and the room's.
      const isUpdate = frame.type === 'update' || frame.type === 'sync-step-2'
      if (!isUpdate && bytes.byteLength > this.#limits.frameBytes) {
        const sizes = `it has ${bytes.byteLength} bytes, and ${this.#limits.frameBytes} are allowed`
        throw new ProtocolError('bad-frame', `A frame was refused: ${sizes}.`)
      }
      return frame
    } catch (error) {
      // It may have been a document frame, and then the client has counted it.
      this.#acks.refused()
      throw error
    }
  }

  #receiveUpdate(update: Uint8Array, kind: DocumentFrameKind): void {
    this.#acks.receive()
    const verdict = this.#room.submit(this, update, kind)
    switch (verdict.kind) {
      case 'accepted':
        this.#acks.accepted(verdict.position, kind)
        if (kind === 'sync-step-2') this.#resync = { kind: 'none' }
        if (verdict.position <= this.#room.position) this.committed(this.#room.position)
        break
      case 'gap':
        this.#acks.gap()
        this.#askAgain(kind)
        break
      case 'ignored':
        this.#acks.gap()
        break
      case 'refused':
        // Nothing was wrong with what a reader sent: once it may write, a sync step 2 makes up for it.
        if (verdict.error.code === 'read-only') this.#acks.gap()
        else this.#acks.refused()
        this.#refuse(verdict.error)
        break
    }
  }

  /** After a gap: a sync step 1, which the client answers with all we lack. One question at a time. */
  #askAgain(kind: DocumentFrameKind): void {
    // Behind a refused frame everything leans on what was refused, and asking brings only that again.
    if (this.#acks.stuck) return
    let times = 1
    if (this.#resync.kind === 'asked') {
      if (kind === 'update') return
      times = this.#resync.times + 1
    }
    if (times > this.#limits.resyncs) {
      const message = `${this.#limits.resyncs} sync step 2 frames in a row lean on updates that are unknown here. Connect again.`
      this.#refuse(new ProtocolError('rate-limited', message))
      return
    }
    this.#resync = { kind: 'asked', times }
    this.#flow.question()
  }

  #answer(stateVector: Uint8Array): void {
    if (this.#flow.keepsAsked(stateVector)) return
    if (this.#waitingReply !== undefined) {
      this.#waitingReply.stateVector = stateVector
      return
    }
    if (this.#replies.take(this.#clock.now())) {
      const frames = this.#room.reply(stateVector)
      this.#synced = true
      this.#flow.reply(frames)
      return
    }
    const cancel = this.#clock.setTimer(this.#limits.syncReplyMs, () => {
      const waiting = this.#waitingReply
      this.#waitingReply = undefined
      if (waiting !== undefined && !this.#over) this.#guard(() => this.#answer(waiting.stateVector))
    })
    this.#waitingReply = { stateVector, cancel }
  }

  #take(frame: Uint8Array): boolean {
    if (this.#over) return true
    this.#sent = true
    return this.#outlet.sendFrame(frame)
  }

  #receivePresence(bytes: Uint8Array): void {
    const { presenceBytes, presenceEntries } = this.#limits
    const limits = { ...defaultAwarenessLimits, maxStateBytes: presenceBytes, maxEntries: presenceEntries }
    let entries: readonly AwarenessEntry[]
    try {
      entries = decodeAwareness(bytes, limits)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      // Presence is decoration: a picture too big for it must not keep anybody from writing.
      this.#room.refused(this, error)
      this.sendText({ type: 'error', code: error.code, message: error.message })
      return
    }
    this.#room.receivePresence(this, entries)
    this.#introduce()
  }

  #introduce(): void {
    this.#cancelIntroduction?.()
    if (this.seat.toldSince === undefined) this.#sendPresenceTable()
  }

  #sendPresenceTable(): void {
    this.sendPresence(this.#room.presenceTable(this))
  }

  #dispatchText(text: string): void {
    const message = decodeClientText(text)
    switch (message.type) {
      case 'chat':
        if (this.#chats.take(this.#clock.now())) this.#room.chat(this, message.text)
        else this.#tooMany('Too many messages at once: this one was not sent. Send it again in a moment.')
        break
      case 'token':
        if (this.#renewals.take(this.#clock.now())) this.#onToken?.(message.token)
        else this.#tooMany('Too many tokens at once: this one was not read. Send it again in a moment.')
        break
    }
  }

  #tooMany(message: string): void {
    this.sendText({ type: 'error', code: 'rate-limited', message })
  }

  /** Nobody else notices what one connection does wrong, and the process least of all. */
  #guard(step: () => void): void {
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

  /**
   * A stock client cannot be told, so it is closed, except over a right it does not have: its sync step 2 comes
   * unasked-for to it, and being closed for it would lock a reader out. Our own client is told and stays.
   */
  #refuse(error: ProtocolError): void {
    this.#room.refused(this, error)
    this.sendText({ type: 'error', code: error.code, message: error.message })
    const { closeCode, retry } = errorTable[error.code]
    if (closeCode === null) return
    this.#refusals += 1
    if (!this.stet || retry || this.#refusals > this.#limits.refusals) this.end(closeCode, error.code)
  }
}

export function encodePresence(entries: readonly AwarenessEntry[]): Uint8Array {
  return encodeFrame({ type: 'awareness', entries: encodeAwareness(entries) })
}
