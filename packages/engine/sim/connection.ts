/**
 * A WebSocket of the simulation: messages arrive late but in order, until it breaks. Who does not read for a while has a
 * few frames waiting, and then the outlet refuses more, as a real one does that is full.
 */
import { decodeAwareness, decodeFrame, errorTable, ProtocolError } from '@stet/protocol'
import type { DocumentName } from '@stet/protocol'
import type { Grant } from '../src/access.ts'
import type { Engine } from '../src/engine.ts'
import type { Session } from '../src/peer.ts'
import type { Outlet } from '../src/ports.ts'
import type { Claims } from './oracle.ts'
import { hashBytes, type Random } from './random.ts'
import type { World } from './world.ts'

export type Message = Uint8Array | string

/** Frames that wait for somebody who does not read, before the outlet refuses more. */
const budgetFrames = 3

/** The server's end of it. */
export interface ConnectionHost {
  readonly life: number
  readonly engine: Engine | undefined
  readonly connections: Set<Connection>
  /** What somebody may do now; undefined: not even join. */
  grantOf(principal: string): Grant | undefined
  /** Somebody shows a fresh token. */
  renewed(principal: string): void
  refusedFrame(): void
  checkFrame(user: ConnectionUser, bytes: Uint8Array): void
  checkText(connection: Connection, text: string): void
}

/** The client's end of a connection. */
export interface ConnectionUser {
  readonly name: string
  readonly principal: string
  readonly document: DocumentName
  readonly stet: boolean
  /** Not honest: what the server does to it is not judged. */
  readonly honest: boolean
  /** False while it takes nothing off the wire. */
  readonly reading: boolean
  /** What the first `frames` document frames of this connection held, for the check of an ack. */
  claimed(connection: Connection, frames: number): readonly Claims[]
  opened(connection: Connection): void
  received(connection: Connection, message: Message): void
  closed(connection: Connection, code: number): void
}

/** A WebSocket: messages arrive late but in order, until it breaks. */
export class Connection {
  readonly id: number
  readonly user: ConnectionUser
  readonly #server: ConnectionHost
  readonly #world: World
  readonly #random: Random
  readonly #life: number
  #toServerAt = 0
  #toClientAt = 0
  readonly #sentAt = { server: -1, client: -1 }
  #clientOpen = true
  #serverOpen = true
  /** Messages from the client still arrive after a break, up to this moment. */
  #arriveUntil = Infinity
  #session: Session | undefined
  /** What waits for a client that does not read; undefined while it does. */
  #held: { readonly message: Message; readonly line: string }[] | undefined
  #full = false
  #waiting: Message[] | undefined = []
  /** What the server was given in total, so that a saved count can be held against it. */
  saved = 0

  constructor(options: {
    id: number
    user: ConnectionUser
    server: ConnectionHost
    world: World
    random: Random
  }) {
    this.id = options.id
    this.user = options.user
    this.#server = options.server
    this.#world = options.world
    this.#random = options.random
    this.#life = options.server.life
    this.#later('client', () => this.#arrive())
  }

  get open(): boolean {
    return this.#clientOpen
  }

