/**
 * A person at a browser, with a real Y.Doc, who speaks y-websocket's protocol as its provider does: sync step 1 and
 * awareness at open, an update frame for each own transaction, step 2 when asked, reconnects with backoff, a watchdog
 * on silence. With `stet` it also counts its document frames and what each of them claims, to check the acks.
 */
import { closeCodes, decodeAwareness, decodeFrame, decodeServerText } from '@stet/protocol'
import { encodeAwareness, encodeFrame } from '@stet/protocol'
import type { AwarenessEntry, DocumentName } from '@stet/protocol'
import * as Y from 'yjs'
import type { Role } from '../src/access.ts'
import { applyEdit, type Edit } from './edits.ts'
import { claimsOfDoc, claimsOfUpdate, type Claims } from './oracle.ts'
import { PeerAwareness } from './peer-awareness.ts'
import { Random } from './random.ts'
import type { Connection, ConnectionUser } from './connection.ts'
import type { SimServer } from './server.ts'
import { SimFailure, throwLater, type World } from './world.ts'

export interface SimClientOptions {
  readonly name: string
  readonly principal: string
  readonly document: DocumentName
  readonly role: Role
  readonly stet: boolean
  readonly world: World
  readonly server: SimServer
  readonly seed: number
}

const awarenessLimits = {
  maxEntries: 10_000,
  maxStateBytes: 1e6,
  maxDepth: 100,
  maxClock: Number.MAX_SAFE_INTEGER,
}

export class SimClient implements ConnectionUser {
  readonly name: string
  readonly principal: string
  readonly document: DocumentName
  /** What it may do when nobody interferes. */
  readonly role: Role
  readonly stet: boolean
  readonly honest = true
  reading = true
  readonly #world: World
  readonly #server: SimServer
  readonly #random: Random
  doc: Y.Doc
  awareness: PeerAwareness
  #connection: Connection | undefined
  readonly #tabs = new Set<SimClient>()
  #connected = false
  #online = false
  /** Sent away for lack of access, until that is given back. */
  #banned = false
  #failures = 0
  #lastHeard = 0
  #renewedAt = 0
  /** What each document frame of the present connection claims. */
  #claims: Claims[] = []
  /** For each connection that may still be acked. */
  readonly #claimsOf = new WeakMap<Connection, Claims[]>()
  edits = 0
  /** Questions of the server beyond the one at joining. */
  resyncs = 0
  #questions = 0
  watchdogCloses = 0

  constructor(options: SimClientOptions) {
    this.name = options.name
    this.principal = options.principal
    this.document = options.document
    this.role = options.role
    this.stet = options.stet
    this.#world = options.world
    this.#server = options.server
    this.#random = new Random(options.seed, `client ${options.name}`)
    this.doc = this.#newDoc()
    this.awareness = new PeerAwareness(this.doc.clientID)
    this.#watch()
  }

  /** The present one, made or being made. */
  get connection(): Connection | undefined {
    return this.#connection
  }

  get connected(): boolean {
    return this.#connected
  }

