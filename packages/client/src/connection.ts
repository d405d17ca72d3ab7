// One document on one server: y-websocket's provider with what it lacks around it. This file only connects the
// parts: the socket counts (counting-socket.ts), the status decides (save-status.ts), the offline copy keeps
// (offline-copy.ts), the page warns (unload-guard.ts, page-events.ts).

import {
  closeCodes,
  decodeServerText,
  encodeClientText,
  encodeFrame,
  errorTable,
  maxChatLength,
  schemaSubprotocol,
  stetSubprotocol,
  type ErrorCode,
  type Frame,
  type SchemaVersion,
} from '@stet/protocol'
import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { closeError, ConnectionError, mayComeBack, toConnectionError } from './connection-error.ts'
import { defineCountingSocket, type Address, type CountingSocket } from './counting-socket.ts'
import { createEmitter } from './emitter.ts'
import type { Environment } from './environment.ts'
import { createOfflineCopy, type OfflineCopy } from './offline-copy.ts'
import { createIndexedDbStore, OfflineStoreError, type OfflineStore } from './offline-store.ts'
import { parseOptions, parseUser, type ConnectOptions, type ParsedOptions } from './options.ts'
import { watchPage } from './page-events.ts'
import { announceUser, ownPresenceFrame, renewPresence, type User } from './presence.ts'
import { createSaveMonitor, type SaveMonitor } from './save-monitor.ts'
import type { Status } from './save-status.ts'
import { createTabEdits, type TabEdits } from './tab-edits.ts'
import { tokenSubprotocol } from './token.ts'
import { createUnloadGuard, type UnloadGuard } from './unload-guard.ts'

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

/** The longest wait between attempts; a person who watches gets a reconnect at once (page-events.ts). */
const maxBackoffMs = 5000

/** The first wait is up to this much, doubling. Ten thousand clients of a restarted server come over a second. */
const firstJitterMs = 1000

/** The longest wait while the server refuses the tokens we get: a person has to sign in somewhere meanwhile. */
const maxSignInBackoffMs = 60_000

/** A fresh token that cannot be had right now is asked for again after this long. */
const renewAgainMs = 5000

/** A connection that stood this long counts as one that works. */
const heldMs = 10_000

/** The offline copy is read before connecting, so that only what is missing is sent; but not for longer. */
const loadFirstMs = 2000

export function createConnection(options: ConnectOptions, environment: Environment): DocumentConnection {
  return new Connection(parseOptions(options), environment)
}

class Connection implements DocumentConnection {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly provider: WebsocketProvider
  readonly server: ServerAddress
  readonly ready: Promise<void>
  newerSchema: SchemaVersion | undefined

  private readonly options: ParsedOptions
  private readonly environment: Environment
  private readonly events = createEmitter<ConnectionEvents>()
  private readonly readiness = Promise.withResolvers<void>()
  private readonly monitor: SaveMonitor
  private readonly copy: OfflineCopy | undefined
  private readonly tabEdits: TabEdits
  private readonly guard: UnloadGuard | undefined
  private readonly unwatchPage: () => void
  /** The current socket, from its making to its end. */
  private socket: CountingSocket | undefined
  /** A frame of the server is being applied: the doc's changes come from there. */
  private receiving = false
  private confirms = false
  private opened = false
  private attempts = 0
  /** Tokens refused in a row. */
  private denials = 0
  private renewTimer: ReturnType<typeof setTimeout> | undefined
  /** When the current socket opened; infinite while there is none open. */
  private openedAt = Number.POSITIVE_INFINITY
  private wanted: boolean
  private started = false
  private startTimer: ReturnType<typeof setTimeout> | undefined
  private refusal: ConnectionError | undefined
  private ending: Promise<void> | undefined

