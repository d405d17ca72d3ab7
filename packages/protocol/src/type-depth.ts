// How deep the shared types of one update lie inside each other. yjs walks types recursively: 50,000 levels, then
// one deletion, and the stack overflows half-way on every client. Only what is in this update can be seen: a parent
// that is already known counts as level 0, and so does one in a block that comes later.

interface Levels {
  /** Clocks at which the level changes, ascending, and the level from there on. */
  readonly clocks: number[]
  readonly levels: number[]
}

export class TypeDepth {
  /** Only of clients with a struct below level 0: a document of 10,000 clients has few of them. */
  readonly #blocks = new Map<number, Levels>()
  #client = -1
  #current: Levels | undefined

  /** The next structs belong to `client`. */
  begin(client: number): void {
    this.#client = client
    this.#current = undefined
  }

  /** Notes the level of the struct at `clock`: 0 directly in a root type. */
  put(clock: number, level: number): void {
    if (this.#current === undefined) {
      if (level === 0) return
      this.#current = { clocks: [], levels: [] }
      this.#blocks.set(this.#client, this.#current)
    }
    const { clocks, levels } = this.#current
    if (levels[levels.length - 1] === level) return
    clocks.push(clock)
    levels.push(level)
  }

  /** The level of a struct seen before in this update; 0 for any other. */
  of(client: number, clock: number): number {
    const block = client === this.#client ? this.#current : this.#blocks.get(client)
    if (block === undefined) return 0
    const { clocks, levels } = block
    let low = 0
    let high = clocks.length
    // Most often the struct just before is asked for.
    if ((clocks[high - 1] ?? 0) <= clock) low = high
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((clocks[middle] ?? 0) <= clock) low = middle + 1
      else high = middle
    }
    return levels[low - 1] ?? 0
  }
}
