/**
 * The ack of one connection: of the document frames received so far (sync step 2 and update, counted from one), how
 * many from the first on are durable.
 *
 * A frame is durable when the room's log has reached the position that held all of its content: its own row, or for
 * a frame that brought nothing new the last row accepted before it, whose content it may repeat. A frame that leans on
 * something unknown (a gap) or was refused is a hole, and the count stands still before it. A later sync step 2 of
 * the same connection fills the gaps before it: a client answers with all it holds, so what was in those frames is in
 * that one. Nothing fills a refusal.
 */
export class AckCounter {
  #received = 0
  #durable = 0
  #hole: 'none' | 'gap' | 'refused' = 'none'
  /** Frames that wait for the log to reach a position; both numbers rise along the array. */
  readonly #waiting: { frames: number; position: number }[] = []

  /** The frame was counted by the client too; one of the three methods below says what became of it. */
  receive(): void {
    this.#received += 1
  }

  /** All of its content is in the log once the log reaches `position`. */
  accepted(position: number, kind: 'update' | 'sync-step-2'): void {
    if (this.#hole === 'refused') return
    if (this.#hole === 'gap') {
      if (kind === 'update') return
      this.#hole = 'none'
    }
    const last = this.#waiting.at(-1)
    if (last !== undefined && last.position === position) last.frames = this.#received
    else this.#waiting.push({ frames: this.#received, position })
  }

  gap(): void {
    if (this.#hole === 'none') this.#hole = 'gap'
  }

  refused(): void {
    this.#hole = 'refused'
  }

  /** True when a frame was refused: no sync step 2 can help this connection's count any more. */
  get stuck(): boolean {
    return this.#hole === 'refused'
  }

  /** Whether some of it is still to become durable. */
  get waits(): boolean {
    return this.#waiting.length > 0
  }

  /** The log has reached `position`. Gives the new count when it has grown. */
  durable(position: number): number | undefined {
    let passed = 0
    let frames = this.#durable
    for (const mark of this.#waiting) {
      if (mark.position > position) break
      frames = mark.frames
      passed += 1
    }
    this.#waiting.splice(0, passed)
    if (frames === this.#durable) return undefined
    this.#durable = frames
    return frames
  }
}
