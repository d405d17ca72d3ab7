/**
 * The shell around the engine in the simulation: connections with latency, and a server that can die and come back on
 * the same disk. It watches everything that leaves the engine and holds it to the promises that can be checked at
 * the door: nothing that is not on the disk is shown to anybody or called saved.
 */
import { decodeFrame, decodeServerText } from '@stet/protocol'
import type { ErrorCode } from '@stet/protocol'
import { createEngine } from '../src/engine.ts'
import type { Engine } from '../src/engine.ts'
import type { Grant, Role } from '../src/access.ts'
import type { Limits } from '../src/limits.ts'
import type { AccessBook } from './access-book.ts'
import { Connection, type ConnectionHost, type ConnectionUser } from './connection.ts'
import type { SimDisk } from './disk.ts'
import { claimsOfUpdate } from './oracle.ts'
import { Random } from './random.ts'
import { SimFailure, throwLater, type World } from './world.ts'

/** What an honest client may be told when somebody's right changes or too much comes at once. */
const honestErrors: ReadonlySet<ErrorCode> = new Set([
  'storage-unavailable',
  'rate-limited',
  'read-only',
  'unauthorized',
  'forbidden',
])

export class SimServer implements ConnectionHost {
  readonly #world: World
  readonly #disk: SimDisk
  readonly #seed: number
  readonly access: AccessBook
  readonly #limits: Partial<Limits>
  #connectionId = 0
  life = 0
  engine: Engine | undefined
  readonly connections = new Set<Connection>()
  acks = 0
  crashes = 0
  /** Frames that an outlet had no room for. */
  stalls = 0

  constructor(options: {
    world: World
    disk: SimDisk
    access: AccessBook
    seed: number
    limits: Partial<Limits>
  }) {
    this.#world = options.world
    this.#disk = options.disk
    this.#seed = options.seed
    this.#limits = options.limits
    this.access = options.access
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

  grantOf(principal: string): Grant | undefined {
    return this.access.grantOf(principal)
  }

  renewed(principal: string): void {
    this.access.restore(principal)
    this.#regrant(principal)
  }

  /** From now on; 'none' sends everybody of that name away. */
  changeRole(principal: string, role: Role | 'none'): void {
    this.access.change(principal, role)
    this.#regrant(principal)
  }

  restoreRole(principal: string): void {
    this.access.restore(principal)
    this.#regrant(principal)
  }

  expire(principal: string, afterMs: number): void {
    this.access.expire(principal, this.#world.time + afterMs)
    this.#regrant(principal)
  }

  refusedFrame(): void {
    this.stalls += 1
  }

  #regrant(principal: string): void {
    for (const connection of this.connections)
      if (connection.user.principal === principal) connection.regrant()
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
    if (!user.honest) return
    if (message?.type === 'error' && !honestErrors.has(message.code)) {
      throwLater(
        this.#world,
        new SimFailure('honest-refused', `${user.name} was refused: ${message.message}`),
      )
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
