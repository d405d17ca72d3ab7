// A WebSocket as the engine's way out: ordered, never throwing, bounded in what it keeps for a peer that reads slowly.
import { closeCodes } from '@stet/protocol'
import { WebSocket } from 'ws'
import type { Outlet } from '@stet/engine'
import type { Duplex } from 'node:stream'

/** A close reason may take 123 bytes on the wire. */
const maxReasonBytes = 123

export interface SocketOutletOptions {
  readonly socket: WebSocket
  /** The network socket below it. */
  readonly raw: Duplex
  readonly outgoingBytes: number
}

export function createSocketOutlet({ socket, raw, outgoingBytes }: SocketOutletOptions): Outlet {
  let corked = false
  // A joining client's document may be larger than the bound. One such frame is let through on top of it while it
  // drains; a second one would be a peer that asks again and again and reads nothing.
  let allowance = 0

  const close = (code: number, reason: string): void => {
    if (socket.readyState === WebSocket.OPEN) socket.close(code, cutToBytes(reason, maxReasonBytes))
  }

  const send = (data: Uint8Array | string, binary: boolean): void => {
    if (socket.readyState !== WebSocket.OPEN) return
    const buffered = socket.bufferedAmount
    if (buffered <= outgoingBytes) allowance = 0
    if (buffered > outgoingBytes + allowance || (data.length > outgoingBytes && allowance > 0)) {
      // The peer connects again and gets what it lacks. (Later: drop the queue here, and send one diff from the
      // peer's last position when it has drained.)
      close(closeCodes.tryLater, 'Your connection is too slow for this document: connect again.')
      return
    }
    if (data.length > outgoingBytes) allowance = data.length
    // What is sent in one turn leaves in one write: a commit's frames to a room cost one system call per socket.
    if (!corked) {
      corked = true
      raw.cork()
      process.nextTick(() => {
        corked = false
        raw.uncork()
      })
    }
    socket.send(data, { binary })
  }

  return {
    sendFrame: (bytes) => send(bytes, true),
    sendText: (text) => send(text, false),
    close,
  }
}

/** The longest beginning that takes at most so many bytes in UTF-8, never ending inside a character. */
export function cutToBytes(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes))
  return text.slice(0, read)
}
