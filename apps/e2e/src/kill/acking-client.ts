// A client of the kill test: writes numbered entries, and keeps its own book of what the server said is saved.
// It is not @stet/client on purpose: a fault in our client's counting must not hide a fault in the server's.
import { decodeServerText, stetSubprotocol } from '@stet/protocol'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import {
  messageYjsSyncStep1,
  messageYjsSyncStep2,
  readSyncMessage,
  writeSyncStep1,
  writeUpdate,
} from 'y-protocols/sync'
import * as Y from 'yjs'

const syncMessage = 0
const retryMs = 50

/** One numbered act of one client; `removed` acts delete an entry that the same client wrote before. */
export interface Entry {
  readonly key: string
  readonly removed: boolean
}

export class AckingClient {
  readonly doc = new Y.Doc()
  /** What the server confirmed, over all connections: these may never be missing again. */
  readonly acked: Entry[] = []
  readonly #name: string
  readonly #url: string
  #socket: WebSocket | undefined
  #retry: NodeJS.Timeout | undefined
  #stopped = false
  #number = 0
  /** Acts per frame of this connection, by frame number from 1; frame k is confirmed by `saved` N ≥ k. */
  #frames: Entry[][] = []
  #confirmed = 0
  /** Acts that no frame of this connection carries yet: its next sync step 2 does. */
  #backlog: Entry[] = []
  /** The acts of the transaction that is being written. */
  #writing: Entry[] = []
  readonly #removed = new Set<string>()
  readonly #waiting = new Set<() => void>()
  readonly #catchingUp = new Set<() => void>()
  #closed: Promise<void> = Promise.resolve()

  constructor(name: string, url: string) {
    this.#name = name
    this.#url = url
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#sendUpdate(update)
    })
    this.#connect()
  }

  /** Writes one entry, and deletes an older one of its own now and then: deletions must survive as well. */
  act(random: () => number): void {
    const map = this.doc.getMap<string>('entries')
    const key = `${this.#name}:${this.#number++}`
    const mine =
      this.#number > 8 && random() < 0.3
        ? `${this.#name}:${Math.floor(random() * (this.#number - 8))}`
        : undefined
    const acts: Entry[] = [{ key, removed: false }]
    if (mine !== undefined && map.has(mine)) {
      acts.push({ key: mine, removed: true })
      this.#removed.add(mine)
    }
    this.#writing = acts
    this.doc.transact(() => {
      map.set(key, 'x'.repeat(Math.floor(random() * 40)))
      if (mine !== undefined) map.delete(mine)
      this.doc.getText('text').insert(0, key)
    })
  }

  /** Whether this client ever deleted the entry, confirmed or not. */
  hasRemoved(key: string): boolean {
    return this.#removed.has(key)
  }

  /** Resolves at the server's next confirmation. */
  nextAck(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve))
  }

  /** Resolves once no connection is open: all that the last server sent has been read. */
  disconnected(): Promise<void> {
    return this.#closed
  }

  /** Resolves once the server answered a fresh sync step 1: this client then holds all that was stored before. */
  caughtUp(): Promise<void> {
    return new Promise((resolve) => {
      this.#catchingUp.add(resolve)
      this.#sendStep1()
    })
  }

  /** Resolves once everything written so far is confirmed. */
  async allSaved(): Promise<void> {
    while (this.#backlog.length > 0 || this.#confirmed < this.#frames.length || this.#frames.length === 0) {
      await this.nextAck()
    }
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#retry)
    this.#socket?.terminate()
  }

  #connect(): void {
    const socket = new WebSocket(this.#url, [stetSubprotocol])
    this.#socket = socket
    this.#closed = new Promise((resolve) => {
      socket.on('close', () => resolve())
    })
    socket.binaryType = 'arraybuffer'
    socket.on('open', () => {
      this.#frames = []
      this.#confirmed = 0
      this.#sendStep1()
    })
    socket.on('message', (data: ArrayBuffer | Buffer, binary: boolean) => {
      if (binary) this.#readFrame(socket, new Uint8Array(data as ArrayBuffer))
      else this.#readText(Buffer.from(data as ArrayBuffer).toString('utf8'))
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      // What was sent but not confirmed is the next connection's business.
      this.#backlog = [...this.#frames.slice(this.#confirmed).flat(), ...this.#backlog]
      this.#frames = []
      this.#confirmed = 0
      if (!this.#stopped) this.#retry = setTimeout(() => this.#connect(), retryMs)
    })
  }

  #readFrame(socket: WebSocket, frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame)
    if (decoding.readVarUint(decoder) !== syncMessage) return
    const reply = encoding.createEncoder()
    encoding.writeVarUint(reply, syncMessage)
    const kind = readSyncMessage(decoder, reply, this.doc, this)
    if (kind === messageYjsSyncStep2) {
      for (const caughtUp of this.#catchingUp) caughtUp()
      this.#catchingUp.clear()
    }
    if (kind !== messageYjsSyncStep1) return
    this.#sendCounted(socket, encoding.toUint8Array(reply), this.#backlog)
    this.#backlog = []
  }

  #sendStep1(): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, syncMessage)
    writeSyncStep1(encoder, this.doc)
    this.#socket?.send(encoding.toUint8Array(encoder))
  }

  #sendUpdate(update: Uint8Array): void {
    const acts = this.#writing
    this.#writing = []
    const socket = this.#socket
    if (socket === undefined || socket.readyState !== WebSocket.OPEN) {
      this.#backlog.push(...acts)
      return
    }
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, syncMessage)
    writeUpdate(encoder, update)
    this.#sendCounted(socket, encoding.toUint8Array(encoder), acts)
  }

  #sendCounted(socket: WebSocket, frame: Uint8Array, acts: readonly Entry[]): void {
    socket.send(frame)
    this.#frames.push([...acts])
  }

  #readText(text: string): void {
    const message = decodeServerText(text)
    if (message?.type !== 'saved') return
    this.acked.push(...this.#frames.slice(this.#confirmed, message.frames).flat())
    this.#confirmed = Math.max(this.#confirmed, message.frames)
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }
}
