// What `connectDocument` gives: one document on one server, with its events and what can be asked of it.

import type { SchemaVersion } from '@stet/protocol'
import type { Awareness } from 'y-protocols/awareness'
import type { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import type { ConnectionError } from './connection-error.ts'
import type { User } from './presence.ts'
import type { Status } from './save-status.ts'

/** A chat message; `from` is the sender's name where the server knows it. */
export interface ChatMessage {
  readonly text: string
  readonly from?: string
}

export type ConnectionEvents = {
  /** Something in `status` is different. */
  readonly status: (status: Status) => void
  /** Every change up to now is committed to this device. */
  readonly kept: () => void
  /** Something failed; `message` is for a person, `cause` for a developer. Editing goes on. */
  readonly error: (error: ConnectionError) => void
  /** The server's state is in the document; again after each reconnect. */
  readonly synced: () => void
  readonly chat: (message: ChatMessage) => void
  /** Somebody with a newer document schema than the option `schema` may write in the document from now on. */
  readonly schema: (schema: SchemaVersion) => void
}

export interface DocumentConnection {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly provider: WebsocketProvider
  /** Where the document is, for requests of other kinds to the same server, such as uploads. */
  readonly server: ServerAddress
  readonly status: Status
  /** The newest document schema that the event `schema` told of. */
  readonly newerSchema: SchemaVersion | undefined
  /**
   * Resolves when the local copy or the server's state is in `doc`, so content may be shown. Rejects with a
   * ConnectionError when the server refuses for good, or after `destroy`, before there is anything to show.
   */
  readonly ready: Promise<void>
  /** Returns its own off. */
  on<Name extends keyof ConnectionEvents>(name: Name, listener: ConnectionEvents[Name]): () => void
  /** Throws a TypeError for a wrong name or colour. */
  setUser(user: User): void
  /** Throws a TypeError for an empty or too long text, a ConnectionError 'not-connected' without a server. */
  sendChat(text: string): void
  /** Connects, at once and also after the server closed for good. */
  connect(): void
  /** Stays away until `connect`; editing and keeping on this device go on. */
  disconnect(): void
  /** Ends everything but a doc and awareness that were handed in; resolves after the last write here. */
  destroy(): Promise<void>
  /** Deletes the copy on this device, for this and other tabs, and keeps none from now on. */
  forget(): Promise<void>
}

export interface ServerAddress {
  /** The sync endpoint, `ws://` or `wss://`, as it was given. */
  readonly url: string
  readonly document: string
  /** A fresh token; '' where there is none. Rejects as the option `token` does. */
  readonly token: () => Promise<string>
}
