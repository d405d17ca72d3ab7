// The door for WebSockets: decides about every upgrade request before it is granted, and keeps the sockets it let in.
import { ProtocolError, stetSubprotocol } from '@stet/protocol'
import { WebSocketServer } from 'ws'
import { openAccess } from '../access.ts'
import { serveConnection } from './connection.ts'
import { createKeepalive } from './keepalive.ts'
import { isOriginAllowed } from './origin.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import { parseSyncPath } from './sync-path.ts'
import { sendAwayInWaves } from './send-away.ts'
import type { Departing } from './send-away.ts'
import type { Refusal } from './refuse-upgrade.ts'
import type { ServerLimits } from '../limits.ts'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Engine } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

export interface SyncTransportOptions {
  readonly engine: Engine
  readonly limits: ServerLimits
  readonly log: Logger
  readonly metrics: Pick<Metrics, 'connectionOpened' | 'upgradeRefused' | 'acknowledged'>
  /** Origins of pages that may connect besides the server's own. */
  readonly allowedOrigins: readonly string[]
}

export interface SyncTransport {
  /** Takes over a request that asks to become a WebSocket. Never throws. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  readonly sockets: number
  /** Bytes that wait for peers to read them. */
  outgoingBytes(): number
  /** From now on upgrades are refused with 503. */
  stopAccepting(): void
  /** Tells everybody to come back, in waves over `spreadMs`, each after what was accepted is `stored`. */
  sendAway(spreadMs: number, stored: () => Promise<void>): Promise<void>
  /** Resolves when every socket is closed, by cutting off those that are not after `ms`. */
  closed(ms: number): Promise<void>
}

export function createSyncTransport(options: SyncTransportOptions): SyncTransport {
  const { engine, limits, log, metrics, allowedOrigins } = options
  const sockets = new Map<WebSocket, Departing>()
  let connections = 0
  const keepalive = createKeepalive(limits.pingMs)
  let accepting = true
  let onEmpty: (() => void) | undefined

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
    metrics.upgradeRefused('bad-handshake')
    refuseUpgrade(socket, {
      status: 400,
      code: 'bad-handshake',
      message: `${error.message}.`,
      headers: { 'sec-websocket-version': '13' },
    })
  })

  const decide = (request: IncomingMessage): Refusal | DocumentName => {
    if (!accepting) {
      return { status: 503, code: 'restarting', message: 'The server restarts.', headers: retryAfter(1) }
    }
    if (request.method !== 'GET') {
      return {
        status: 405,
        code: 'method-not-allowed',
        message: `A WebSocket is opened with GET, not ${request.method}.`,
        headers: { allow: 'GET' },
      }
    }
    let document: DocumentName | undefined
    try {
      document = parseSyncPath(request.url ?? '')
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      return { status: 400, code: error.code, message: error.message }
    }
    if (document === undefined) {
      return {
        status: 404,
        code: 'not-found',
        message: 'There is no WebSocket here. Documents are at /sync/<document>.',
      }
    }
    const { origin, host } = request.headers
    if (!isOriginAllowed({ origin, host, allowed: allowedOrigins })) {
      return {
        status: 403,
        code: 'forbidden-origin',
        message: `Pages of ${JSON.stringify(origin)} may not connect to this server.`,
      }
    }
    if (sockets.size >= limits.sockets) {
      return {
        status: 503,
        code: 'too-many-connections',
        message: 'This server has all the connections it can take.',
        headers: retryAfter(5),
      }
    }
    return document
  }

  const accept = (socket: WebSocket, raw: Duplex, document: DocumentName): void => {
    // Before anything else: an error without a listener would end the process.
    socket.on('error', (error) => log.debug('A socket failed', { document, error }))
    connections += 1
    const id = connections.toString(36)
    metrics.connectionOpened()
    log.debug('A connection opened', { document, connection: id, principal: openAccess.principal })
    socket.on('close', () => {
      sockets.delete(socket)
      if (sockets.size === 0) onEmpty?.()
    })
    keepalive.watch(socket)
    const connection = serveConnection({
      id,
      socket,
      raw,
      document,
      access: openAccess,
      engine,
      limits,
      log,
      onAcknowledged: metrics.acknowledged,
    })
    sockets.set(socket, connection)
  }

  return {
    upgrade(request, raw, head) {
      raw.on('error', (error) => log.debug('A connection failed', { error }))
      const decision = decide(request)
      if (typeof decision === 'object') {
        metrics.upgradeRefused(decision.code)
        log.debug('An upgrade was refused', { code: decision.code, url: request.url?.slice(0, 200) })
        refuseUpgrade(raw, decision)
        return
      }
      webSockets.handleUpgrade(request, raw, head, (socket) => accept(socket, raw, decision))
    },
    get sockets() {
      return sockets.size
    },
    outgoingBytes() {
      let bytes = 0
      for (const socket of sockets.keys()) bytes += socket.bufferedAmount
      return bytes
    },
    stopAccepting() {
      accepting = false
    },
    sendAway: (spreadMs, stored) =>
      sendAwayInWaves({
        peers: sockets.values(),
        spreadMs,
        stored,
        now: () => performance.now(),
        pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      }),
    async closed(ms) {
      if (sockets.size > 0) {
        const empty = new Promise<void>((resolve) => (onEmpty = resolve))
        const timer = setTimeout(() => {
          for (const socket of sockets.keys()) socket.terminate()
        }, ms)
        await empty
        clearTimeout(timer)
      }
      keepalive.stop()
      webSockets.close()
    },
  }
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

function retryAfter(seconds: number): Record<string, string> {
  return { 'retry-after': String(seconds) }
}
