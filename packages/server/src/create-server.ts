// A whole server in one call: storage below, the engine in the middle, HTTP and WebSockets on one port. It embeds in
// any Node program; the program `stet` is one of them.
import { createServer as createHttpServer } from 'node:http'
import { createEngine } from '@stet/engine'
import { documentRoutes } from './http/documents-api.ts'
import { createRouter } from './http/router.ts'
import { HttpError, sendBody, sendJson } from './http/respond.ts'
import { staticFiles } from './http/static-files.ts'
import { defaultServerLimits } from './limits.ts'
import { logEngineEvent } from './log-engine-event.ts'
import { silentLogger } from './logger.ts'
import { createSystemClock } from './system-clock.ts'
import { createSyncTransport } from './transport/sync-transport.ts'
import type { Route } from './http/router.ts'
import type { ServerLimits } from './limits.ts'
import type { Logger } from './logger.ts'
import type { Storage } from './storage/types.ts'
import type { Limits } from '@stet/engine'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CreateServerOptions {
  /** Where documents are kept. The server closes it when it closes. */
  readonly storage: Storage
  /** 0 (the default) takes any free port: read it from the result. */
  readonly port?: number
  /** Address to listen on. Default: 127.0.0.1, this machine only. Every visitor may write: mind where you open it. */
  readonly host?: string
  /** Folder of the built web app. Without it only /sync, /api and the health checks are served. */
  readonly webRoot?: string
  /** Origins of other sites ("https://example.com") whose pages may connect. Default: none but the server's own. */
  readonly allowedOrigins?: readonly string[]
  /** Default: silent. */
  readonly log?: Logger
  readonly limits?: Partial<ServerLimits>
  readonly engineLimits?: Partial<Limits>
}

export interface StetServer {
  readonly host: string
  readonly port: number
  /** Of the web app and the API, without a slash at the end. The sync endpoint is the same with ws: and /sync. */
  readonly url: string
  /**
   * Stops accepting, saves what was received, tells every client to come back (close code 1012) and closes storage.
   * Takes at most `limits.shutdownMs`. Idempotent; never rejects.
   */
  close(): Promise<void>
}

/** Resolves when the server accepts connections; rejects when it cannot listen (and closes the storage then). */
export async function createServer(options: CreateServerOptions): Promise<StetServer> {
  const { storage, port = 0, host = '127.0.0.1', log = silentLogger } = options
  const limits = { ...defaultServerLimits, ...options.limits }
  const clock = createSystemClock()
  const engine = createEngine({
    log: storage,
    clock,
    // Saving may take most of the shutdown, not all: the sockets must still hear of it.
    limits: { drainMs: limits.shutdownMs * 0.6, ...options.engineLimits },
    onEvent: (event) => logEngineEvent(log, event),
  })
  const transport = createSyncTransport({
    engine,
    limits,
    log,
    allowedOrigins: options.allowedOrigins ?? [],
  })
  let closing: Promise<void> | undefined

  const health: Route[] = [
    {
      path: '/healthz',
      methods: {
        GET: ({ response }) =>
          sendBody(response, 'ok', {
            status: 200,
            headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
          }),
      },
    },
    {
      path: '/readyz',
      methods: {
        GET({ response }) {
          const stored = storage.healthy() && engine.storageHealthy
          const ready = stored && closing === undefined
          sendJson(
            response,
            { ready, storage: stored ? 'ok' : 'unavailable', closing: closing !== undefined },
            { status: ready ? 200 : 503 },
          )
        },
      },
    },
  ]

  const http = createHttpServer({
    // An `Upgrade: h2c` is an offer, not a demand: such a request gets its ordinary answer.
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    // Half-open and very slow peers: a request has this long to arrive.
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 5_000,
  })
  http.on('connection', (socket) => {
    socket.on('error', (error) => log.debug('A connection failed', { error }))
  })
  http.on('upgrade', (request, socket, head) => transport.upgrade(request, socket, head))
  http.on(
    'request',
    createRouter({
      routes: [
        ...health,
        ...documentRoutes({ storage, engine, clock, maxBodyBytes: limits.requestBytes }),
        { path: '/sync/:', methods: { GET: needsUpgrade } },
      ],
      fallback: staticFiles(options.webRoot),
      log,
    }),
  )

  try {
    await listen(http, port, host)
  } catch (error) {
    clock.stop()
    await transport.closed(0)
    await storage.close()
    throw error
  }
  const address = http.address() as AddressInfo

  const shutDown = async (): Promise<void> => {
    transport.stopAccepting()
    const httpClosed = new Promise<void>((resolve) => http.close(() => resolve()))
    try {
      await engine.drain()
    } catch (error) {
      log.error('Not everything could be saved before the end', { error })
    }
    await transport.closed(limits.shutdownMs * 0.15)
    http.closeAllConnections()
    await httpClosed
    clock.stop()
    await storage.close().catch((error: unknown) => log.error('The storage did not close', { error }))
  }

  return {
    host,
    port: address.port,
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    close: () => (closing ??= within(shutDown(), limits.shutdownMs, log)),
  }
}

function listen(http: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen({ port, host }, () => {
      http.off('error', reject)
      resolve()
    })
  })
}

async function within(work: Promise<void>, ms: number, log: Logger): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.error('The server did not close in time', { ms })
      resolve()
    }, ms)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}

function needsUpgrade(): never {
  throw new HttpError({
    status: 426,
    code: 'upgrade-required',
    message: 'This is a WebSocket address: connect with a WebSocket client.',
    headers: { upgrade: 'websocket', connection: 'Upgrade' },
  })
}
