/**
 * Somebody who is let in, reads along, and then writes with a client id that belongs to another, live or in an answer,
 * showing it in presence as well. Nothing of it may be stored; what is done to the thief is the server's business.
 */
import { decodeFrame, encodeAwareness, encodeFrame } from '@stet/protocol'
import type { DocumentName } from '@stet/protocol'
import * as Y from 'yjs'
import type { Connection, ConnectionUser, Message } from './connection.ts'
import type { Random } from './random.ts'
import type { SimServer } from './server.ts'
import type { World } from './world.ts'

export interface ThiefOptions {
  readonly name: string
  readonly document: DocumentName
  readonly stet: boolean
  readonly world: World
  readonly server: SimServer
  readonly random: Random
}

export class Thief implements ConnectionUser {
  readonly name: string
  readonly principal = 'mallory'
  readonly document: DocumentName
  readonly stet: boolean
  readonly honest = false
  readonly reading = true
  readonly #world: World
  readonly #server: SimServer
  readonly #random: Random
  readonly #doc = new Y.Doc()
  #connection: Connection | undefined
  /** Forged frames sent. */
  attempts = 0

  constructor(options: ThiefOptions) {
    this.name = options.name
    this.document = options.document
    this.stet = options.stet
    this.#world = options.world
    this.#server = options.server
    this.#random = options.random
    this.#doc.clientID = options.random.bits()
  }

  /** Comes for some seconds. */
  visit(ms: number): void {
    this.#connection = this.#server.connect(this)
    for (let at = 300; at < ms; at += this.#random.between(50, 900))
      this.#world.after(at, () => this.#steal())
    this.#world.after(ms, () => this.leave())
  }

  leave(): void {
    this.#connection?.breakOff({ noticedAfter: 0, loseUnderway: false })
    this.#connection = undefined
  }

  opened(): void {
    const stateVector = Y.encodeStateVector(this.#doc)
    this.#connection?.send(encodeFrame({ type: 'sync-step-1', stateVector }))
  }

  received(_: Connection, message: Message): void {
    if (typeof message === 'string') return
    const frame = decodeFrame(message)
    if (frame.type !== 'sync-step-2' && frame.type !== 'update') return
    Y.applyUpdate(this.#doc, frame.update)
  }

  closed(): void {
    this.#connection = undefined
  }

  claimed(): readonly never[] {
    return []
  }

  #steal(): void {
    const connection = this.#connection
    const ids = [...this.#doc.store.clients.keys()].filter((id) =>
      this.#server.access.isOwned(this.document, id),
    )
    if (connection === undefined || ids.length === 0) return
    const id = this.#random.pick(ids)
    const before = Y.encodeStateVector(this.#doc)
    const forged = new Y.Doc()
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(this.#doc))
    forged.clientID = id
    forged.getText('text').insert(0, 'forged')
    if (this.#random.chance(0.5)) {
      const entry = { clientId: id, clock: this.#random.between(1, 1_000), state: '{"user":{"name":"you"}}' }
      connection.send(encodeFrame({ type: 'awareness', entries: encodeAwareness([entry]) }))
    }
    const update = Y.encodeStateAsUpdate(forged, this.#random.chance(0.5) ? before : undefined)
    this.attempts += 1
    connection.send(encodeFrame({ type: this.#random.chance(0.5) ? 'update' : 'sync-step-2', update }))
  }
}
