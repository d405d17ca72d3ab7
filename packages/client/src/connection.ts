// One document on one server: y-websocket's provider with what it lacks around it. This file only connects the
// parts: the socket counts (counting-socket.ts), the status decides (save-status.ts), the offline copy keeps
// (offline-copy.ts), the page warns (unload-guard.ts, page-events.ts).

import {
  closeCodes,
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
import { createAttempts, type Attempts, maxBackoffMs } from './attempts.ts'
import { closeError, ConnectionError, mayComeBack, toConnectionError } from './connection-error.ts'
import { defineCountingSocket, type Address, type CountingSocket } from './counting-socket.ts'
import type { ConnectionEvents, DocumentConnection, ServerAddress } from './document-connection.ts'
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
import { handOutServerText, type ServerTextHandlers } from './server-texts.ts'
import { createTokenSource, type TokenSource } from './token.ts'
import { createUnloadGuard, type UnloadGuard } from './unload-guard.ts'

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
  private readonly attempts: Attempts
  private readonly tokens: TokenSource
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
    this.attempts = createAttempts({
      now: () => environment.now(),
      random: () => environment.random(),
    })
    this.tokens = createTokenSource({
      token,
      isCurrent: (socket) => socket === this.socket,
      onError: (error) => this.report(error),
    })
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
    this.tokens.stop()
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
    this.attempts.synced()
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
      delay: () => this.attempts.delay(),
      address: () => this.address(),
      created: (socket) => {
        this.socket = socket
      },
      opened: (_socket, confirms) => {
        this.confirms = confirms
        this.attempts.opened()
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
      text: (text) => handOutServerText(text, this.texts),
      incoming: (frame, deliver) => this.receive(frame, deliver),
      failed: (error) => this.report(toConnectionError(error)),
      closed: (_socket, code, reason) => this.onClosed(code, reason),
    })
  }

  private async address(): Promise<Address> {
    const { schema } = this.options
    const offered = schema === undefined ? [] : [schemaSubprotocol(schema)]
    // y-websocket knows the address with its parameters.
    return { url: this.provider.url, protocols: [...(await this.tokens.protocols()), ...offered] }
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

  private readonly texts: ServerTextHandlers = {
    saved: (frames) => this.monitor.input({ type: 'confirmed', frames }),
    storageOk: () => this.monitor.input({ type: 'storage', available: true }),
    chat: (message) => this.events.emit('chat', message),
    error: (code, detail) => this.receiveError(code, detail),
    role: (role) => this.monitor.input({ type: role === 'write' ? 'writable' : 'readonly' }),
    tokenExpiring: () => {
      if (this.socket !== undefined) void this.tokens.renew(this.socket)
    },
    schema: (schema) => this.receiveSchema(schema),
    unreadable: (error) => this.report(toConnectionError(error)),
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
    this.socket = undefined
    this.confirms = false
    this.tabEdits.clear()
    this.tokens.stop()
    const signIn = code === closeCodes.unauthorized
    this.attempts.closed(signIn)
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
