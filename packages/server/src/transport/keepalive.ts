// Finds peers that are gone without a word: a laptop asleep, a cable pulled. Each sweep pings everybody and cuts off
// who gave no sign of life since the sweep before. One timer for all sockets. (The engine's keepalive frames are the
// other direction: they keep stock clients, which ignore pings, from giving up on us.)
import type { WebSocket } from 'ws'

export interface Keepalive {
  /** Watches a socket until it closes. `sentBytes` rises while the peer reads. */
  watch(socket: WebSocket, sentBytes: () => number): void
  sweep(): void
  stop(): void
}

export function createKeepalive(pingMs: number): Keepalive {
  const peers = new Map<WebSocket, Peer>()

  const sweep = (): void => {
    for (const [socket, peer] of peers) {
      // Someone who takes long to receive a large document answers no ping before it is through, but does read.
      const sent = peer.sentBytes()
      const draining = sent > peer.sent && socket.bufferedAmount > 0
      if (!peer.heard && !draining) {
        socket.terminate()
        continue
      }
      peer.heard = false
      peer.sent = sent
      if (socket.readyState === socket.OPEN) socket.ping()
    }
  }

  const timer = setInterval(sweep, pingMs)
  timer.unref()

  return {
    watch(socket, sentBytes) {
      const peer: Peer = { heard: true, sent: 0, sentBytes }
      const heard = (): void => void (peer.heard = true)
      peers.set(socket, peer)
      socket.on('message', heard)
      socket.on('ping', heard)
      socket.on('pong', heard)
      socket.on('close', () => peers.delete(socket))
    },
    sweep,
    stop: () => clearInterval(timer),
  }
}

interface Peer {
  heard: boolean
  /** What it had been sent at the last sweep. */
  sent: number
  readonly sentBytes: () => number
}
