/**
 * The shell around the engine in the simulation: connections with latency, and a server that can die and come back on
 * the same disk. It watches everything that leaves the engine and holds it to the promises that can be checked at
 * the door: nothing that is not on the disk is shown to anybody or called saved.
 */
import { decodeAwareness, decodeFrame, decodeServerText, errorTable, ProtocolError } from '@stet/protocol'
import type { DocumentName } from '@stet/protocol'
import { createEngine } from '../src/engine.ts'
import type { Engine } from '../src/engine.ts'
import type { Role } from '../src/access.ts'
import type { Limits } from '../src/limits.ts'
import type { Outlet } from '../src/ports.ts'
import type { Session } from '../src/peer.ts'
import type { SimDisk } from './disk.ts'
import { claimsOfUpdate, type Claims } from './oracle.ts'
import { hashBytes, Random } from './random.ts'
import { SimFailure, throwLater, type World } from './world.ts'

type Message = Uint8Array | string

/** The client's end of a connection. */
export interface ConnectionUser {
  readonly name: string
  readonly principal: string
  readonly document: DocumentName
  readonly role: Role
  readonly stet: boolean
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
  readonly #server: SimServer
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
  #waiting: Message[] | undefined = []
  /** What the server was given in total, so that a saved count can be held against it. */
  saved = 0

  constructor(options: {
    id: number
    user: ConnectionUser
    server: SimServer
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
    const { document, principal, role, stet } = this.user
    void this.#server.engine.join({ document, principal, role, stet, outlet: this.#outlet() }).then(
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

  #toClient(message: Message, line: string): void {
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

export class SimServer {
  readonly #world: World
  readonly #disk: SimDisk
  readonly #seed: number
  readonly #limits: Partial<Limits>
  #connectionId = 0
  life = 0
  engine: Engine | undefined
  readonly connections = new Set<Connection>()
  acks = 0
  crashes = 0
  resyncCloses = 0

  constructor(options: { world: World; disk: SimDisk; seed: number; limits: Partial<Limits> }) {
    this.#world = options.world
    this.#disk = options.disk
    this.#seed = options.seed
    this.#limits = options.limits
    this.start()
  }

  start(): void {
    if (this.engine !== undefined) return
    const life = this.life
    this.#world.note('server starts')
    this.engine = createEngine({
      log: this.#disk.log(),
      clock: this.#world.clock(() => this.life === life),
      limits: this.#limits,
      onEvent: (event) => {
        if (this.life !== life) return
        this.#world.note(`event ${event.type}`)
        if (event.type === 'defect') throwLater(this.#world, new SimFailure('defect', String(event.error)))
        if (event.type === 'room-load-failed' && event.reason === 'damaged') {
          throwLater(this.#world, new SimFailure('damaged', String(event.error)))
        }
      },
    })
  }

  /** kill -9: what was in memory is gone. */
  crash(): void {
    if (this.engine === undefined) return
    this.#world.note('server dies')
    this.crashes += 1
    this.life += 1
    this.engine = undefined
    this.#disk.crash()
    for (const connection of this.connections) connection.serverDied()
    this.connections.clear()
  }

  /** SIGTERM: drain, then a new life. */
  restart(): void {
    const { engine, life } = this
    if (engine === undefined) return
    this.#world.note('server drains')
    void this.#drain(engine, life)
  }

  async #drain(engine: Engine, life: number): Promise<void> {
    await engine.drain()
    if (this.life !== life) return
    this.#world.after(50, () => {
      if (this.life !== life) return
      this.crash()
      this.start()
    })
  }

  connect(user: ConnectionUser): Connection {
    this.#connectionId += 1
    const id = this.#connectionId
    const random = new Random(this.#seed, `connection ${user.name} ${id}`)
    return new Connection({ id, user, server: this, world: this.#world, random })
  }

  /** Nobody may be shown what the server can lose. */
  checkFrame(user: ConnectionUser, bytes: Uint8Array): void {
    const frame = decodeFrame(bytes)
    if (frame.type !== 'update' && frame.type !== 'sync-step-2') return
    const missing = this.#disk.holdings(user.document).lacks(claimsOfUpdate(frame.update))
    if (missing === undefined) return
    throwLater(
      this.#world,
      new SimFailure('shown-unsaved', `${user.name} was sent what the disk lacks: ${missing}`),
    )
  }

  /** Saved means saved. */
  checkText(connection: Connection, text: string): void {
    const message = decodeServerText(text)
    const { user } = connection
    if (message?.type === 'error' && message.code !== 'storage-unavailable') {
      // Not even 'read-only': the simulated readers do not write.
      if (message.code !== 'rate-limited') {
        throwLater(
          this.#world,
          new SimFailure('honest-refused', `${user.name} was refused: ${message.message}`),
        )
      }
    }
    if (message?.type !== 'saved') return
    this.acks += 1
    if (message.frames <= connection.saved) {
      throwLater(
        this.#world,
        new SimFailure('ack-order', `${user.name}: ${message.frames} after ${connection.saved}`),
      )
    }
    connection.saved = message.frames
    const holdings = this.#disk.holdings(user.document)
    for (const claims of user.claimed(connection, message.frames)) {
      const missing = holdings.lacks(claims)
      if (missing === undefined) continue
      throwLater(
        this.#world,
        new SimFailure(
          'ack-lost',
          `${user.name} was told ${message.frames} are saved, the disk lacks ${missing}`,
        ),
      )
    }
  }
}

/** A frame as a line of the trace: presence in clear, document bytes as a hash. */
function describe(bytes: Uint8Array): string {
  const frame = decodeFrame(bytes)
  if (frame.type !== 'awareness') return `${frame.type} ${bytes.byteLength} ${hashBytes(bytes)}`
  const entries = decodeAwareness(frame.entries)
  return `awareness ${entries.map(({ clientId, clock, state }) => `${clientId}@${clock} ${state}`).join(', ')}`
}
