/**
 * What the shell and the engine hold of each other for one connection: who joins and how to reach them, and the session
 * that the shell hands everything to that the socket brings.
 */
import type { ProtocolError, SchemaVersion } from '@stet/protocol'
import type { Grant } from './access.ts'
import type { Outlet } from './ports.ts'

/** Who joins, and how to reach them. */
export interface Peer extends Grant {
  /** Who is on the connection, as authenticated by the shell; written into every log row. */
  readonly principal: string
  /** The shell's own number for the connection; comes back in events, for the log. */
  readonly connection?: number
  /** Their name as the shell knows it. Without it somebody signed in is shown as the principal, others as they say. */
  readonly name?: string
  /** The connection chose the `stet.v1` subprotocol: it gets text frames. */
  readonly stet: boolean
  /** The document schema of its editor, if it says so. */
  readonly schema?: SchemaVersion
  readonly outlet: Outlet
  /** Without it fresh tokens are not read. */
  readonly renewal?: Renewal
}

/** Who reads the fresh tokens of one connection. An object and not a closure: there is one for each that is open. */
export interface Renewal {
  /** The client shows a token. The shell answers with `regrant` or `expel` of the session, now or later. */
  renew(token: string): void
}

/** One connection in one document. None of its methods throw. */
export interface Session {
  /** A binary frame, whole. The bytes are the engine's from now on: they must not change. */
  receive(frame: Uint8Array): void
  receiveText(text: string): void
  /** What it may do from now on; what was accepted before stands. The client is told when its role changes. */
  regrant(grant: Grant): void
  /** Ends the connection for this reason, which the client is told. Nothing it sends after this is taken in. */
  expel(error: ProtocolError): void
  /** Everything that the outlet had taken is sent, after it had refused a frame: the session is caught up now. */
  drained(): void
  /** The socket is gone. Does nothing the second time. */
  leave(): void
}
