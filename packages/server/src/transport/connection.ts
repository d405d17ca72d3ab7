// One WebSocket in one document: it joins the engine's room, keeps what the peer sends meanwhile, then passes frames
// in and out until either side closes. Whatever the peer does ends at most this connection.
//
//   joining --(the room is loaded)--> joined --(the socket closes)--> gone
//      \--(the load fails, takes too long, or the socket closes)------^
import { errorTable, encodeServerText, ProtocolError, stetSubprotocol } from '@stet/protocol'
import { WebSocket } from 'ws'
import { isUpdateFrame } from '../metrics/ack-timer.ts'
import { nameOfConnection } from './connection-name.ts'
import { toIncoming } from './incoming.ts'
import { Intake } from './intake.ts'
import { Joining } from './joining.ts'
import { Pulse } from './keepalive.ts'
import { serveSocket } from './serve-socket.ts'
import { SocketOutlet } from './socket-outlet.ts'
import type { HeldAccess, Holder } from '../access/live-access.ts'
import type { ServerLimits } from '../limits.ts'
import type { RosterMember } from '../roster.ts'
import type { Logger } from '../logger.ts'
import type { Incoming } from './incoming.ts'
import type { KeptAlive } from './keepalive.ts'
import type { Departing } from './send-away.ts'
import type { SocketUser } from './serve-socket.ts'
import type { OutletOwner } from './socket-outlet.ts'
import type { Engine, Session } from '@stet/engine'
import type { ErrorCode, SchemaVersion } from '@stet/protocol'
import type { Duplex } from 'node:stream'
import type { RawData } from 'ws'

/** What all connections of a server share. */
export interface ConnectionContext {
  readonly engine: Pick<Engine, 'join'>
  readonly limits: ServerLimits
  readonly log: Logger
  /** An update was said to be saved so many milliseconds after its arrival. */
  readonly onAcknowledged: (ms: number) => void
  /** The socket is gone. */
  readonly onClosed: (connection: Connection) => void
}

export interface ConnectionOptions {
  /** Of its own among the connections of this server. */
  readonly id: number
  readonly socket: WebSocket
  /** The network socket below it. */
  readonly raw: Duplex
  /** The document schema of the client's editor, if it said so. */
  readonly schema?: SchemaVersion | undefined
  /** Takes the access that the door has found; called at once. */
  readonly hold: (holder: Holder) => HeldAccess
  readonly context: ConnectionContext
}

/** Who only listens sends its question and its presence, and costs no counters of what it sends. */
const uncounted = 4
const uncountedBytes = 4096

/** The socket must have an `error` listener already. Returns at once; the connection lives by events from here on. */
export function serveConnection(options: ConnectionOptions): Connection {
  const connection = new Connection(options)
  serveSocket(options.socket, connection)
  void connection.join(options.schema)
  return connection
}

/** There may be ten thousand of these, most of them silent: no closures, and nothing before it is needed. */
export class Connection implements SocketUser, Departing, KeptAlive, Holder, OutletOwner, RosterMember {
  place = -1
  readonly id: number
  readonly #socket: WebSocket
  readonly #context: ConnectionContext
  readonly #outlet: SocketOutlet
  readonly #access: HeldAccess
  /** One of the two, until the connection is gone. */
  #joining: Joining | undefined
  #session: Session | undefined
  #hushed = false
  #messages = 0
  #intake: Intake | undefined
  #pulse: Pulse | undefined

