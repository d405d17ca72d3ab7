// A whole server in one call: storage below, the engine in the middle, HTTP and WebSockets on one port. It embeds in
// any Node program; the program `stet` is one of them.
import { createEngine } from '@stet/engine'
import { createAccessControl } from './access/access-control.ts'
import { requireStrongSecret } from './access/secret.ts'
import { createCommitWatch } from './commit-watch.ts'
import { startCompaction } from './compaction/start-compaction.ts'
import { adminRoutes } from './http/admin-routes.ts'
import { embedPageRoute } from './http/embed-page.ts'
import { createDamagedDocuments, isNewDamage } from './damaged-documents.ts'
import { documentRoutes } from './http/documents-api.ts'
import { healthRoutes } from './http/health-routes.ts'
import { openListener } from './http/listener.ts'
import { metricsRoutes } from './http/metrics-route.ts'
import { createRouter } from './http/router.ts'
import { HttpError, sendError } from './http/respond.ts'
import { staticFiles } from './http/static-files.ts'
import { defaultServerLimits } from './limits.ts'
import { logEngineEvent } from './log-engine-event.ts'
import { silentLogger } from './logger.ts'
import { createMetrics } from './metrics/metrics.ts'
import { createSystemClock } from './system-clock.ts'
import { defaultUploadLimits, uploadRoutes } from './http/upload-routes.ts'
import { openUploadStore } from './uploads/upload-store.ts'
import { createSyncTransport } from './transport/sync-transport.ts'
import type { AccessControl } from './access/access-control.ts'
import type { Authorize } from './access/types.ts'
import type { Compactor } from './compaction/compactor.ts'
import type { CompactionSettings } from './compaction/settings.ts'
import type { Listener } from './http/listener.ts'
import type { Route } from './http/router.ts'
import type { MetricsAccess } from './http/metrics-route.ts'
import type { ServerLimits } from './limits.ts'
import type { Logger } from './logger.ts'
import type { Storage } from './storage/types.ts'
import type { CertificateFiles } from './tls/certificate.ts'
import type { UploadStore } from './uploads/upload-store.ts'
import type { Limits } from '@stet/engine'
import type { RequestListener } from 'node:http'

export interface CreateServerOptions {
  /** Where documents are kept. The server closes it when it closes. */
  readonly storage: Storage
  /** 0 (the default) takes any free port: read it from the result. */
  readonly port?: number
  /** Address to listen on. Default: 127.0.0.1, this machine only. On another, without `authorize`, every visitor may write. */
  readonly host?: string
  /** Folder of the built web app. Without it only /sync, /api and the health checks are served. */
  readonly webRoot?: string
  /**
   * Who may open which document: `createJwtAccess`, `createWebhookAccess`, or a function of yours. Without it everybody
   * who reaches the server may read and write everything, and on a loopback address it answers only to names of this
   * machine and of `allowedOrigins`.
   */
  readonly authorize?: Authorize | undefined
  /** Origins of other sites ("https://example.com") whose pages may connect. Default: none but the server's own. */
  readonly allowedOrigins?: readonly string[]
  /**
   * Origins of sites ("https://example.com", "https://*.example.com") whose pages may show /embed/<document> in a frame.
   * Default: none but the server's own.
   */
  readonly frameAncestors?: readonly string[]
  /** Proxies whose X-Forwarded-For is believed: addresses, ranges such as "10.0.0.0/8", or "loopback". */
  readonly trustedProxies?: readonly string[]
  /** Opens POST /api/admin/revoke and /api/admin/access to whoever shows it. At least 32 bytes that nobody guesses. */
  readonly adminSecret?: string | undefined
  /** Serve https and wss with this certificate; it is read again whenever its files change. */
  readonly tls?: CertificateFiles | undefined
  /** Who may read /metrics. Default: 'local', programs on this machine. */
  readonly metrics?: MetricsAccess
  /** Serves /metrics on this port of `host` instead of the main one, without TLS. */
  readonly metricsPort?: number | undefined
  /** Where uploaded pictures are kept, beside the documents that show them. Without it there are no uploads. */
  readonly uploads?: UploadsOptions | undefined
  /** When long logs are folded into snapshots, and how long the rows are kept after it; false: never. */
  readonly compaction?: Partial<CompactionSettings> | false
  /** Default: silent. */
  readonly log?: Logger
  readonly limits?: Partial<ServerLimits>
  readonly engineLimits?: Partial<Limits>
}