  goOnline(): void {
    if (this.#online) return
    this.#online = true
    this.#banned = false
    this.#failures = 0
    this.#connect()
  }

  goOffline(): void {
    this.#online = false
    this.#breakOff()
  }

  /** The network hiccups; the provider connects again by itself. */
  drop(): void {
    if (this.#connection === undefined) return
    this.#breakOff()
    this.#retry()
  }

  edit(edit: Edit): void {
    if (this.role !== 'write') return
    if (applyEdit(this.doc, edit)) this.edits += 1
  }

  show(state: string | undefined): void {
    const entry = this.awareness.setOwn(state)
    this.#renewedAt = this.#world.now
    this.#sendAwareness([entry])
    for (const tab of this.#tabs) tab.#hearTabAwareness([entry])
  }

  /**
   * Two tabs of one browser, talking over a BroadcastChannel: each hands the other all it has now, and from then on
   * every own change. What comes that way is not sent on to the server, which therefore sees gaps.
   */
  link(other: SimClient): void {
    for (const [from, to] of [
      [this, other],
      [other, this],
    ] as const) {
      from.#tabs.add(to)
      from.#greetTab(to)
    }
  }

  #greetTab(other: SimClient): void {
    other.#hearTab(Y.encodeStateAsUpdate(this.doc))
    if (this.awareness.own !== undefined) other.#hearTabAwareness([this.awareness.ownEntry()])
  }

  #hearTab(update: Uint8Array): void {
    this.#world.after(1, () => {
      Y.applyUpdate(this.doc, update, this)
    })
  }

  #hearTabAwareness(entries: readonly AwarenessEntry[]): void {
    this.#world.after(1, () => {
      const repeated = this.awareness.hear(entries, this.#world.now)
      if (repeated.length > 0) this.#sendAwareness(repeated)
    })
  }

  /** The page is loaded again: with the local copy of the document, or without. The client id is a new one. */
  reload(options: { readonly keepCopy: boolean; readonly sayGoodbye: boolean }): void {
    const copy = options.keepCopy ? Y.encodeStateAsUpdate(this.doc) : undefined
    if (options.sayGoodbye) this.show(undefined)
    const wasOnline = this.#online
    this.goOffline()
    this.doc.destroy()
    this.doc = this.#newDoc()
    this.awareness = new PeerAwareness(this.doc.clientID)
    this.show(JSON.stringify({ user: { name: this.name } }))
    // y-indexeddb applies the copy while the connection is being made: what it brings may go out as live updates.
    if (copy !== undefined) {
      this.#world.after(this.#random.between(0, 100), () => Y.applyUpdate(this.doc, copy, 'copy'))
    }
    for (const tab of this.#tabs) {
      this.#greetTab(tab)
      tab.#greetTab(this)
    }
    if (wasOnline) this.goOnline()
  }

  /** A writer's document frames of the present connection that are not acked yet. */
  get unsaved(): number {
    return this.stet && this.role === 'write' && this.#connection !== undefined
      ? this.#claims.length - this.#connection.saved
      : 0
  }

  claimed(connection: Connection, frames: number): readonly Claims[] {
    return (this.#claimsOf.get(connection) ?? []).slice(0, frames)
  }

  opened(connection: Connection): void {
    if (connection !== this.#connection) return
    this.#connected = true
    this.#lastHeard = this.#world.now
    this.#questions = 0
    this.#claims = []
    this.#claimsOf.set(connection, this.#claims)
    this.#send(encodeFrame({ type: 'sync-step-1', stateVector: Y.encodeStateVector(this.doc) }))
    if (this.awareness.own !== undefined) this.#sendAwareness([this.awareness.ownEntry()])
  }

  received(connection: Connection, message: Uint8Array | string): void {
    if (connection !== this.#connection) return
    if (typeof message === 'string') {
      // Half of them have somebody who signs in again for them.
      const expiring = decodeServerText(message)?.type === 'token-expiring'
      if (expiring && this.doc.clientID % 2 === 0) this.#connection?.send('{"type":"token","token":"fresh"}')
      return
    }
    this.#lastHeard = this.#world.now
    const frame = decodeFrame(message)
    switch (frame.type) {
      case 'sync-step-1': {
        this.#questions += 1
        if (this.#questions > 1) this.resyncs += 1
        const update = Y.encodeStateAsUpdate(this.doc, frame.stateVector)
        this.#claims.push(claimsOfDoc(this.doc))
        this.#send(encodeFrame({ type: 'sync-step-2', update }))
        break
      }
      case 'sync-step-2':
        this.#failures = 0
        Y.applyUpdate(this.doc, frame.update, this)
        break
      case 'update':
        Y.applyUpdate(this.doc, frame.update, this)
        break
      case 'awareness': {
        const repeated = this.awareness.hear(decodeAwareness(frame.entries, awarenessLimits), this.#world.now)
        if (repeated.length > 0) this.#sendAwareness(repeated)
        break
      }
      case 'query-awareness':
      case 'auth-denied':
        throwLater(this.#world, new SimFailure('protocol', `the server sent ${frame.type}`))
        break
    }
  }

  closed(connection: Connection, code: number): void {
    if (connection !== this.#connection) return
    this.#world.note(`${this.name} closed ${code}`)
    this.#lost()
    if (code === closeCodes.forbidden) {
      this.#banned = true
      return
    }
    if (code >= 4400 && code < 4500 && code !== closeCodes.unauthorized) {
      throwLater(
        this.#world,
        new SimFailure('honest-refused', `${this.name} was closed for good with ${code}`),
      )
    }
    this.#retry()
  }

  /** Access was given back. */
  admit(): void {
    if (!this.#banned) return
    this.#banned = false
    this.#connect()
  }

  /** Takes nothing off the wire for a while: a slow line, a busy browser. */
  stall(ms: number): void {
    this.reading = false
    this.#world.after(ms, () => this.resume())
  }

  resume(): void {
    if (this.reading) return
    this.reading = true
    this.#lastHeard = this.#world.now
    this.#connection?.resume()
  }

  #newDoc(): Y.Doc {
    const doc = new Y.Doc()
    // Small and large ids, for varints of all lengths.
    doc.clientID = this.#random.chance(0.3) ? this.#random.between(1, 1_000_000) : this.#random.bits()
    this.#server.access.made(doc.clientID, this.principal)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === this) return
      for (const tab of this.#tabs) tab.#hearTab(update)
      if (!this.#connected) return
      this.#claims.push(claimsOfUpdate(update))
      this.#send(encodeFrame({ type: 'update', update }))
    })
    return doc
  }

  #connect(): void {
    if (!this.#online || this.#banned || this.#connection !== undefined) return
    this.#connection = this.#server.connect(this)
  }

  #retry(): void {
    this.#failures += 1
    this.#world.after(Math.min(2 ** this.#failures * 100, 2_500), () => this.#connect())
  }

  #lost(): void {
    this.#connection = undefined
    this.#connected = false
    this.awareness.forgetOthers()
  }

  #breakOff(): void {
    const connection = this.#connection
    if (connection === undefined) return
    this.#world.note(`${this.name} breaks off`)
    this.#lost()
    const noticedAfter = this.#random.chance(0.3)
      ? this.#random.between(1_000, 35_000)
      : this.#random.between(0, 50)
    connection.breakOff({ noticedAfter, loseUnderway: this.#random.chance(0.5) })
  }

  #send(bytes: Uint8Array): void {
    this.#connection?.send(bytes)
  }

  #sendAwareness(entries: readonly AwarenessEntry[]): void {
    if (this.#connected) this.#send(encodeFrame({ type: 'awareness', entries: encodeAwareness(entries) }))
  }

  /** The provider's watchdog and the awareness's renewal, every three seconds as in the originals. */
  #watch(): void {
    this.#world.after(3_000, () => {
      if (this.#connected && this.#world.now - this.#lastHeard > 30_000) {
        this.watchdogCloses += 1
        this.#world.note(`${this.name} heard nothing for 30 s`)
        this.drop()
      }
      // Only where tabs make it necessary: elsewhere it would hide ghosts that the server has to take away.
      if (this.#tabs.size > 0) this.awareness.forgetSilent(this.#world.now)
      if (this.awareness.own !== undefined && this.#world.now - this.#renewedAt >= 15_000)
        this.show(this.awareness.own)
      this.#watch()
    })
  }
}