  /** From the client. */
  send(message: Message): void {
    if (!this.#clientOpen) return
    this.#later('server', () => {
      if (!this.#serverOpen || this.#world.now > this.#arriveUntil || this.#server.life !== this.#life) return
      if (this.#waiting === undefined) this.#deliver(message)
      else this.#waiting.push(message)
    })
  }

  /** The network breaks, or the client hangs up. The server hears of it after `noticedAfter`. */
  breakOff(options: { readonly noticedAfter: number; readonly loseUnderway: boolean }): void {
    if (!this.#clientOpen) return
    this.#clientOpen = false
    if (options.loseUnderway) this.#arriveUntil = this.#world.now
    const after = Math.max(options.noticedAfter, this.#toServerAt - this.#world.now)
    this.#world.after(after, () => this.#leave())
  }

  /** The right of its person has changed. */
  regrant(): void {
    const grant = this.#server.grantOf(this.user.principal)
    if (grant === undefined)
      this.#session?.expel(new ProtocolError('forbidden', 'The access was taken back.'))
    else this.#session?.regrant(grant)
  }

  /** The client reads again: what waits for it arrives, and then there is room. */
  resume(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const { message, line } of held) this.#toClient(message, line)
    if (!this.#full) return
    this.#later('client', () => {
      if (this.#held !== undefined) return
      this.#full = false
      if (this.#serverOpen && this.#server.life === this.#life) this.#session?.drained()
    })
  }

  /** The server's machine is gone: the client notices at once (connection reset). */
  serverDied(): void {
    this.#serverOpen = false
    if (!this.#clientOpen) return
    this.#clientOpen = false
    this.user.closed(this, 1006)
  }

  #arrive(): void {
    if (!this.#clientOpen) return
    if (this.#server.engine === undefined || this.#server.life !== this.#life) {
      this.#clientOpen = false
      this.#serverOpen = false
      this.user.closed(this, 1006)
      return
    }
    this.#server.connections.add(this)
    this.user.opened(this)
    const { document, principal, stet } = this.user
    const grant = this.#server.grantOf(principal)
    if (grant === undefined) {
      this.#refused(new ProtocolError('forbidden', 'No access.'))
      return
    }
    const renewal = { renew: (): void => this.#server.renewed(principal) }
    const outlet = this.#outlet()
    void this.#server.engine.join({ document, principal, ...grant, stet, outlet, renewal }).then(
      (session) => this.#joined(session),
      (error: unknown) => this.#refused(error),
    )
  }

  #joined(session: Session): void {
    this.#session = session
    if (!this.#serverOpen) {
      session.leave()
      return
    }
    // It may have changed while the document was loading.
    this.regrant()
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    for (const message of waiting) this.#deliver(message)
  }

  #refused(error: unknown): void {
    if (!(error instanceof ProtocolError)) throw error
    this.#world.note(`join of ${this.user.name} refused: ${error.code}`)
    this.#closeByServer(errorTable[error.code].closeCode ?? 1011)
  }

  #deliver(message: Message): void {
    if (typeof message === 'string') this.#session?.receiveText(message)
    else this.#session?.receive(message)
  }

  #leave(): void {
    if (!this.#serverOpen) return
    this.#serverOpen = false
    this.#server.connections.delete(this)
    this.#session?.leave()
  }

  #closeByServer(code: number): void {
    if (!this.#serverOpen) return
    this.#serverOpen = false
    this.#server.connections.delete(this)
    this.#later('client', () => {
      if (!this.#clientOpen) return
      this.#clientOpen = false
      this.user.closed(this, code)
    })
    this.#session?.leave()
  }

  #outlet(): Outlet {
    return {
      sendFrame: (bytes) => {
        if (this.#server.life !== this.#life || !this.#serverOpen) return true
        if (this.#full || (!this.user.reading && this.#frames >= budgetFrames)) {
          this.#full = true
          this.#server.refusedFrame()
          return false
        }
        this.#server.checkFrame(this.user, bytes)
        this.#toClient(bytes, describe(bytes))
        return true
      },
      sendText: (text) => {
        if (this.#server.life !== this.#life || !this.#serverOpen) return
        this.#server.checkText(this, text)
        this.#toClient(text, text)
      },
      close: (code, reason) => {
        if (this.#server.life !== this.#life) return
        this.#world.note(`server closes ${this.user.name} ${code} ${reason}`)
        // Not from inside the call: the engine must not be called back.
        this.#closeLater(code)
      },
    }
  }

  #closeLater(code: number): void {
    this.#serverOpen = false
    this.#server.connections.delete(this)
    this.#later('client', () => {
      if (!this.#clientOpen) return
      this.#clientOpen = false
      this.user.closed(this, code)
    })
  }

  get #frames(): number {
    return (this.#held ?? []).filter(({ message }) => typeof message !== 'string').length
  }

  #toClient(message: Message, line: string): void {
    if (!this.user.reading) {
      this.#held ??= []
      this.#held.push({ message, line })
      return
    }
    this.#world.note(`to ${this.user.name}: ${line}`)
    this.#later('client', () => {
      if (this.#clientOpen) this.user.received(this, message)
    })
  }

  #later(side: 'client' | 'server', run: () => void): void {
    // What is sent in one instant travels in one packet.
    const { now } = this.#world
    if (this.#sentAt[side] === now) {
      this.#world.after((side === 'server' ? this.#toServerAt : this.#toClientAt) - now, run)
      return
    }
    this.#sentAt[side] = now
    const latency = this.#random.chance(0.05) ? this.#random.between(200, 1_500) : this.#random.between(1, 60)
    const last = side === 'server' ? this.#toServerAt : this.#toClientAt
    const at = Math.max(last, this.#world.now + latency)
    if (side === 'server') this.#toServerAt = at
    else this.#toClientAt = at
    this.#world.after(at - this.#world.now, run)
  }
}

/** A frame as a line of the trace: presence in clear, document bytes as a hash. */
function describe(bytes: Uint8Array): string {
  const frame = decodeFrame(bytes)
  if (frame.type !== 'awareness') return `${frame.type} ${bytes.byteLength} ${hashBytes(bytes)}`
  const entries = decodeAwareness(frame.entries)
  return `awareness ${entries.map(({ clientId, clock, state }) => `${clientId}@${clock} ${state}`).join(', ')}`
}
