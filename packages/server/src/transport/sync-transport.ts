// The door for WebSockets: decides about every upgrade request before it is granted, and keeps the sockets it let in.
import { encodeServerText, errorTable, ProtocolError } from '@stet/protocol'
import { offeredSchema, offersStet, readUpgradeCredentials } from '../access/credentials.ts'
import { whyNot } from '../access/live-access.ts'
import { serveConnection } from './connection.ts'
import { nameOfConnection } from './connection-name.ts'
import { createConnectRate } from './connect-rate.ts'
import { Roster } from '../roster.ts'
import { atEndOfTurn } from './end-of-turn.ts'
import { createHandshakes } from './handshakes.ts'
import { createKeepalive } from './keepalive.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import { pathOf } from './sync-path.ts'
import { sendAwayInWaves } from './send-away.ts'
import { createUpgradeCheck } from './upgrade-check.ts'
import { headersOf, restarting, statusOf, tooManyConnects } from './upgrade-refusals.ts'
import type { AccessControl } from '../access/access-control.ts'
import type { HeldAccess, Holder } from '../access/live-access.ts'
import type { Allowed, AccessRequest } from '../access/types.ts'
import type { Connection, ConnectionContext } from './connection.ts'
import type { Refusal } from './refuse-upgrade.ts'
import type { ServerLimits } from '../limits.ts'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Engine } from '@stet/engine'
import type { DocumentName, SchemaVersion } from '@stet/protocol'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

export interface SyncTransportOptions {
  readonly engine: Engine
  readonly limits: ServerLimits
  readonly log: Logger
  readonly metrics: Pick<Metrics, 'connectionOpened' | 'upgradeRefused' | 'acknowledged'>
  readonly access: AccessControl
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
  const { engine, limits, log, metrics, access } = options
  const sockets = new Roster<Connection>()
  /** Those that are told why they may not stay, and close. */
  const turnedAway = new Set<WebSocket>()
  let connections = 0
  const keepalive = createKeepalive(limits.pingMs, sockets)
  const context: ConnectionContext = {
    engine,
    limits,
    log,
    onAcknowledged: metrics.acknowledged,
    onClosed(connection) {
      sockets.delete(connection)
      onGone()
    },
  }
  const check = createUpgradeCheck({ limits, access })
  const byPerson = createConnectRate(
    { perSecond: limits.personConnectsPerSecond, burst: limits.personConnectBurst },
    () => performance.now(),
  )
  /** Upgrades that wait for a decision about their access. */
  let deciding = 0
  let accepting = true
  let onEmpty: (() => void) | undefined

  const webSockets = createHandshakes(limits, () => metrics.upgradeRefused('bad-handshake'))

  const onRawError = (error: Error): void => log.debug('A connection failed', { error })
  const onSocketError = (error: Error): void => log.debug('A socket failed', { error })

  const onGone = (): void => {
    if (sockets.size + turnedAway.size === 0) onEmpty?.()
  }

  const accept = (socket: WebSocket, { raw, asked, allowed, schema }: Admitted): void => {
    const { document } = asked
    // Before anything else: an error without a listener would end the process.
    socket.on('error', onSocketError)
    // From here on ws listens to it.
    raw.off('error', onRawError)
    connections += 1
    const id = connections
    metrics.connectionOpened()
    const connection = nameOfConnection(id)
    log.debug('A connection opened', { document, connection, principal: allowed.principal })
    const hold = (holder: Holder): HeldAccess => access.live.hold(asked, allowed, holder)
    sockets.add(serveConnection({ id, socket, raw, schema, hold, context }))
  }

  /** A browser tells its page nothing of an HTTP answer: who speaks stet.v1 is let in to hear it. */
  const turnAway = (socket: WebSocket, { code, message }: ProtocolError): void => {
    socket.on('error', onSocketError)
    turnedAway.add(socket)
    socket.on('close', () => {
      turnedAway.delete(socket)
      onGone()
    })
    socket.send(encodeServerText({ type: 'error', code, message }))
    socket.close(errorTable[code].closeCode ?? undefined, code)
  }

