// What one peer sends, from the moment on at which it does more than listen: how fast that is, and how long its updates
// wait until they are said to be saved.
import { createAckTimer } from '../metrics/ack-timer.ts'
import { Inflow } from './inflow.ts'
import type { ServerLimits } from '../limits.ts'
import type { AckTimer } from '../metrics/ack-timer.ts'
import type { WebSocket } from 'ws'

export interface IntakeOptions {
  readonly socket: Pick<WebSocket, 'isPaused' | 'pause' | 'resume'>
  readonly limits: ServerLimits
  readonly onAcknowledged: (ms: number) => void
  /** Messages that came before, which were small. */
  readonly before: number
  /** The present time (ms). */
  readonly now: number
}

export class Intake {
  readonly #socket: IntakeOptions['socket']
  readonly #inflow: Inflow
  readonly #acks: AckTimer
  #pause: NodeJS.Timeout | undefined

  constructor({ socket, limits, onAcknowledged, before, now }: IntakeOptions) {
    this.#socket = socket
    this.#inflow = new Inflow(limits, now)
    this.#acks = createAckTimer(onAcknowledged)
    for (let message = 0; message < before; message += 1) this.#inflow.received(0, now)
  }

  /** A message arrived. `update`: the frame, when it is one that will be said to be saved. */
  received(bytes: number, update: Uint8Array | undefined, now: number): void {
    const tooFast = this.#inflow.received(bytes, now)
    if (tooFast > 0) this.#readNothing(tooFast)
    if (update !== undefined) this.#acks.received(update, now)
  }

  /** A text goes out. */
  told(text: string, now: number): void {
    this.#acks.told(text, now)
  }

  /** The socket is gone. */
  stop(): void {
    clearTimeout(this.#pause)
  }

  /** Not read: TCP makes the peer wait. */
  #readNothing(ms: number): void {
    clearTimeout(this.#pause)
    if (!this.#socket.isPaused) this.#socket.pause()
    this.#pause = setTimeout(() => this.#socket.resume(), ms)
  }
}
