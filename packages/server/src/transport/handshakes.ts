// The WebSocket handshake and what ws is told about messages.
import { stetSubprotocol } from '@stet/protocol'
import { WebSocketServer } from 'ws'
import { refuseUpgrade } from './refuse-upgrade.ts'
import { showStreamShape } from './stream-shape.ts'
import type { ServerLimits } from '../limits.ts'

/** Shakes hands on sockets it is given. `onBad`: a handshake was wrong and has been answered. */
export function createHandshakes(limits: ServerLimits, onBad: () => void): WebSocketServer {
  showStreamShape()
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
    ...unlistedOptions(limits),
    handleProtocols: (offered) => (offered.has(stetSubprotocol) ? stetSubprotocol : false),
  })
  // A handshake that ws itself finds wrong: answered like every other refusal.
  webSockets.on('wsClientError', (error, socket) => {
    onBad()
    refuseUpgrade(socket, {
      status: 400,
      code: 'bad-handshake',
      message: `${error.message}.`,
      headers: { 'sec-websocket-version': '13' },
    })
  })
  return webSockets
}

/** Options of ws that its published types do not know yet. */
function unlistedOptions(limits: ServerLimits): object {
  return {
    maxFragments: limits.messageFragments,
    // Pieces of the network's making are not the peer's choice: a full message in 1 KiB reads fits.
    maxBufferedChunks: Math.max(1024, limits.messageBytes / 256),
    closeTimeout: limits.closeMs,
  }
}