  constructor({ id, socket, raw, hold, context }: ConnectionOptions) {
    this.id = id
    this.#socket = socket
    this.#context = context
    this.#outlet = new SocketOutlet({ socket, raw, limits: context.limits, owner: this })
    this.#joining = new Joining(context.limits, () => {
      this.#refuse('load-failed', 'The document takes too long to load.')
      this.#end()
    })
    this.#access = hold(this)
  }

  /** Never rejects. */
  async join(schema?: SchemaVersion): Promise<void> {
    const access = this.#access
    const { grant, principal, name, document } = access
    try {
      const session = await this.#context.engine.join({
        document,
        principal,
        ...(name === undefined ? {} : { name }),
        ...grant,
        connection: this.id,
        stet: this.#stet,
        ...(schema === undefined ? {} : { schema }),
        outlet: this.#outlet,
        renewal: access,
      })
      const joining = this.#joining
      if (joining === undefined || this.#socket.readyState !== WebSocket.OPEN) {
        // The socket went while the room was loading.
        session.leave()
        return
      }
      const waiting = joining.end()
      this.#joining = undefined
      this.#session = session
      // It may have changed while the document was loading.
      if (access.grant !== grant) session.regrant(access.grant)
      for (const incoming of waiting) this.#deliver(session, incoming)
    } catch (error) {
      this.#end()
      if (error instanceof ProtocolError) return this.#refuse(error.code, error.message)
      const { log } = this.#context
      log.error('A document could not be joined', { document, connection: this.#name, error })
      this.#refuse('internal', 'The server made a mistake while opening the document.')
    }
  }

  /** A message from the peer. */
  received(data: RawData, isBinary: boolean): void {
    if (this.#socket.readyState !== WebSocket.OPEN || this.#hushed) return
    if (!isBinary && !this.#stet) {
      this.#refuse('bad-text-frame', `Text frames need the subprotocol ${stetSubprotocol}.`)
      return
    }
    const incoming = toIncoming(data, isBinary)
    this.#count(incoming)
    if (this.#session !== undefined) this.#deliver(this.#session, incoming)
    else if (this.#joining?.keep(incoming) === false) {
      this.#refuse('rate-limited', 'Too much was sent before the document was loaded.')
    }
  }

  /** The socket is gone. */
  closed(code: number): void {
    this.#intake?.stop()
    this.#outlet.gone()
    this.#access.release()
    const { document, principal } = this.#access
    this.#context.log.debug('A connection closed', { document, connection: this.#name, principal, code })
    const session = this.#session
    this.#end()
    session?.leave()
    this.#context.onClosed(this)
  }

  hush(): void {
    this.#hushed = true
  }

  sendAway(): void {
    this.#refuse('restarting', errorTable.restarting.person)
  }

  /** What waits for the peer to read. */
  get outgoingBytes(): number {
    return this.#outlet.waitingBytes
  }

  keepAlive(): void {
    this.#pulse ??= new Pulse()
    this.#pulse.check(this.#socket, this.#outlet.raw)
  }

  terminate(): void {
    this.#socket.terminate()
  }

  onGrant(grant: HeldAccess['grant']): void {
    this.#session?.regrant(grant)
  }

  onEnd(error: ProtocolError): void {
    if (this.#session !== undefined) {
      this.#session.expel(error)
      return
    }
    this.#refuse(error.code, error.message)
    this.#end()
  }

  onUnavailable({ code, message }: ProtocolError): void {
    if (this.#stet) this.#outlet.sendText(encodeServerText({ type: 'error', code, message }))
  }

  drained(): void {
    this.#session?.drained()
  }

  telling(text: string): void {
    this.#intake?.told(text, performance.now())
  }

  get #name(): string {
    return nameOfConnection(this.id)
  }

  get #stet(): boolean {
    return this.#socket.protocol === stetSubprotocol
  }

  #refuse(code: ErrorCode, message: string): void {
    if (this.#stet) this.#outlet.sendText(encodeServerText({ type: 'error', code, message }))
    this.#outlet.close(errorTable[code].closeCode ?? errorTable.internal.closeCode ?? 1011, message)
  }

  #count(incoming: Incoming): void {
    const update =
      typeof incoming !== 'string' && this.#stet && isUpdateFrame(incoming) ? incoming : undefined
    const bytes = incoming.length
    const now = performance.now()
    if (this.#intake === undefined) {
      this.#messages += 1
      if (update === undefined && this.#messages <= uncounted && bytes <= uncountedBytes) return
      const { limits, onAcknowledged } = this.#context
      const before = this.#messages - 1
      this.#intake = new Intake({ socket: this.#socket, limits, onAcknowledged, before, now })
    }
    this.#intake.received(bytes, update, now)
  }

  #deliver(session: Session, incoming: Incoming): void {
    // After a close nothing that was still on its way counts.
    if (this.#socket.readyState !== WebSocket.OPEN) return
    try {
      if (typeof incoming === 'string') session.receiveText(incoming)
      else session.receive(incoming)
    } catch (error) {
      // The engine promises not to throw. If it does, only this connection may feel it.
      const { log } = this.#context
      log.error('A frame could not be handled', {
        document: this.#access.document,
        connection: this.#name,
        error,
      })
      this.#refuse('internal', 'The server made a mistake with this message.')
    }
  }

  #end(): void {
    this.#joining?.end()
    this.#joining = undefined
    this.#session = undefined
  }
}
