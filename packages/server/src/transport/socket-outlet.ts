// A WebSocket as the engine's way out: ordered, never throwing, bounded in what it keeps for a peer that reads slowly.
//
// Most of what a server does is to write the same bytes to many sockets. So a message is framed once for all who get it
// (a server does not mask: the bytes on the wire are the same for everybody), and all that is sent to a socket in one
// turn of the event loop leaves in one write. ws allows this: without compression it writes every message whole and at
// once to the socket we handed it, so between its writes (pings, pongs, the close) there is room for ours.
import { closeCodes } from '@stet/protocol'
import { WebSocket } from 'ws'
import { atEndOfTurn } from './end-of-turn.ts'
import { encodeBinaryMessage, encodeTextMessage } from './message-bytes.ts'
import { sentBytes } from './sent-bytes.ts'
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

export interface SocketOutletOptions {
  readonly socket: WebSocket
  /** The network socket below it. */
  readonly raw: Duplex
  /** Frames are refused while more than this waits. One of any size is taken before: a document may be larger. */
  readonly outgoingBytes: number
  /** A peer that was refused a frame and then reads nothing for so long is closed. */
  readonly stuckMs: number
  /** After a frame was refused: all that was taken is sent. Never called from inside a call. */
  readonly onDrained: () => void
}

export interface SocketOutlet extends Outlet {
  /** What waits for the peer to read. */
  readonly waitingBytes: number
}

export function createSocketOutlet(options: SocketOutletOptions): SocketOutlet {
  const { socket, raw } = options
  // Below that the network socket would not say when it has drained.
  const bound = Math.max(options.outgoingBytes, raw.writableHighWaterMark)
  // Taken, and not yet given to the network socket, which is fed only as fast as the peer reads.
  let queue: Buffer[] = []
  let queuedBytes = 0
  let flushing = false
  // Set while frames are refused.
  let stuckTimer: NodeJS.Timeout | undefined

  const waiting = (): number => queuedBytes + queue.length * messageOverhead + raw.writableLength
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN

  // 'drain' follows only a write that was too much at once; whoever waits for the end has to hear of each.
  const give = (bytes: Buffer): boolean =>
    stuckTimer === undefined ? raw.write(bytes) : raw.write(bytes, flush)

  const write = (): void => {
    if (queue.length === 1 || queuedBytes <= copyUpTo) {
      const [only] = queue
      const bytes = queue.length === 1 && only !== undefined ? only : Buffer.concat(queue, queuedBytes)
      queue = []
      queuedBytes = 0
      give(bytes)
      return
    }
    raw.cork()
    let written = 0
    for (const bytes of queue) {
      written += 1
      queuedBytes -= bytes.length
      if (!give(bytes)) break
    }
    raw.uncork()
    queue = queue.slice(written)
  }

  const flush = (): void => {
    flushing = false
    if (!isOpen()) {
      queue = []
      queuedBytes = 0
      return
    }
    while (queue.length > 0 && !raw.writableNeedDrain) write()
    if (stuckTimer === undefined || waiting() > 0) return
    clearTimeout(stuckTimer)
    stuckTimer = undefined
    options.onDrained()
  }

  const enqueue = (bytes: Buffer): void => {
    queue.push(bytes)
    queuedBytes += bytes.length
    if (flushing) return
    flushing = true
    atEndOfTurn(flush)
  }

  const close = (code: number, reason: string): void => {
    clearTimeout(stuckTimer)
    if (!isOpen()) return
    for (const bytes of queue) raw.write(bytes)
    queue = []
    queuedBytes = 0
    socket.close(code, cutToBytes(reason, maxReasonBytes))
  }

  const closeSlow = (): void => {
    // What is left was not begun: the stream stays whole without it.
    queue = []
    queuedBytes = 0
    close(closeCodes.tryLater, 'too-slow')
  }

  const watch = (sentBefore: number): void => {
    stuckTimer = setTimeout(() => {
      const sent = sentBytes(raw)
      if (sent > sentBefore) watch(sent)
      else closeSlow()
    }, options.stuckMs)
    stuckTimer.unref()
  }

  raw.on('drain', flush)
  raw.on('close', () => clearTimeout(stuckTimer))

  return {
    sendFrame(bytes) {
      if (!isOpen()) return true
      if (stuckTimer !== undefined) return false
      if (waiting() > bound) {
        watch(sentBytes(raw))
        return false
      }
      enqueue(encodeBinaryMessage(bytes))
      return true
    },
    sendText(text) {
      if (!isOpen()) return
      if (waiting() > bound + textAllowance && queuedBytes > 0) closeSlow()
      else enqueue(encodeTextMessage(text))
    },
    close,
    get waitingBytes() {
      return waiting()
    },
  }
}

/** The longest beginning that takes at most so many bytes in UTF-8, never ending inside a character. */
export function cutToBytes(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes))
  return text.slice(0, read)
}
