// One WebSocket in one document: it joins the engine's room, keeps what the peer sends meanwhile, then passes frames
// in and out until either side closes. Whatever the peer does ends at most this connection.
//
//   joining --(the room is loaded)--> joined --(the socket closes)--> gone
//      \--(the load fails, takes too long, or the socket closes)------^
import { errorTable, encodeServerText, ProtocolError, stetSubprotocol } from '@stet/protocol'
import { WebSocket } from 'ws'
import { createAckTimer } from '../metrics/ack-timer.ts'
import { Inflow } from './inflow.ts'
import { createSocketOutlet } from './socket-outlet.ts'
import type { Departing } from './send-away.ts'
import type { HeldAccess, Holder } from '../access/live-access.ts'
import type { ServerLimits } from '../limits.ts'
import type { Logger } from '../logger.ts'
import type { Engine, Outlet, Session } from '@stet/engine'
import type { DocumentName, ErrorCode } from '@stet/protocol'
import type { Duplex } from 'node:stream'
import type { RawData } from 'ws'

export interface ConnectionOptions {
  /** Names the connection in the log. */
  readonly id: string
  readonly socket: WebSocket
  /** The network socket below it. */
  readonly raw: Duplex
  readonly document: DocumentName
  /** Takes the access that the door has found; called at once. */
  readonly hold: (holder: Holder) => HeldAccess
  readonly engine: Engine
  readonly limits: ServerLimits
  readonly log: Logger
  /** An update was said to be saved so many milliseconds after its arrival. */
  readonly onAcknowledged: (ms: number) => void
}

type State =
  | { readonly kind: 'joining'; readonly waiting: Incoming[]; bytes: number }
  | { readonly kind: 'joined'; readonly session: Session }
  | { readonly kind: 'gone' }

type Incoming = Uint8Array | string

export interface Connection extends Departing {
  /** What waits for the peer to read. */
  readonly outgoingBytes: number
}

/** The socket must have an `error` listener already. Returns at once; the connection lives by events from here on. */
export function serveConnection(options: ConnectionOptions): Connection {
  const { id, socket, raw, document, hold, engine, limits, log } = options
  const stet = socket.protocol === stetSubprotocol
  const acks = createAckTimer(options.onAcknowledged)
  const bare = createSocketOutlet({
    socket,
    raw,
    outgoingBytes: limits.outgoingBytes,
    stuckMs: limits.stuckMs,
    onDrained() {
      if (state.kind === 'joined') state.session.drained()
    },
  })
  const outlet: Outlet = {
    sendFrame: (bytes) => bare.sendFrame(bytes),
    close: (code, reason) => bare.close(code, reason),
    sendText(text) {
      acks.told(text, performance.now())
      bare.sendText(text)
    },
  }
  const inflow = new Inflow(limits, performance.now())
  let pause: NodeJS.Timeout | undefined
  let hushed = false
  let state: State = { kind: 'joining', waiting: [], bytes: 0 }

  const refuse = (code: ErrorCode, message: string): void => {
    if (stet) outlet.sendText(encodeServerText({ type: 'error', code, message }))
    outlet.close(errorTable[code].closeCode ?? errorTable.internal.closeCode ?? 1011, message)
  }

  const access = hold({
    onGrant(grant) {
      if (state.kind === 'joined') state.session.regrant(grant)
    },
    onEnd(error) {
      if (state.kind === 'joined') {
        state.session.expel(error)
        return
      }
      refuse(error.code, error.message)
      state = { kind: 'gone' }
    },
    onUnavailable({ code, message }) {
      if (stet) outlet.sendText(encodeServerText({ type: 'error', code, message }))
    },
  })
  const { principal, name } = access

  /** Not read: TCP makes the peer wait. */
  const readNothing = (ms: number): void => {
    clearTimeout(pause)
    if (!socket.isPaused) socket.pause()
    pause = setTimeout(() => socket.resume(), ms)
  }

  const deliver = (session: Session, incoming: Incoming): void => {
    // After a close nothing that was still on its way counts.
    if (socket.readyState !== WebSocket.OPEN) return
    try {
      if (typeof incoming === 'string') session.receiveText(incoming)
      else session.receive(incoming)
    } catch (error) {
      // The engine promises not to throw. If it does, only this connection may feel it.
      log.error('A frame could not be handled', { document, connection: id, error })
      refuse('internal', 'The server made a mistake with this message.')
    }
  }

  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (socket.readyState !== WebSocket.OPEN || hushed) return
    if (!isBinary && !stet) {
      refuse('bad-text-frame', `Text frames need the subprotocol ${stetSubprotocol}.`)
      return
    }
    const incoming = toIncoming(data, isBinary)
    const tooFast = inflow.received(incoming.length, performance.now())
    if (tooFast > 0) readNothing(tooFast)
    if (stet && typeof incoming !== 'string') acks.received(incoming, performance.now())
    if (state.kind === 'joined') {
      deliver(state.session, incoming)
    } else if (state.kind === 'joining') {
      state.bytes += incoming.length
      if (state.bytes > limits.waitingBytes || state.waiting.length >= limits.waitingMessages) {
        refuse('rate-limited', 'Too much was sent before the document was loaded.')
        return
      }
      state.waiting.push(incoming)
    }
  })

  const tooLate = setTimeout(() => {
    refuse('load-failed', 'The document takes too long to load.')
    state = { kind: 'gone' }
  }, limits.joinMs)

  socket.on('close', (code) => {
    clearTimeout(tooLate)
    clearTimeout(pause)
    access.release()
    log.debug('A connection closed', { document, connection: id, principal, code })
    const { session } = state.kind === 'joined' ? state : { session: undefined }
    state = { kind: 'gone' }
    session?.leave()
  })

  const join = async (): Promise<void> => {
    try {
      const { grant } = access
      const session = await engine.join({
        document,
        principal,
        ...(name === undefined ? {} : { name }),
        ...grant,
        connection: id,
        stet,
        outlet,
        onToken: (token) => access.renew(token),
      })
      clearTimeout(tooLate)
      if (state.kind !== 'joining' || socket.readyState !== WebSocket.OPEN) {
        // The socket went while the room was loading.
        session.leave()
        return
      }
      const { waiting } = state
      state = { kind: 'joined', session }
      // It may have changed while the document was loading.
      if (access.grant !== grant) session.regrant(access.grant)
      for (const incoming of waiting) deliver(session, incoming)
    } catch (error) {
      clearTimeout(tooLate)
      state = { kind: 'gone' }
      if (error instanceof ProtocolError) return refuse(error.code, error.message)
      log.error('A document could not be joined', { document, connection: id, error })
      refuse('internal', 'The server made a mistake while opening the document.')
    }
  }
  void join()

  return {
    hush() {
      hushed = true
    },
    sendAway: () => refuse('restarting', errorTable.restarting.person),
    get outgoingBytes() {
      return bare.waitingBytes
    },
  }
}

/** Plain arrays: a Buffer's `slice` shares memory where the engine expects a copy. */
function toIncoming(data: RawData, isBinary: boolean): Incoming {
  const buffer = Array.isArray(data) ? Buffer.concat(data) : data
  if (buffer instanceof ArrayBuffer) return isBinary ? new Uint8Array(buffer) : Buffer.from(buffer).toString()
  return isBinary ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength) : buffer.toString()
}
