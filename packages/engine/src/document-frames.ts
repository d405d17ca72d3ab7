/**
 * The document frames that come from one connection: each is counted, put to the room, and the room's verdict becomes
 * progress of the ack, a question for all the client holds, or a refusal.
 */
import { ProtocolError } from '@stet/protocol'
import { AckCounter } from './acks.ts'
import { Resync } from './resync.ts'
import type { DocumentFrameKind, Verdict } from './verdict.ts'

export interface DocumentFramesOptions {
  /** Sync step 2 frames in a row that may be gaps. */
  readonly resyncs: number
  readonly submit: (update: Uint8Array, kind: DocumentFrameKind) => Verdict
  /** How far the room's log is durable. */
  readonly position: () => number
  /** So many frames from the first on are durable. */
  readonly onSaved: (frames: number) => void
  /** Sends a sync step 1. */
  readonly ask: () => void
  readonly refuse: (error: ProtocolError) => void
  /** Tells of a fault for which a connection does not end. */
  readonly tell: (error: ProtocolError) => void
}

export class DocumentFrames {
  readonly #options: DocumentFramesOptions
  readonly #acks = new AckCounter()
  readonly #resync: Resync

  constructor(options: DocumentFramesOptions) {
    this.#options = options
    this.#resync = new Resync(options.resyncs)
  }

  receive(update: Uint8Array, kind: DocumentFrameKind): void {
    const { submit, position, refuse, tell } = this.#options
    this.#acks.receive()
    const verdict = submit(update, kind)
    switch (verdict.kind) {
      case 'accepted':
        this.#acks.accepted(verdict.position, kind)
        if (kind === 'sync-step-2') this.#resync.settled()
        if (verdict.position <= position()) this.committed(position())
        break
      case 'gap':
        this.#acks.gap()
        this.#askAgain(kind)
        break
      case 'ignored':
        this.#acks.gap()
        break
      case 'left-out':
        this.#acks.gap()
        tell(verdict.error)
        break
      case 'refused':
        // Nothing was wrong with what a reader sent: once it may write, a sync step 2 makes up for it.
        if (verdict.error.code === 'read-only') this.#acks.gap()
        else this.#acks.refused()
        refuse(verdict.error)
        break
    }
  }

  /** A frame could not be read. It may have been a document frame, and then the client has counted it. */
  unreadable(): void {
    this.#acks.refused()
  }

  /** The log has become durable up to `position`. Gives whether frames wait for more. */
  committed(position: number): boolean {
    const frames = this.#acks.durable(position)
    if (frames !== undefined) this.#options.onSaved(frames)
    return this.#acks.waits
  }

  /** What was refused before may be taken in now: the client's answer to this question holds all of it. */
  askForAll(): void {
    this.#resync.settled()
    this.#options.ask()
  }

  /** After a gap: a sync step 1, which the client answers with all we lack. */
  #askAgain(kind: DocumentFrameKind): void {
    // Behind a refused frame everything leans on what was refused, and asking brings only that again.
    if (this.#acks.stuck) return
    switch (this.#resync.gap(kind)) {
      case 'ask':
        this.#options.ask()
        break
      case 'wait':
        break
      case 'give-up': {
        const message = `${this.#options.resyncs} sync step 2 frames in a row lean on updates that are unknown here. Connect again.`
        this.#options.refuse(new ProtocolError('rate-limited', message))
        break
      }
    }
  }
}
