/**
 * The engine: the registry of rooms, and the way in and out of them.
 */
import type { AwarenessEntry, DocumentName } from '@stet/protocol'
import type { EngineEvent } from './events.ts'
import type { Limits } from './limits.ts'
import type { Clock, Log, Outlet } from './ports.ts'

/** What a connection may do. 'comment' may not change the document yet: comments are a later chapter. */
export type Role = 'read' | 'comment' | 'write'

export interface EngineOptions {
  readonly log: Log
  readonly clock: Clock
  readonly limits?: Partial<Limits>
  readonly onEvent?: (event: EngineEvent) => void
}

export interface JoinOptions {
  readonly document: DocumentName
  /** Who is on the connection, as authenticated by the shell; written into every log row. */
  readonly principal: string
  readonly role: Role
  /** The connection chose the `stet.v1` subprotocol: it gets text frames. */
  readonly stet: boolean
  readonly outlet: Outlet
}

export interface Engine {
  /**
   * Enters a document, loading it first if needed. Nothing is sent before loading has finished; frames that
   * arrive meanwhile are the caller's to keep (bounded) and hand to the session afterwards, in order. When the
   * connection is gone by the time this resolves, call `leave` on the session.
   * Rejects with a ProtocolError whose code says which close code fits, see `errorTable`: 'load-failed' (the log
   * cannot be read now: retry), 'corrupt' (what was read is damaged), 'overloaded' / 'room-full', 'draining'.
   */
  join(options: JoinOptions): Promise<Session>
  /** Who is in a document now; empty when it is not loaded. */
  presence(document: DocumentName): readonly AwarenessEntry[]
  /** False from a failed append until the next one that worked. */
  readonly storageHealthy: boolean
  /**
   * Stops accepting joins and frames, waits for what was accepted to become durable (at most `limits.drainMs`),
   * sends the last acks and closes every session with 1012.
   */
  drain(): Promise<void>
  /** How many documents are loaded. */
  rooms(): number
}

/** One connection in one document. None of its methods throw. */
export interface Session {
  /** A binary frame, whole. The bytes are the engine's from now on: they must not change. */
  receive(frame: Uint8Array): void
  receiveText(text: string): void
  /** The socket is gone. Does nothing the second time. */
  leave(): void
}

export function createEngine(_options: EngineOptions): Engine {
  throw new Error('The engine is being built')
}
