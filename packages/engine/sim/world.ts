/**
 * The simulated world's time: a queue of things to happen, run one after the other in virtual time, and a running hash of
 * all that did happen. Two runs of one plan must give the same hash.
 */
import type { Cancel, Clock } from '../src/ports.ts'
import { hashText } from './random.ts'

/** What the simulation found; `kind` names the rule that was broken. */
export class SimFailure extends Error {
  readonly kind: string

  constructor(kind: string, message: string) {
    super(`${kind}: ${message}`)
    this.name = 'SimFailure'
    this.kind = kind
  }
}

interface Happening {
  readonly at: number
  readonly order: number
  run: (() => void) | undefined
}

// Turns of the microtask queue between two happenings. The longest chain of awaits in the engine (load, enter, join) has
// fewer than ten; the order of microtasks is the language's, so a chain cut short would still be deterministic.
const turns = 24

export class World {
  /** Milliseconds since the start. */
  now = 0
  #order = 0
  readonly #heap: Happening[] = []
  #hash = hashText('')
  readonly #print: ((line: string) => void) | undefined
  happened = 0

  constructor(print?: (line: string) => void) {
    this.#print = print
  }

  /** Milliseconds since the epoch. */
  get time(): number {
    return epoch + this.now
  }

  get hash(): string {
    return this.#hash.toString(16).padStart(8, '0')
  }

  /** Puts a line into the trace. */
  note(line: string): void {
    const full = `${this.now} ${line}`
    this.#hash = hashText(full, this.#hash)
    this.#print?.(full)
  }

  after(ms: number, run: () => void): Cancel {
    const happening: Happening = { at: this.now + Math.max(0, ms), order: this.#order, run }
    this.#order += 1
    this.#push(happening)
    return () => {
      happening.run = undefined
    }
  }

  /** Lets everything happen that is due until `end`. */
  async runUntil(end: number): Promise<void> {
    for (;;) {
      const next = this.#heap[0]
      if (next === undefined || next.at > end) break
      this.#pop()
      if (next.run === undefined) continue
      this.now = Math.max(this.now, next.at)
      this.happened += 1
      next.run()
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
    }
    this.now = end
  }

  /** A clock for one life of a server: its timers die with it. */
  clock(isAlive: () => boolean): Clock {
    return {
      now: () => this.time,
      setTimer: (ms, run) =>
        this.after(ms, () => {
          if (isAlive()) run()
        }),
    }
  }

  #push(item: Happening): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(item)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(item, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = item
  }

  #pop(): void {
    const heap = this.#heap
    const item = heap.pop()
    if (item === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1
      if (!before(heap[child]!, item)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = item
  }
}

/** The engine catches what its listeners throw: findings are raised from the world's own loop. */
export function throwLater(world: World, failure: SimFailure): void {
  world.after(0, () => {
    throw failure
  })
}

/** Some day in 2026: a time must not be mistaken for a duration, nor a clock of ours for a young client's. */
const epoch = Date.UTC(2026, 10, 23)

function before(a: Happening, b: Happening): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
