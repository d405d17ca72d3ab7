// A server of one document for tests: speaks real y-websocket and stet.v1 frames over sockets that live in
// memory, and does what the test tells it: refuse, stay silent, stop confirming, close. Bytes arrive in
// microtasks, so a test that advances its fake clock has also delivered.

import {
  decodeAwareness,
  decodeFrame,
  encodeAwareness,
  encodeFrame,
  encodeServerText,
  stetSubprotocol,
  type AwarenessEntry,
  type ServerText,
} from '@stet/protocol'
import * as Y from 'yjs'

export class FakeServer {
  readonly doc = new Y.Doc()
  readonly sockets: FakeSocket[] = []
  /** Who is there, by client ID, and on which socket. */
  readonly presence = new Map<number, { readonly entry: AwarenessEntry; readonly socket: FakeSocket }>()
  /** 'silent': an attempt that is neither accepted nor refused. 'turn-away': let in to hear that its token is no good. */
  door: 'open' | 'refuse' | 'silent' | 'turn-away' = 'open'
  /** What it selects; '' as a server that has never heard of stet. */
  protocol: string = stetSubprotocol
  confirms = true
  /** Whether it sends its sync step 1, which asks for what it lacks. */
  asks = true
  readonly WebSocket: typeof WebSocket

  constructor() {
    // eslint-disable-next-line typescript/no-this-alias -- the class below has a `this` of its own
    const server = this
    class Socket extends FakeSocket {
      constructor(url: string, protocols: string[]) {
        super(server, url, protocols)
      }
    }
    // Has what the client uses of a WebSocket, and nothing else.
    this.WebSocket = Socket as unknown as typeof WebSocket
  }

  get last(): FakeSocket {
    const last = this.sockets.at(-1)
    if (last === undefined) throw new Error('nobody has connected')
    return last
  }

  get open(): readonly FakeSocket[] {
    return this.sockets.filter((socket) => socket.readyState === 1)
  }

  /** As the engine does: an entry dies with its socket, and the others are told. */
  leave(socket: FakeSocket): void {
    for (const [clientId, known] of this.presence) {
      if (known.socket !== socket) continue
      this.presence.delete(clientId)
      const gone = presenceFrame([{ ...known.entry, state: 'null' }])
      for (const peer of this.open) peer.deliver(gone)
    }
  }

  text(): string {
    return this.doc.getText('t').toJSON()
  }
}

export class FakeSocket extends EventTarget {
  readyState = 0
  binaryType = 'blob'
  protocol = ''
  readonly url: string
  readonly protocols: string[]
  /** Of the update frames received. */
  updates = 0
  /** Every presence entry received, in order. */
  readonly presence: AwarenessEntry[] = []
  readonly texts: string[] = []
  private readonly server: FakeServer

  constructor(server: FakeServer, url: string, protocols: string[]) {
    super()
    this.server = server
    this.url = url
    this.protocols = protocols
    server.sockets.push(this)
    queueMicrotask(() => this.begin())
  }

  /** From the client. */
  send(data: Uint8Array | string): void {
    if (this.readyState !== 1 || this.server.door === 'turn-away') return
    if (typeof data === 'string') {
      this.texts.push(data)
      return
    }
    this.receive(Uint8Array.from(data))
  }

  /** By the client. */
  close(): void {
    this.readyState = 3
    this.server.leave(this)
  }

  /** By the server, or by the network with code 1006. */
  end(code: number, reason = ''): void {
    this.readyState = 3
    this.server.leave(this)
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason, wasClean: code !== 1006 }))
  }

  say(frame: ServerText | { readonly type: string }): void {
    this.deliver(encodeServerText(frame as ServerText))
  }

  deliver(data: Uint8Array | string): void {
    queueMicrotask(() => {
      if (this.readyState !== 1) return
      const payload = typeof data === 'string' ? data : Uint8Array.from(data).buffer
      this.dispatchEvent(new MessageEvent('message', { data: payload }))
    })
  }

  confirm(): void {
    this.say({ type: 'saved', frames: this.updates })
  }

  ask(): void {
    this.deliver(encodeFrame({ type: 'sync-step-1', stateVector: Y.encodeStateVector(this.server.doc) }))
  }

  private begin(): void {
    const { server } = this
    if (this.readyState !== 0 || server.door === 'silent') return
    if (server.door === 'refuse') {
      this.dispatchEvent(new Event('error'))
      this.end(1006)
      return
    }
    this.readyState = 1
    this.protocol = server.protocol
    this.dispatchEvent(new Event('open'))
    if (server.door === 'turn-away') {
      this.say({ type: 'error', code: 'unauthorized', message: 'The token was refused.' })
      queueMicrotask(() => this.end(4401, 'unauthorized'))
      return
    }
    if (server.asks) this.ask()
    const present = [...server.presence.values()].map((known) => known.entry)
    if (present.length > 0) this.deliver(presenceFrame(present))
  }

  private receive(bytes: Uint8Array): void {
    const { server } = this
    const frame = decodeFrame(bytes)
    switch (frame.type) {
      case 'sync-step-1': {
        const update = Y.encodeStateAsUpdate(server.doc, frame.stateVector)
        this.deliver(encodeFrame({ type: 'sync-step-2', update }))
        return
      }
      case 'sync-step-2':
      case 'update':
        Y.applyUpdate(server.doc, frame.update)
        this.updates += 1
        for (const peer of server.open) if (peer !== this) peer.deliver(bytes)
        if (server.confirms && server.protocol === stetSubprotocol) this.confirm()
        return
      case 'awareness':
        for (const entry of decodeAwareness(frame.entries)) {
          this.presence.push(entry)
          server.presence.set(entry.clientId, { entry, socket: this })
        }
        for (const peer of server.open) if (peer !== this) peer.deliver(bytes)
        return
      case 'query-awareness':
      case 'auth-denied':
        return
      default:
        return frame satisfies never
    }
  }
}

function presenceFrame(entries: readonly AwarenessEntry[]): Uint8Array {
  return encodeFrame({ type: 'awareness', entries: encodeAwareness(entries) })
}