  constructor(options: ParsedOptions, environment: Environment) {
    const WebSocketClass = options.WebSocket ?? environment.WebSocket
    if (WebSocketClass === undefined) {
      throw new TypeError(
        'connectDocument: there is no global WebSocket here: give a class as the option "WebSocket".',
      )
    }
    this.options = options
    this.environment = environment
    const { url, document, token } = options
    this.server = { url, document, token: async () => (await token?.()) ?? '' }
    this.doc = options.doc ?? new Y.Doc()
    this.awareness = options.awareness ?? new Awareness(this.doc)
    if (options.user !== undefined) announceUser(this.awareness, options.user)
    this.ready = this.readiness.promise
    // Not everyone waits for it.
    this.ready.catch(() => {})
    this.wanted = options.connect ?? true

    const { page } = environment
    if (page !== undefined && options.warnBeforeUnload !== false) this.guard = createUnloadGuard(page)
    const store = this.openStore()
    this.monitor = createSaveMonitor({
      now: () => environment.now(),
      device: store === undefined ? 'off' : 'pending',
      onStatus: (status) => this.onStatus(status),
    })
    this.tabEdits = createTabEdits((update) => {
      if (this.socket?.isOpen === true) this.socket.sendTabEdits(encodeFrame({ type: 'update', update }))
    })

    // Before the provider's own listener: an edit is known before the frame that carries it.
    this.doc.on('update', this.onUpdate)
    if (this.doc.store.clients.size > 0) this.monitor.input({ type: 'edit', by: 'here' })
    this.provider = new WebsocketProvider(options.url, options.document, this.doc, {
      connect: false,
      awareness: this.awareness,
      protocols: [stetSubprotocol],
      WebSocketPolyfill: this.defineSocket(WebSocketClass),
      maxBackoffTime: maxBackoffMs,
      disableBc: options.shareBetweenTabs === false,
      shouldReconnect: (event) => this.comesBack(event.code),
    })
    this.provider.on('sync', this.onSync)
    this.unwatchPage = watchPage(environment, {
      wake: (reason) => this.wake(reason),
      offline: () => this.socket?.drop('The device went offline.'),
      hide: () => this.copy?.flush(),
    })
    this.copy = store === undefined ? undefined : this.createCopy(store)
    // Never rejects.
    void this.startAfterLoad(this.copy)
  }

  get status(): Status {
    return this.monitor.status
  }

  on<Name extends keyof ConnectionEvents>(name: Name, listener: ConnectionEvents[Name]): () => void {
    return this.events.on(name, listener)
  }

  setUser(user: User): void {
    announceUser(this.awareness, parseUser(user))
  }

  sendChat(text: string): void {
    if (typeof text !== 'string' || text === '' || text.length > maxChatLength) {
      throw new TypeError(`sendChat: use 1 to ${maxChatLength} characters.`)
    }
    if (this.socket?.isOpen !== true || !this.confirms) {
      throw new ConnectionError('not-connected', 'The message was not sent: there is no connection.')
    }
    this.socket.sendText(encodeClientText({ type: 'chat', text }))
  }

  connect(): void {
    if (this.ending !== undefined) return
    this.wanted = true
    if (this.started) this.connectNow()
  }

  disconnect(): void {
    this.wanted = false
    this.provider.disconnect()
  }

  async forget(): Promise<void> {
    await this.copy?.forget()
  }

  destroy(): Promise<void> {
    this.ending ??= this.end()
    return this.ending
  }

  private async end(): Promise<void> {
    this.wanted = false
    clearTimeout(this.startTimer)
    clearTimeout(this.renewTimer)
    this.unwatchPage()
    this.provider.off('sync', this.onSync)
    this.provider.destroy()
    this.monitor.stop()
    this.tabEdits.clear()
    this.guard?.set(false)
    this.doc.off('update', this.onUpdate)
    this.readiness.reject(new ConnectionError('destroyed', 'The connection was destroyed.'))
    await this.copy?.close()
    this.events.clear()
    if (this.options.awareness === undefined) this.awareness.destroy()
    if (this.options.doc === undefined) this.doc.destroy()
  }

  private openStore(): OfflineStore | undefined {
    const { offline, url, document } = this.options
    if (typeof offline === 'object') return offline
    const { indexedDB } = this.environment
    if (offline === false) return undefined
    if (indexedDB !== undefined) return createIndexedDbStore({ name: `stet ${url}/${document}`, indexedDB })
    if (offline === true) {
      // Asked for and not to be had; said after the caller could listen.
      queueMicrotask(() => this.report(toConnectionError(new OfflineStoreError('unavailable'))))
    }
    return undefined
  }

  private createCopy(store: OfflineStore): OfflineCopy {
    return createOfflineCopy({
      doc: this.doc,
      store,
      isRemote: (origin) => origin === this.provider && this.receiving,
      onState: (state) => {
        this.monitor.input({ type: 'device', device: state })
        if (state === 'kept') this.events.emit('kept')
      },
      onError: (error) => this.report(toConnectionError(error)),
    })
  }

