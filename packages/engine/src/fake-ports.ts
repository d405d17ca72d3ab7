/**
 * Ports for tests: a clock that is turned by hand, a log whose appends the test answers, and an outlet that
 * remembers what it was given.
 */
import { decodeAwareness, decodeFrame, decodeServerText, encodeFrame } from '@stet/protocol'
import type { AwarenessEntry, DocumentName, Frame, ServerText } from '@stet/protocol'
import * as Y from 'yjs'
import type { Claim, Clock, Log, LogRow, Outlet } from './ports.ts'

/** Lets all that waits in the microtask queue happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
}

export class FakeClock implements Clock {
  #now = Date.UTC(2026, 5, 1)
  #timers: { readonly at: number; readonly run: () => void }[] = []

  now(): number {
    return this.#now
  }

  setTimer(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.length
  }

  /** How long each timer waits from now. */
  waits(): readonly number[] {
    return this.#timers.map((timer) => timer.at - this.#now)
  }

  /** Time passes and no timer runs, as while a machine sleeps. */
  skip(ms: number): void {
    this.#now += ms
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#now = Math.max(this.#now, next.at)
      next.run()
      await settle()
    }
    this.#now = end
    await settle()
  }
}

interface Pending {
  readonly rows: readonly LogRow[]
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

export class FakeLog implements Log {
  readonly stored = new Map<DocumentName, Uint8Array[]>()
  readonly storedClaims = new Map<DocumentName, Claim[]>()
  /** Appends that wait for the test; with `auto` there are none. */
  readonly pending: Pending[] = []
  readonly appends: (readonly LogRow[])[] = []
  auto = true
  loads = 0
  loadError: Error | undefined
  #heldLoads: (() => void)[] | undefined

  async load(document: DocumentName): Promise<readonly Uint8Array[]> {
    this.loads += 1
    if (this.#heldLoads !== undefined) {
      const held = this.#heldLoads
      await new Promise<void>((resolve) => {
        held.push(resolve)
      })
    }
    if (this.loadError !== undefined) throw this.loadError
    return [...(this.stored.get(document) ?? [])]
  }

  async claims(document: DocumentName): Promise<readonly Claim[]> {
    return this.storedClaims.get(document) ?? []
  }

  append(rows: readonly LogRow[]): Promise<void> {
    this.appends.push(rows)
    return new Promise((resolve, reject) => {
      const store = (): void => {
        for (const { document, update, claims = [] } of rows) {
          this.stored.set(document, [...(this.stored.get(document) ?? []), update])
          this.storedClaims.set(document, [...(this.storedClaims.get(document) ?? []), ...claims])
        }
        resolve()
      }
      if (this.auto) store()
      else this.pending.push({ rows, resolve: store, reject })
    })
  }

  holdLoads(): void {
    this.#heldLoads = []
  }

  releaseLoads(): void {
    const held = this.#heldLoads ?? []
    this.#heldLoads = undefined
    for (const resolve of held) resolve()
  }

  /** The append under way is stored. */
  async finish(): Promise<void> {
    this.pending.shift()?.resolve()
    await settle()
  }

  /** The append under way fails. */
  async fail(): Promise<void> {
    this.pending.shift()?.reject(new Error('disk full'))
    await settle()
  }
}

export class FakeOutlet implements Outlet {
  readonly bytes: Uint8Array[] = []
  readonly texts: ServerText[] = []
  readonly closed: { readonly code: number; readonly reason: string }[] = []

  /** Takes so many frames more, and then none. */
  room = Infinity

  sendFrame(bytes: Uint8Array): boolean {
    if (this.room <= 0) return false
    this.room -= 1
    this.bytes.push(bytes)
    return true
  }

  sendText(text: string): void {
    const message = decodeServerText(text)
    if (message !== undefined) this.texts.push(message)
  }

  close(code: number, reason: string): void {
    this.closed.push({ code, reason })
  }

  get frames(): readonly Frame[] {
    return this.bytes.map((bytes) => decodeFrame(bytes))
  }

  types(): readonly Frame['type'][] {
    return this.frames.map((frame) => frame.type)
  }

  /** The entries of each awareness frame. */
  get presence(): readonly (readonly AwarenessEntry[])[] {
    return this.frames.flatMap((frame) =>
      frame.type === 'awareness' ? [decodeAwareness(frame.entries)] : [],
    )
  }

  get saved(): readonly number[] {
    return this.texts.flatMap((text) => (text.type === 'saved' ? [text.frames] : []))
  }

  get errors(): readonly string[] {
    return this.texts.flatMap((text) => (text.type === 'error' ? [text.code] : []))
  }

  /** Forgets what was sent so far. */
  clear(): void {
    this.bytes.length = 0
    this.texts.length = 0
  }

  /** Everything sent, applied by plain Yjs. */
  doc(): Y.Doc {
    const doc = new Y.Doc()
    for (const frame of this.frames) {
      if (frame.type === 'update' || frame.type === 'sync-step-2') Y.applyUpdate(doc, frame.update)
    }
    return doc
  }
}

/** A document whose own changes come out as updates. */
export class Writer {
  readonly doc = new Y.Doc()
  #updates: Uint8Array[] = []

  constructor(clientId: number) {
    this.doc.clientID = clientId
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#updates.push(update)
    })
  }

  /** Types at the end and gives the updates since the last time. */
  type(text: string): Uint8Array {
    this.doc.getText('text').insert(this.doc.getText('text').length, text)
    return this.take()
  }

  take(): Uint8Array {
    const updates = this.#updates
    this.#updates = []
    return Y.mergeUpdates(updates)
  }

  hear(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, this)
  }

  state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc)
  }

  vector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }
}

export const frameOf = {
  update: (update: Uint8Array): Uint8Array => encodeFrame({ type: 'update', update }),
  stepTwo: (update: Uint8Array): Uint8Array => encodeFrame({ type: 'sync-step-2', update }),
  stepOne: (stateVector: Uint8Array = new Uint8Array([0])): Uint8Array =>
    encodeFrame({ type: 'sync-step-1', stateVector }),
}