export interface UploadsOptions {
  /** A folder for pictures only; made when it is missing. Each is a file that never changes, named after its content. */
  readonly folder: string
  /** Bytes of one picture. Default 10 MiB. */
  readonly maxBytes?: number
  /** Bytes of the disk that pictures leave free for documents. Default 256 MiB. */
  readonly keepFreeBytes?: number
}

export interface StetServer {
  readonly host: string
  readonly port: number
  /** Of the web app and the API, without a slash at the end. The sync endpoint is the same with ws: and /sync. */
  readonly url: string
  /** Where /metrics is, when it has a port of its own. */
  readonly metricsUrl: string | undefined
  /**
   * Stops accepting, saves what was received, tells every client to come back (close code 1012, in waves over
   * `limits.sendAwayMs` when there are many) and closes storage. Takes at most `limits.shutdownMs`. Idempotent; never rejects.
   */
  close(): Promise<void>
}

/** Resolves when the server accepts connections; rejects when it cannot listen or an option cannot be meant (and closes the storage then). */
export async function createServer(options: CreateServerOptions): Promise<StetServer> {
  const { storage, port = 0, host = '127.0.0.1', log = silentLogger } = options
  const limits = { ...defaultServerLimits, ...options.limits }
  const sendAwayMs = Math.min(limits.sendAwayMs, limits.shutdownMs / 2)
  const { adminSecret } = options
  const clock = createSystemClock()
  let access: AccessControl
  let uploads: UploadStore | undefined
  let embedPage: Route
  try {
    embedPage = embedPageRoute({ webRoot: options.webRoot, frameAncestors: options.frameAncestors ?? [] })
    if (adminSecret !== undefined) requireStrongSecret(adminSecret, 'The admin secret')
    access = createAccessControl({ ...options, host, clock, log })
    if (options.uploads !== undefined) {
      uploads = await openUploadStore({ maxBytes: 10 * MiB, keepFreeBytes: 256 * MiB, ...options.uploads })
    }
  } catch (error) {
    await storage.close()
    throw error
  }
  let compactor: Compactor | undefined
  const damaged = createDamagedDocuments({ storage, now: () => clock.now() })
  const engine = createEngine({
    log: {
      load: (document) => damaged.load(document),
      claims: (document) => storage.claims(document),
      append: (rows) => storage.append(rows),
    },
    clock,
    // Saving may take most of what sending away leaves, not all: the sockets must still hear of it.
    limits: { drainMs: (limits.shutdownMs - sendAwayMs) * 0.6, ...options.engineLimits },
    onEvent(event) {
      metrics.engineEvent(event)
      commits.event(event)
      if (event.type === 'commit') compactor?.committed(event.rows)
      if (isNewDamage(event)) damaged.found(event.document, event.error)
      logEngineEvent(log, event)
    },
  })
  const commits = createCommitWatch(() => engine.queued())
  const metrics = createMetrics({
    connections: () => transport.sockets,
    rooms: () => engine.rooms(),
    queued: () => engine.queued(),
    outgoingBytes: () => transport.outgoingBytes(),
    storageHealthy: () => storage.healthy() && engine.storageHealthy,
    closing: () => closing !== undefined,
  })
  const transport = createSyncTransport({
    engine,
    limits,
    log,
    metrics,
    access,
  })
  let closing: Promise<void> | undefined

  const { metrics: metricsAccess = 'local', metricsPort } = options
  const metricsHere = metricsRoutes(metrics, metricsAccess)
  const onRequest = createRouter({
    routes: [
      ...healthRoutes({
        storageHealthy: () => storage.healthy(),
        savingWorks: () => engine.storageHealthy,
        closing: () => closing !== undefined,
      }),
      ...(metricsPort === undefined ? metricsHere : []),
      ...documentRoutes({
        storage,
        load: (document) => damaged.load(document),
        engine,
        clock,
        access,
        maxBodyBytes: limits.requestBytes,
      }),
      ...uploadRoutes({ store: uploads, access, clock, log, limits: defaultUploadLimits }),
      ...adminRoutes({ secret: adminSecret, access, maxBodyBytes: limits.requestBytes }),
      embedPage,
      { path: '/sync/:', methods: { GET: needsUpgrade } },
    ],
    fallback: staticFiles(options.webRoot),
    log,
  })

  const listeners: Listener[] = []
  try {
    listeners.push(
      await openListener({
        host,
        port,
        tls: options.tls,
        onRequest: ofKnownHost(onRequest, access),
        onUpgrade: (request, socket, head) => transport.upgrade(request, socket, head),
        log,
      }),
    )
    if (metricsPort !== undefined && metricsAccess !== 'off') {
      const onMetrics = createRouter({ routes: metricsHere, fallback: notHere, log })
      const guarded = ofKnownHost(onMetrics, access)
      listeners.push(await openListener({ host, port: metricsPort, onRequest: guarded, log }))
    }
  } catch (error) {
    for (const listener of listeners) await listener.close()
    metrics.stop()
    clock.stop()
    await transport.closed(0)
    await storage.close()
    throw error
  }
  if (options.compaction !== false) {
    compactor = startCompaction({ storage, clock, settings: options.compaction ?? {}, log, metrics })
  }
  const [main, extra] = listeners
  if (main === undefined) throw new Error('No port is open.')

  const shutDown = async (): Promise<void> => {
    transport.stopAccepting()
    try {
      // Health and metrics go on answering meanwhile: whoever balances load sees that nothing more belongs here.
      await transport.sendAway(sendAwayMs, () => commits.stored())
      await engine.drain()
    } catch (error) {
      log.error('Not everything could be saved before the end', { error })
    }
    const closed = listeners.map((listener) => listener.close())
    await transport.closed((limits.shutdownMs - sendAwayMs) * 0.15)
    for (const listener of listeners) listener.closeAllConnections()
    await Promise.all(closed)
    await compactor?.close()
    metrics.stop()
    clock.stop()
    await storage.close().catch((error: unknown) => log.error('The storage did not close', { error }))
  }

  return {
    host,
    port: main.port,
    url: main.url,
    metricsUrl: extra === undefined ? undefined : `${extra.url}/metrics`,
    close: () => (closing ??= within(shutDown(), limits.shutdownMs, log)),
  }
}

const MiB = 1024 * 1024

/** Health checks have no secrets, and come from programs that use any name. */
const forAnyHost = new Set(['/healthz', '/readyz'])

function ofKnownHost(onRequest: RequestListener, access: AccessControl): RequestListener {
  return (request, response) => {
    const { host } = request.headers
    if (access.isHostAllowed(host) || forAnyHost.has(request.url ?? '')) onRequest(request, response)
    else sendError(response, { status: 403, ...access.wrongHost(host) })
  }
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

function notHere(): never {
  throw new HttpError({ status: 404, code: 'not-found', message: 'Here is only /metrics.' })
}

function needsUpgrade(): never {
  throw new HttpError({
    status: 426,
    code: 'upgrade-required',
    message: 'This is a WebSocket address: connect with a WebSocket client.',
    headers: { upgrade: 'websocket', connection: 'Upgrade' },
  })
}