  private async startAfterLoad(copy: OfflineCopy | undefined): Promise<void> {
    if (copy !== undefined) {
      this.startTimer = setTimeout(() => this.start(), loadFirstMs)
      if (await copy.loaded) this.readiness.resolve()
    }
    this.start()
  }

  private start(): void {
    clearTimeout(this.startTimer)
    if (this.started || this.ending !== undefined) return
    this.started = true
    if (this.wanted) this.connectNow()
  }

  private connectNow(): void {
    this.provider.connect()
    this.socket?.openNow()
  }

  private wake(reason: 'online' | 'visible'): void {
    // After a final close only a person's or program's `connect` helps.
    if (!this.started || !this.wanted || !this.provider.shouldConnect) return
    if (this.socket?.isOpen === true) return
    // An attempt begun before the network came back would wait for its timeout.
    if (reason === 'online') this.socket?.drop('The network changed.')
    this.connectNow()
  }

  private readonly onSync = (synced: boolean): void => {
    if (!synced) return
    this.denials = 0
    this.monitor.input({ type: 'synced' })
    this.readiness.resolve()
    this.events.emit('synced')
  }

  private readonly onUpdate = (update: Uint8Array, origin: unknown): void => {
    const isOpen = this.socket?.isOpen === true
    if (origin === this.provider) {
      if (this.receiving) return
      this.monitor.input({ type: 'edit', by: 'other-tab' })
      if (isOpen) this.tabEdits.add(update)
      return
    }
    // What an earlier visit left here goes out with the next sync, unless the provider sends it right now.
    if (origin === this.copy && !isOpen) return
    this.monitor.input({ type: 'edit', by: 'here' })
  }

  private onStatus(status: Status): void {
    this.guard?.set(this.monitor.hasUnsavedEdits)
    this.events.emit('status', status)
  }

  private defineSocket(WebSocketClass: typeof WebSocket): typeof WebSocket {
    return defineCountingSocket({
      WebSocket: WebSocketClass,
      delay: () => this.reconnectDelay(),
      address: () => this.address(),
      created: (socket) => {
        this.socket = socket
      },
      opened: (_socket, confirms) => {
        this.confirms = confirms
        this.openedAt = this.environment.now()
        this.refusal = undefined
        // The first time the provider's own announcement is new to everybody.
        if (this.opened) renewPresence(this.awareness)
        this.opened = true
        this.monitor.input({ type: 'opened', confirms })
      },
      outgoing: (frame, bytes) => this.outgoing(frame, bytes),
      sent: (carries) => {
        if (carries === 'everything') this.tabEdits.clear()
        this.monitor.input({ type: 'sent', carries })
      },
      text: (text) => this.receiveText(text),
      incoming: (frame, deliver) => this.receive(frame, deliver),
      failed: (error) => this.report(toConnectionError(error)),
      closed: (_socket, code, reason) => this.onClosed(code, reason),
    })
  }

  private reconnectDelay(): number {
    const attempt = this.attempts
    this.attempts += 1
    if (attempt === 0) return 0
    if (this.denials > 0) {
      return this.environment.random() * Math.min(maxSignInBackoffMs, firstJitterMs * 2 ** (this.denials - 1))
    }
    return this.environment.random() * Math.min(maxBackoffMs, firstJitterMs * 2 ** (attempt - 1))
  }

  private async address(): Promise<Address> {
    const { url } = this.provider
    const { token, schema } = this.options
    const said = schema === undefined ? [] : [schemaSubprotocol(schema)]
    if (token === undefined) return { url, protocols: said }
    try {
      const fresh = await token()
      return { url, protocols: fresh === '' ? said : [tokenSubprotocol(fresh), ...said] }
    } catch (cause) {
      throw tokenFailed(cause)
    }
  }

  /** A fresh token on the open socket, before the one in use runs out: nobody notices. */
  private async renewToken(): Promise<void> {
    const { token } = this.options
    const { socket } = this
    if (token === undefined || socket === undefined) return
    try {
      const fresh = await token()
      if (this.socket !== socket || !socket.isOpen || fresh === '') return
      socket.sendText(encodeClientText({ type: 'token', token: fresh }))
    } catch (cause) {
      if (this.socket !== socket) return
      this.report(tokenFailed(cause))
      clearTimeout(this.renewTimer)
      this.renewTimer = setTimeout(() => {
        // Another socket has a token of its own.
        if (this.socket === socket) void this.renewToken()
      }, renewAgainMs)
    }
  }

