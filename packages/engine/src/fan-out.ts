/**
 * Who hears of what is durable, when, and in how many bytes.
 *
 * Everybody gets the same frames, encoded once. A write to a socket costs the same for one letter as for fifty, and there
 * is one per receiver: so updates that follow each other closely leave together, merged, which is also one transaction
 * instead of many in every browser. The first after a pause goes out at once; how long the next ones may wait grows
 * with the number of receivers, so that telling everybody never takes most of the time there is.
 */
import { encodeFrame } from '@stet/protocol'
import { mergeInOrder, type Carried } from './history.ts'
import type { Limits } from './limits.ts'
import { createPacer, type Pacer } from './pacer.ts'
import type { Clock } from './ports.ts'
import type { RoomSession } from './session.ts'

/** Something durable that has to be told. */
export interface News extends Carried {
  readonly update: Uint8Array
  /** Whose it is, when it is all of one connection. */
  readonly from: RoomSession | undefined
}

export interface FanOutOptions {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'fanOutMsPerReceiver' | 'fanOutLongestMs'>
  readonly sessions: ReadonlySet<RoomSession>
  /** The state vector of what is durable, without these, encoded. */
  readonly stateVectorBefore: (news: readonly Carried[]) => Uint8Array
}

export class FanOut {
  readonly #options: FanOutOptions
  readonly #pacer: Pacer
  #news: News[] = []

  constructor(options: FanOutOptions) {
    this.#options = options
    const { clock, limits, sessions } = options
    this.#pacer = createPacer({
      clock,
      everyMs: () => Math.min(limits.fanOutLongestMs, Math.floor(sessions.size * limits.fanOutMsPerReceiver)),
      run: () => this.flush(),
    })
  }

  add(news: readonly News[]): void {
    this.#news.push(...news)
    this.#pacer.request()
  }

  /**
   * Tells what waits, now. Only news that are all one connection's own are kept from that connection: leaving each
   * typist's share out would cost an encoding per typist, and an own update does nothing.
   */
  flush(): void {
    const news = this.#news
    if (news.length === 0) return
    this.#news = []
    const sole = soleSender(news)
    const frames = mergeNews(news).map(({ update }) => encodeFrame({ type: 'update', update }))
    let before: Uint8Array | undefined
    const stateVector = (): Uint8Array => (before ??= this.#options.stateVectorBefore(news))
    for (const session of this.#options.sessions) {
      if (session === sole || !session.synced) continue
      for (const frame of frames) session.sendUpdate(frame, stateVector)
    }
  }

  stop(): void {
    this.#pacer.stop()
  }
}

/** Merged as far as one frame stays of a size that every transport takes. */
const mergeUpToBytes = 256 * 1024

/** The same news in the same order, as few as possible. */
export function mergeNews(news: readonly News[]): readonly News[] {
  const merged: News[] = []
  let run: News[] = []
  let size = 0
  const endRun = (): void => {
    if (run.length > 0) merged.push(mergeRun(run))
    run = []
    size = 0
  }
  for (const one of news) {
    if (size + one.update.byteLength > mergeUpToBytes) endRun()
    run.push(one)
    size += one.update.byteLength
  }
  endRun()
  return merged
}

function mergeRun(run: readonly News[]): News {
  const [first] = run
  if (first !== undefined && run.length === 1) return first
  return {
    update: mergeInOrder(run.map(({ update }) => update)),
    structs: run.flatMap(({ structs }) => structs),
    deletes: run.flatMap(({ deletes }) => deletes),
    from: soleSender(run),
  }
}

function soleSender(news: readonly News[]): RoomSession | undefined {
  const from = news[0]?.from
  return news.every((one) => one.from === from) ? from : undefined
}
