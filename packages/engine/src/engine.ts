/**
 * The engine: the registry of rooms and the way in and out of them. It owns what all rooms share: the committer, the
 * one timer that looks for quiet connections and idle rooms, and the decision to stop.
 */
import { closeCodes, ProtocolError } from '@stet/protocol'
import type { AwarenessEntry, DocumentName } from '@stet/protocol'
import { createCommitter, type Queued } from './committer.ts'
import type { EngineEvent } from './events.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { loadRoom } from './load-room.ts'
import type { Peer, Session } from './peer.ts'
import type { Cancel, Clock, Log } from './ports.ts'
import type { Room, RoomContext, RoomEntry } from './room.ts'
import type { RoomSession } from './session.ts'

export interface EngineOptions {
  readonly log: Log
  readonly clock: Clock
  readonly limits?: Partial<Limits>
  readonly onEvent?: (event: EngineEvent) => void
}

export interface JoinOptions extends Peer {
  readonly document: DocumentName
}

export interface Engine {
  /**
   * Enters a document, loading it first if needed. Nothing is sent before loading has finished; frames that
   * arrive meanwhile are the caller's to keep (bounded) and to hand to the session afterwards, in order. When the
   * connection is gone by the time this resolves, call `leave` on the session.
   * Rejects with a ProtocolError; `errorTable` says which close code fits: 'load-failed' (the log cannot be read
   * now, or is damaged; the message says which), 'too-many-connections', 'restarting' (after `drain`).
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
  /** What was accepted and is not yet on stable storage. */
  queued(): Queued
}

/** A document in the registry. One promise owns the loading: whoever joins meanwhile waits for the same one. */
type Entry =
  | { readonly kind: 'loading'; readonly room: Promise<Room> }
  | { readonly kind: 'ready'; readonly room: Room }