  /** Whether another attempt may follow this close: also for want of a token, when a fresh one can be asked for. */
  private comesBack(code: number): boolean {
    return mayComeBack(code) || (code === closeCodes.unauthorized && this.options.token !== undefined)
  }

  /** Presence goes out for this client only: y-websocket would send back what it heard of the others. */
  private outgoing(frame: Frame, bytes: Uint8Array): Uint8Array | undefined {
    if (frame.type !== 'awareness') return bytes
    try {
      return ownPresenceFrame(frame.entries, this.awareness.clientID)
    } catch (error) {
      // The server would close the connection over it; the text matters more than the cursor.
      this.report(toConnectionError(error))
      return undefined
    }
  }

  private receive(frame: Frame, deliver: () => void): void {
    if (frame.type === 'auth-denied') {
      this.refuse('forbidden', frame.reason)
      return
    }
    this.receiving = true
    try {
      deliver()
    } catch (error) {
      // Most likely an observer of the doc threw. The frame is applied; the socket must not pay for it.
      this.report(toConnectionError(error))
    } finally {
      this.receiving = false
    }
  }

  private receiveText(text: string): void {
    let message: ReturnType<typeof decodeServerText>
    try {
      message = decodeServerText(text)
    } catch (error) {
      this.report(toConnectionError(error))
      return
    }
    switch (message?.type) {
      case 'saved':
        this.monitor.input({ type: 'confirmed', frames: message.frames })
        return
      case 'storage-ok':
        this.monitor.input({ type: 'storage', available: true })
        return
      case 'chat': {
        const { type: _, ...chat } = message
        this.events.emit('chat', chat)
        return
      }
      case 'error':
        this.receiveError(message.code, message.message)
        return
      case 'role':
        this.monitor.input({ type: message.role === 'write' ? 'writable' : 'readonly' })
        return
      case 'token-expiring':
        void this.renewToken()
        return
      case 'schema':
        this.receiveSchema({ version: message.version, hash: message.hash })
        return
      case undefined:
        // A type of a newer server.
        return
      default:
        return message satisfies never
    }
  }

  private receiveSchema(schema: SchemaVersion): void {
    // After a reconnect the server says again what it said before.
    if (schema.version <= (this.newerSchema?.version ?? 0)) return
    this.newerSchema = schema
    this.events.emit('schema', schema)
  }

  private receiveError(code: ErrorCode, detail: string): void {
    if (code === 'read-only') {
      this.monitor.input({ type: 'readonly' })
      return
    }
    const asksAgain = code === 'unauthorized' && this.options.token !== undefined
    if (!errorTable[code].retry && !asksAgain) {
      this.refuse(code, detail)
      return
    }
    if (code === 'storage-unavailable') this.monitor.input({ type: 'storage', available: false })
    this.report(new ConnectionError(code, errorTable[code].person, { cause: detail }))
  }

  private refuse(code: ErrorCode, detail: string): void {
    this.refusal = new ConnectionError(code, errorTable[code].person, { cause: detail })
    this.monitor.input({ type: 'refused', error: { code, message: this.refusal.message } })
    this.report(this.refusal)
  }

  private onClosed(code: number | undefined, reason: string): void {
    // A connection that held starts the waits anew; one that fails again and again after syncing does not.
    if (this.environment.now() - this.openedAt >= heldMs) this.attempts = 1
    this.openedAt = Number.POSITIVE_INFINITY
    this.socket = undefined
    this.confirms = false
    this.tabEdits.clear()
    clearTimeout(this.renewTimer)
    const signIn = code === closeCodes.unauthorized
    if (signIn) this.denials += 1
    this.monitor.input({ type: 'closed', signIn })
    if (code === undefined || this.comesBack(code)) return
    const known = this.refusal !== undefined
    const error = this.refusal ?? closeError(code, reason)
    this.monitor.input({ type: 'stopped', error: { code: error.code, message: error.message } })
    this.readiness.reject(error)
    if (!known) this.report(error)
  }

  private report(error: ConnectionError): void {
    if (!this.events.emit('error', error)) console.warn('stet:', error)
  }
}

function tokenFailed(cause: unknown): ConnectionError {
  return new ConnectionError('token-failed', 'Signing in failed. Trying again.', { cause })
}