  const refuse = (raw: Duplex, refusal: Refusal, request: IncomingMessage): void => {
    metrics.upgradeRefused(refusal.code)
    // Without the query: there may be a token in it.
    log.debug('An upgrade was refused', { code: refusal.code, path: pathOf(request.url ?? '').slice(0, 200) })
    refuseUpgrade(raw, refusal)
  }

  /** What we say first leaves in one write with the answer to the handshake: a thousand may come in the same second. */
  const shakeHands = (
    { request, raw, head }: Omit<Upgrade, 'document'>,
    onOpen: (socket: WebSocket) => void,
  ): void => {
    raw.cork()
    webSockets.handleUpgrade(request, raw, head, onOpen)
    // Behind the end of this turn, at which the outlets write.
    atEndOfTurn({ endOfTurn: () => process.nextTick(() => raw.uncork()) })
  }

  const admit = async ({ request, raw, head, document }: Upgrade): Promise<void> => {
    const address = access.addressOf(request)
    const deny = (error: ProtocolError): void => {
      if (error.code === 'unauthorized') access.attempts.add(address)
      if (!offersStet(request.headers)) {
        refuse(
          raw,
          { status: statusOf(error), code: error.code, message: error.message, headers: headersOf(error) },
          request,
        )
        return
      }
      metrics.upgradeRefused(error.code)
      log.debug('A connection was turned away', { document, code: error.code })
      shakeHands({ request, raw, head }, (socket) => turnAway(socket, error))
    }
    let asked: AccessRequest
    try {
      asked = access.requestFor(request, document, readUpgradeCredentials(request))
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      deny(error)
      return
    }
    await access.gate.decide(asked, (decision) => {
      if (!accepting) {
        refuse(raw, restarting, request)
      } else if (decision.kind === 'allow') {
        // Without a token everybody may be the same nobody.
        const early = asked.token === undefined ? 0 : byPerson.attempt(decision.principal)
        if (early > 0) return refuse(raw, tooManyConnects(early), request)
        const admitted = { raw, asked, allowed: decision, schema: offeredSchema(request.headers) }
        shakeHands({ request, raw, head }, (socket) => accept(socket, admitted))
      } else {
        deny(whyNot(decision))
      }
    })
  }

  return {
    upgrade(request, raw, head) {
      raw.on('error', onRawError)
      const taken = sockets.size + turnedAway.size + deciding
      const checked = accepting ? check(request, taken) : restarting
      if (typeof checked === 'object') {
        refuse(raw, checked, request)
        return
      }
      deciding += 1
      admit({ request, raw, head, document: checked })
        .catch((error: unknown) => {
          log.error('An upgrade could not be decided', { document: checked, error })
          raw.destroy()
        })
        .finally(() => (deciding -= 1))
    },
    get sockets() {
      return sockets.size + turnedAway.size
    },
    outgoingBytes() {
      let bytes = 0
      for (const { outgoingBytes } of sockets) bytes += outgoingBytes
      return bytes
    },
    stopAccepting() {
      accepting = false
    },
    sendAway: (spreadMs, stored) =>
      sendAwayInWaves({
        // Who came first goes first.
        peers: [...sockets].sort((a, b) => a.id - b.id),
        spreadMs,
        stored,
        now: () => performance.now(),
        pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      }),
    async closed(ms) {
      if (sockets.size + turnedAway.size > 0) {
        const empty = new Promise<void>((resolve) => (onEmpty = resolve))
        const timer = setTimeout(() => {
          for (const socket of [...sockets, ...turnedAway]) socket.terminate()
        }, ms)
        await empty
        clearTimeout(timer)
      }
      keepalive.stop()
      webSockets.close()
    },
  }
}

/** A request to become a WebSocket. */
interface Upgrade {
  readonly request: IncomingMessage
  readonly raw: Duplex
  readonly head: Buffer
  readonly document: DocumentName
}

interface Admitted {
  readonly raw: Duplex
  readonly asked: AccessRequest
  readonly allowed: Allowed
  readonly schema: SchemaVersion | undefined
}
