// Frames and timers that run when the test says so.

import type { Frames } from '../cursors/frames.ts'

export class TestFrames implements Frames {
  time = 0
  /** How long everything takes: time that passes whenever somebody asks for it. */
  work = 0
  readonly #frames = new Set<() => void>()
  readonly #timers = new Map<() => void, number>()

  now(): number {
    this.time += this.work
    return this.time
  }

  nextFrame(run: () => void): () => void {
    this.#frames.add(run)
    return () => this.#frames.delete(run)
  }

  after(ms: number, run: () => void): () => void {
    this.#timers.set(run, this.time + ms)
    return () => this.#timers.delete(run)
  }

  frame(): void {
    const due = [...this.#frames]
    this.#frames.clear()
    for (const run of due) run()
  }

  /** Runs the timers that are due after `ms`. */
  pass(ms: number): void {
    this.time += ms
    for (const [run, time] of this.#timers) {
      if (time > this.time) continue
      this.#timers.delete(run)
      run()
    }
  }

  get waiting(): number {
    return this.#frames.size + this.#timers.size
  }
}
