// Finds peers that are gone without a word: a laptop asleep, a cable pulled. Each sweep pings everybody and cuts off
// who gave no sign of life since the sweep before: any byte is one, so the network socket's own count tells, and no
// listener is needed. One timer for all sockets. (The engine's keepalive frames are the other direction: they keep stock
// clients, which ignore pings, from giving up on us.)
import { sentBytes } from './sent-bytes.ts'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

export interface KeptAlive {
  keepAlive(): void
}

export interface Keepalive {
  sweep(): void
  stop(): void
}

export function createKeepalive(pingMs: number, peers: Iterable<KeptAlive>): Keepalive {
  const sweep = (): void => {
    for (const peer of peers) peer.keepAlive()
  }
  const timer = setInterval(sweep, pingMs)
  timer.unref()
  return { sweep, stop: () => clearInterval(timer) }
}

/** What is remembered of one peer from one sweep to the next. */
export class Pulse {
  #received = -1
  #sent = 0

  check(socket: WebSocket, raw: Duplex & { readonly bytesRead?: number }): void {
    const { bytesRead = 0 } = raw
    // Someone who takes long to receive a large document answers no ping before it is through, but does read.
    const sent = sentBytes(raw)
    const draining = sent > this.#sent && socket.bufferedAmount > 0
    if (bytesRead === this.#received && !draining) {
      socket.terminate()
      return
    }
    this.#received = bytesRead
    this.#sent = sent
    if (socket.readyState === socket.OPEN) socket.ping()
  }
}
