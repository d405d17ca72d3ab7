// The class that y-websocket is given as its `WebSocketPolyfill`. It stands between the provider and the real
// socket and adds what the provider lacks: a random wait before reconnecting (its backoff has none, so after a
// restart all clients would come at once), a fresh address with a fresh token for every attempt, a limit on
// how long an attempt may take, a count of the update frames sent, and a way out for text frames, which the
// provider would read as bytes and throw on.

import { decodeFrame, keepaliveFrame, stetSubprotocol, type Frame } from '@stet/protocol'

export interface Address {
  readonly url: string
  /** Offered besides those that the provider offers. */
  readonly protocols: readonly string[]
}

/** What its owner decides, and what it is told. Nothing here may throw. */
export interface SocketOwner {
  readonly WebSocket: typeof WebSocket
  /** How long to wait before opening, in ms. */
  delay(): number
  /** The address to open; asked after the wait, so that a token is fresh. May reject: the attempt failed. */
  address(): Promise<Address>
  /** A socket exists and will open; it is the current one until `closed`. */
  created(socket: CountingSocket): void
  /** The server accepted. `confirms`: it speaks stet.v1. Called before the provider sends anything. */
  opened(socket: CountingSocket, confirms: boolean): void
  /** A frame of the provider is about to be sent; return what to send instead, or undefined for nothing. */
  outgoing(frame: Frame, bytes: Uint8Array): Uint8Array | undefined
  /** An update frame was handed to the socket. */
  sent(carries: 'everything' | 'edits' | 'tab-edits'): void
  /** A text frame came. */
  text(text: string): void
  /** A binary frame came; `deliver` gives it to the provider. */
  incoming(frame: Frame, deliver: () => void): void
  /** The peer or we broke the protocol, or the attempt failed; the socket closes or goes on as stated. */
  failed(error: unknown): void
  /** The socket is gone; `code` as in a CloseEvent, undefined when the provider closed it. */
  closed(socket: CountingSocket, code: number | undefined, reason: string): void
}

/** An attempt that a dead network swallowed would otherwise hang for the browser's two minutes. */
const openTimeoutMs = 15_000

/** The code for "no close frame came", which a client cannot send but reports to itself. */
const abnormal = 1006

type Phase = 'waiting' | 'connecting' | 'open' | 'closed'

/** The part of WebSocket that y-websocket uses, around a real one. */
export class CountingSocket {
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  binaryType = 'arraybuffer'
  onopen: ((event: unknown) => void) | null = null
  onmessage: ((event: { readonly data: unknown }) => void) | null = null
  onclose: ((event: unknown) => void) | null = null
  onerror: ((event: unknown) => void) | null = null

  private readonly owner: SocketOwner
  private readonly protocols: string[]
  private phase: Phase = 'waiting'
  private timer: ReturnType<typeof setTimeout> | undefined
  private real: WebSocket | undefined

  constructor(owner: SocketOwner, protocols: string[]) {
    this.owner = owner
    this.protocols = protocols
    owner.created(this)
    const delay = owner.delay()
    if (delay > 0) this.timer = setTimeout(() => this.openNow(), delay)
    else this.openNow()
  }

  get readyState(): number {
    if (this.phase === 'open') return this.real?.readyState ?? this.CLOSED
    return this.phase === 'closed' ? this.CLOSED : this.CONNECTING
  }

  /** Ends the wait before opening, if it still waits. */
  openNow(): void {
    if (this.phase !== 'waiting') return
    this.phase = 'connecting'
    clearTimeout(this.timer)
    this.timer = setTimeout(
      () => this.drop(`The server did not answer within ${openTimeoutMs / 1000} seconds.`),
      openTimeoutMs,
    )
    this.owner.address().then(
      (address) => this.openAt(address),
      (error: unknown) => {
        this.owner.failed(error)
        this.drop('There was no address to open.')
      },
    )
  }