export function createEngine(options: EngineOptions): Engine {
  const { log, clock } = options
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const registry = new Map<DocumentName, Entry>()
  let draining: Promise<void> | undefined
  let cancelTick: Cancel | undefined

  const committer = createCommitter<RoomEntry>({
    log,
    clock,
    limits,
    onCommitted(entries, { bytes, ms }) {
      report({ type: 'commit', rows: entries.length, bytes, ms })
      for (const [room, own] of Map.groupBy(entries, (entry) => entry.room)) {
        try {
          room.commit(own)
        } catch (error) {
          room.fail(error)
        }
        if (room.broken) unloadIfIdle(room, 0)
      }
    },
    receivers(entries) {
      let receivers = 0
      for (const room of new Set(entries.map((entry) => entry.room))) receivers += room.sessions.size
      return receivers
    },
    onFailed(error, attempt) {
      report({ type: 'commit-failed', error, attempt })
      if (attempt === 1) for (const session of sessions()) tellStorageIsAway(session)
    },
    onRecovered() {
      report({ type: 'storage-recovered' })
      for (const session of sessions()) session.sendText({ type: 'storage-ok' })
    },
  })

  const context: RoomContext = {
    log,
    clock,
    limits,
    isOpen: () => draining === undefined,
    enqueue: (entry) => committer.enqueue(entry),
    report,
  }

  async function join(joining: JoinOptions): Promise<Session> {
    const room = await enter(joining.document)
    if (draining !== undefined) throw restarting()
    if (room.broken) throw new ProtocolError('load-failed', 'The document is being loaded again. Try again.')
    const session = room.join(joining)
    if (!committer.healthy) tellStorageIsAway(session)
    return session
  }

  async function enter(document: DocumentName): Promise<Room> {
    for (;;) {
      if (draining !== undefined) throw restarting()
      const entry = registry.get(document) ?? load(document)
      const room = await entry.room
      // Between loading and this line nothing may have unloaded it; if it has, what we hold is a room nobody feeds.
      const now = registry.get(document)
      if (now?.kind === 'ready' && now.room === room) return room
    }
  }

  function load(document: DocumentName): Entry {
    makeSpace()
    const room = loadRoom(document, context).then(
      (loaded) => {
        registry.set(document, { kind: 'ready', room: loaded })
        return loaded
      },
      (error: unknown) => {
        // No half room stays behind: the next to come reads the log again.
        registry.delete(document)
        throw error
      },
    )
    const entry: Entry = { kind: 'loading', room }
    registry.set(document, entry)
    cancelTick ??= clock.setTimer(limits.tickMs, tick)
    return entry
  }

  function makeSpace(): void {
    if (registry.size < limits.rooms) return
    for (const entry of registry.values()) {
      if (entry.kind === 'ready' && unloadIfIdle(entry.room, 0)) return
    }
    const message = `${limits.rooms} documents are open on this server, and no more are allowed. Try again later.`
    throw new ProtocolError('too-many-connections', message)
  }

  function tick(): void {
    for (const entry of registry.values()) {
      if (entry.kind === 'loading') continue
      const { sessions: present, uptime } = entry.room
      for (const session of present) session.keepAlive(uptime)
      unloadIfIdle(entry.room, limits.roomIdleMs)
    }
    unloadLongestIdle()
    cancelTick = registry.size > 0 ? clock.setTimer(limits.tickMs, tick) : undefined
  }

  /** Until the loaded documents are within their bound, or nobody's rooms are all gone. */
  function unloadLongestIdle(): void {
    let bytes = 0
    const idle: { readonly room: Room; readonly since: number }[] = []
    for (const entry of registry.values()) {
      if (entry.kind === 'loading') continue
      const { room } = entry
      bytes += room.bytes
      if (room.idleSince !== undefined) idle.push({ room, since: room.idleSince })
    }
    if (bytes <= limits.roomBytes) return
    idle.sort((a, b) => a.since - b.since)
    for (const { room } of idle) {
      if (bytes <= limits.roomBytes) return
      if (unloadIfIdle(room, 0)) bytes -= room.bytes
    }
  }

  function unloadIfIdle(room: Room, idleMs: number): boolean {
    const { idleSince } = room
    if (idleSince === undefined || clock.now() - idleSince < idleMs) return false
    const entry = registry.get(room.document)
    if (entry?.kind !== 'ready' || entry.room !== room) return false
    registry.delete(room.document)
    room.close(closeCodes.restart, 'restarting')
    report({ type: 'room-unloaded', document: room.document })
    return true
  }

  async function drain(): Promise<void> {
    cancelTick?.()
    cancelTick = undefined
    let cancelWait: Cancel | undefined
    const patience = new Promise<void>((resolve) => {
      cancelWait = clock.setTimer(limits.drainMs, resolve)
    })
    await Promise.race([committer.idle(), patience])
    cancelWait?.()
    const rows = committer.stop()
    if (rows > 0) report({ type: 'drain-gave-up', rows })
    for (const entry of registry.values()) {
      if (entry.kind === 'ready') entry.room.close(closeCodes.restart, 'restarting')
    }
    registry.clear()
  }

  function* sessions(): Generator<RoomSession> {
    for (const entry of registry.values()) {
      if (entry.kind === 'ready') yield* entry.room.sessions
    }
  }

  function report(event: EngineEvent): void {
    try {
      options.onEvent?.(event)
    } catch {
      // A listener counts and logs; its mistake must not become somebody's lost edit.
    }
  }

  return {
    join,
    presence(document) {
      const entry = registry.get(document)
      return entry?.kind === 'ready' ? entry.room.presence() : []
    },
    get storageHealthy() {
      return committer.healthy
    },
    drain() {
      draining ??= drain()
      return draining
    },
    rooms() {
      return registry.size
    },
    queued() {
      return committer.queued
    },
  }
}

function tellStorageIsAway(session: RoomSession): void {
  const message = 'The server cannot save right now. What you write is kept here and saved when it can.'
  session.sendText({ type: 'error', code: 'storage-unavailable', message })
}

function restarting(): ProtocolError {
  return new ProtocolError('restarting', 'The server restarts. Connect again in a moment.')
}
