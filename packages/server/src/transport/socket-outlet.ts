// A WebSocket as the engine's way out: ordered, never throwing, bounded in what it keeps for a peer that reads slowly.
//
// Most of what a server does is to write the same bytes to many sockets. So a message is framed once for all who get it
// (a server does not mask: the bytes on the wire are the same for everybody), and all that is sent to a socket in one
// turn of the event loop leaves in one write. ws allows this: without compression it writes every message whole and at
// once to the socket we handed it, so between its writes (pings, pongs, the close) there is room for ours.
//
// A class, and listeners only while something is waited for: there are as many of these as open connections, and most
// of them are silent.
import { closeCodes } from '@stet/protocol'
import { WebSocket } from 'ws'
import { atEndOfTurn } from './end-of-turn.ts'
import { encodeBinaryMessage, encodeTextMessage } from './message-bytes.ts'
import { sentBytes } from './sent-bytes.ts'
import type { ServerLimits } from '../limits.ts'
import type { EndOfTurnTask } from './end-of-turn.ts'
import type { Outlet } from '@stet/engine'
import type { Duplex } from 'node:stream'

/** A close reason may take 123 bytes on the wire. */
const maxReasonBytes = 123

/** Beside its frames a peer has so much space for texts (confirmations, chat): they have no second way to arrive. */
const textAllowance = 256 * 1024

/** What a waiting message costs beside its bytes. */
const messageOverhead = 64

/** Up to so much is copied together for one write; beyond it the system gathers the pieces. */
const copyUpTo = 16 * 1024

/** Whose outlet it is. */
export interface OutletOwner {
  /** After a frame was refused: all that was taken is sent. Never called from inside a call. */
  drained(): void
  /** A text is about to be sent. */
  telling(text: string): void
}

export interface SocketOutletOptions {
  readonly socket: WebSocket
  /** The network socket below it. */
  readonly raw: Duplex
  /**
   * Frames are refused while more than `outgoingBytes` wait; one of any size is taken before, since a document may be
   * larger. A peer that was refused a frame and then reads nothing for `stuckMs` is closed.
   */
  readonly limits: Pick<ServerLimits, 'outgoingBytes' | 'stuckMs'>
  readonly owner: OutletOwner
}

export class SocketOutlet implements Outlet, EndOfTurnTask {
  /** The network socket below the other. */
  readonly raw: Duplex
  readonly #socket: WebSocket
  readonly #limits: SocketOutletOptions['limits']
  readonly #owner: OutletOwner
  /** Taken, and not yet given to the network socket, which is fed only as fast as the peer reads. Mostly it is one. */
  #first: Buffer | undefined
  #more: Buffer[] | undefined
  #queuedBytes = 0
  #flushing = false
  #awaitsDrain = false
  /** Set while frames are refused. */
  #stuckTimer: NodeJS.Timeout | undefined

  constructor({ socket, raw, limits, owner }: SocketOutletOptions) {
    this.#socket = socket
    this.raw = raw
    this.#limits = limits
    this.#owner = owner
  }

  /** What waits for the peer to read. */
  get waitingBytes(): number {
    return this.#queuedBytes + this.#queued * messageOverhead + this.raw.writableLength
  }

  sendFrame(bytes: Uint8Array): boolean {
    if (!this.#isOpen) return true
    if (this.#stuckTimer !== undefined) return false
    if (this.#holdsMore(0)) {
      this.#awaitDrain()
      this.#watch(sentBytes(this.raw))
      return false
    }
    this.#enqueue(encodeBinaryMessage(bytes))
    return true
  }

  sendText(text: string): void {
    this.#owner.telling(text)
    if (!this.#isOpen) return
    if (this.#queuedBytes > 0 && this.#holdsMore(textAllowance)) this.#closeSlow()
    else this.#enqueue(encodeTextMessage(text))
  }

  close(code: number, reason: string): void {
    this.gone()
    if (!this.#isOpen) return
    for (const bytes of this.#takeQueue()) this.raw.write(bytes)
    this.#socket.close(code, cutToBytes(reason, maxReasonBytes))
  }

  /** The socket is gone: nothing is waited for any more. */
  gone(): void {
    clearTimeout(this.#stuckTimer)
    this.#stuckTimer = undefined
  }

  /** Everything that waits goes to the network socket, as far as that takes it. */
  endOfTurn(): void {
    this.#flushing = false
    const raw = this.raw
    if (!this.#isOpen) {
      this.#takeQueue()
      return
    }
    while (this.#first !== undefined && !raw.writableNeedDrain) this.#write()
    if (this.#first !== undefined) this.#awaitDrain()
    if (this.#stuckTimer === undefined || this.waitingBytes > 0) return
    this.gone()
    this.#owner.drained()
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  get #queued(): number {
    return this.#first === undefined ? 0 : 1 + (this.#more?.length ?? 0)
  }

  /** Whether more waits than frames may, and so much. */
  #holdsMore(allowance: number): boolean {
    const waiting = this.waitingBytes - allowance
    // Below the mark the network socket would not say when it has drained.
    return waiting > this.#limits.outgoingBytes && waiting > this.raw.writableHighWaterMark
  }

  #enqueue(bytes: Buffer): void {
    if (this.#first === undefined) this.#first = bytes
    else if (this.#more === undefined) this.#more = [bytes]
    else this.#more.push(bytes)
    this.#queuedBytes += bytes.length
    if (this.#flushing) return
    this.#flushing = true
    atEndOfTurn(this)
  }

  #takeQueue(): readonly Buffer[] {
    const queue = this.#first === undefined ? [] : [this.#first, ...(this.#more ?? [])]
    this.#first = undefined
    this.#more = undefined
    this.#queuedBytes = 0
    return queue
  }

  #write(): void {
    const first = this.#first
    if (first !== undefined && this.#more === undefined) {
      this.#first = undefined
      this.#queuedBytes = 0
      this.#give(first)
      return
    }
    const bytes = this.#queuedBytes
    const queue = this.#takeQueue()
    if (bytes <= copyUpTo) {
      this.#give(Buffer.concat(queue, bytes))
      return
    }
    this.raw.cork()
    const full = queue.findIndex((piece) => !this.#give(piece))
    this.raw.uncork()
    if (full === -1) return
    const [next, ...rest] = queue.slice(full + 1)
    this.#first = next
    this.#more = rest.length === 0 ? undefined : rest
    this.#queuedBytes = next === undefined ? 0 : rest.reduce((sum, { length }) => sum + length, next.length)
  }

  /** 'drain' follows only a write that was too much at once; whoever waits for the end has to hear of each. */
  #give(bytes: Buffer): boolean {
    return this.#stuckTimer === undefined
      ? this.raw.write(bytes)
      : this.raw.write(bytes, () => this.endOfTurn())
  }

  #awaitDrain(): void {
    if (this.#awaitsDrain) return
    this.#awaitsDrain = true
    this.raw.once('drain', () => {
      this.#awaitsDrain = false
      this.endOfTurn()
    })
  }

  #closeSlow(): void {
    // What is left was not begun: the stream stays whole without it.
    this.#takeQueue()
    this.close(closeCodes.tryLater, 'too-slow')
  }

  #watch(sentBefore: number): void {
    this.#stuckTimer = setTimeout(() => {
      const sent = sentBytes(this.raw)
      if (sent > sentBefore) this.#watch(sent)
      else this.#closeSlow()
    }, this.#limits.stuckMs)
    this.#stuckTimer.unref()
  }
}

/** The longest beginning that takes at most so many bytes in UTF-8, never ending inside a character. */
export function cutToBytes(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes))
  return text.slice(0, read)
}
