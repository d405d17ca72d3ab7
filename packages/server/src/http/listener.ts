// A port with HTTP on it, or HTTPS when there is a certificate: the one place that knows which of the two it is.
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { readCertificate, watchCertificate } from '../tls/certificate.ts'
import type { Logger } from '../logger.ts'
import type { CertificateFiles } from '../tls/certificate.ts'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export interface ListenerOptions {
  readonly host: string
  readonly port: number
  readonly tls?: CertificateFiles | undefined
  readonly onRequest: RequestListener
  readonly onUpgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  readonly log: Logger
}

export interface Listener {
  readonly port: number
  /** Without a slash at the end. */
  readonly url: string
  /** Stops listening; resolves when every connection is gone. */
  close(): Promise<void>
  /** Cuts off the connections that are left. (Not those that became WebSockets.) */
  closeAllConnections(): void
}

/** How many connections the system keeps for us while we are busy: a thousand people may come back at once. */
const backlog = 2048

/** Rejects when it cannot listen, or the certificate cannot be used. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { host, port, tls, onRequest, onUpgrade, log } = options
  const httpOptions = {
    // An `Upgrade: h2c` is an offer, not a demand: such a request gets its ordinary answer.
    shouldUpgradeCallback: ({ headers }: IncomingMessage) =>
      onUpgrade !== undefined && headers.upgrade?.toLowerCase() === 'websocket',
    // Half-open and very slow peers: a request has this long to arrive. A picture of 10 MiB takes minutes from a train;
    // who sends nothing meanwhile is cut off sooner (read-upload.ts, json-body.ts).
    headersTimeout: 10_000,
    requestTimeout: 300_000,
    connectionsCheckingInterval: 5_000,
  }
  let stopWatching: (() => void) | undefined
  let server: Server
  if (tls === undefined) {
    server = createHttpServer(httpOptions)
  } else {
    const current = readCertificate(tls)
    const secure = createHttpsServer({ ...httpOptions, ...current, handshakeTimeout: 10_000 })
    secure.on('tlsClientError', (error) => log.debug('A TLS handshake failed', { error }))
    stopWatching = watchCertificate({
      files: tls,
      current,
      // Connections that stand keep the old one.
      onPair: (pair) => secure.setSecureContext(pair),
      log,
    })
    server = secure
  }
  // One for all sockets: there may be ten thousand.
  const onError = (error: Error): void => log.debug('A connection failed', { error })
  const onConnection = (socket: Duplex): void => void socket.on('error', onError)
  server.on('connection', onConnection)
  server.on('secureConnection', onConnection)
  server.on('request', onRequest)
  if (onUpgrade) {
    server.on('upgrade', (request, socket, head) => {
      // Whoever takes the socket over listens from here on.
      socket.off('error', onError)
      onUpgrade(request, socket, head)
    })
  }
  try {
    await listen(server, port, host)
  } catch (error) {
    stopWatching?.()
    throw error
  }
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return {
    port: address.port,
    url: `${tls === undefined ? 'http' : 'https'}://${name}:${address.port}`,
    close() {
      stopWatching?.()
      return new Promise((resolve) => server.close(() => resolve()))
    },
    closeAllConnections: () => server.closeAllConnections(),
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