  /** True once the real socket is open and until it starts closing. */
  get isOpen(): boolean {
    return this.phase === 'open' && this.real?.readyState === this.OPEN
  }

  /** The provider's way to send: whole y-websocket frames. */
  send(data: Uint8Array): void {
    const frame = decodeFrame(data)
    const bytes = this.owner.outgoing(frame, data)
    if (bytes === undefined) return
    this.real?.send(bytes as Uint8Array<ArrayBuffer>)
    if (frame.type === 'sync-step-2') this.owner.sent('everything')
    else if (frame.type === 'update') this.owner.sent('edits')
  }

  /** Our own way: an update frame with edits of other tabs. */
  sendTabEdits(frame: Uint8Array): void {
    this.real?.send(frame as Uint8Array<ArrayBuffer>)
    this.owner.sent('tab-edits')
  }

  sendText(text: string): void {
    this.real?.send(text)
  }

  /** The provider closes. It has taken its handlers off, and hears nothing more. */
  close(): void {
    this.end(undefined, '')
  }

  /** As if the connection broke: the provider is told and will try again. */
  drop(reason: string): void {
    if (this.phase === 'closed') return
    const { onclose } = this
    this.end(abnormal, reason)
    onclose?.({ code: abnormal, reason, wasClean: false })
  }

  private openAt({ url, protocols }: Address): void {
    if (this.phase !== 'connecting') return
    let real: WebSocket
    try {
      real = new this.owner.WebSocket(url, [...this.protocols, ...protocols])
    } catch (error) {
      this.owner.failed(error)
      this.drop('The socket could not be made.')
      return
    }
    this.real = real
    real.binaryType = 'arraybuffer'
    // The listeners stay on for good: a socket that is closed while it connects reports an error, which Node
    // throws if nobody listens. After `end` they do nothing.
    real.addEventListener('open', (event) => this.onRealOpen(real, event))
    real.addEventListener('message', (event) => this.onRealMessage(event.data))
    real.addEventListener('error', (event) => {
      if (this.phase !== 'closed') this.onerror?.(event)
    })
    real.addEventListener('close', (event) => {
      if (this.phase === 'closed') return
      const { onclose } = this
      this.end(event.code, event.reason)
      onclose?.(event)
    })
  }

  private onRealOpen(real: WebSocket, event: unknown): void {
    if (this.phase !== 'connecting') return
    clearTimeout(this.timer)
    this.phase = 'open'
    this.owner.opened(this, real.protocol === stetSubprotocol)
    this.onopen?.(event)
  }

  private onRealMessage(data: unknown): void {
    if (this.phase !== 'open') return
    if (typeof data === 'string') {
      this.owner.text(data)
      // The provider gives up after 30 s without a message, and it cannot see this one. A frame that says
      // nothing tells it that the server is alive.
      this.onmessage?.({ data: keepaliveFrame })
      return
    }
    const bytes = new Uint8Array(data as ArrayBuffer)
    let frame: Frame
    try {
      frame = decodeFrame(bytes)
    } catch (error) {
      // It may have been an update that later ones build on; only a new sync makes sure.
      this.owner.failed(error)
      this.drop('The server sent a frame that cannot be read.')
      return
    }
    this.owner.incoming(frame, () => this.onmessage?.({ data }))
  }

  private end(code: number | undefined, reason: string): void {
    if (this.phase === 'closed') return
    this.phase = 'closed'
    clearTimeout(this.timer)
    this.real?.close()
    this.owner.closed(this, code, reason)
  }
}

/** The class to hand to y-websocket, bound to one owner. */
export function defineCountingSocket(owner: SocketOwner): typeof WebSocket {
  class OwnedSocket extends CountingSocket {
    // The address is asked anew when the socket opens, so the one the provider built is not used.
    constructor(_address: string, protocols: string[]) {
      super(owner, protocols)
    }
  }
  // The provider uses only what CountingSocket has; the rest of the WebSocket interface is never touched.
  return OwnedSocket as unknown as typeof WebSocket
}
