// At which level of shared types each struct of a document lies: 0 directly in a root type, 1 in a type there, and so on.
// Kept for the life of a document, because yjs walks types recursively: with 50,000 levels one deletion overflows
// the stack half-way on every client, and levels can be gained update by update.
//
// A person types where they are, so levels change seldom from one struct to the next: what is kept are the places where
// they change, a number each. A paragraph costs about three; in the worst case it is one for every struct.

export interface TypeLevels {
  /** The level of the struct that holds `clock`; 0 when nothing is known of it. */
  of(client: number, clock: number): number
  /** Calls `see` with each place from `from` on at which the level changes, ascending. */
  changes(client: number, from: number, see: (clock: number, level: number) => void): void
}

/** Higher levels count as this one. It is above every limit, and low enough to share a number with a clock. */
export const highestLevel = 127

const factor = highestLevel + 1

export class LevelTable implements TypeLevels {
  /** Per client `clock * 128 + level`, ascending. Only of clients with a struct below level 0. */
  readonly #changes = new Map<number, number[]>()

  /** From `clock` on, structs of `client` lie at `level`. Clocks of one client MUST rise from call to call. */
  put(client: number, clock: number, level: number): void {
    // Plain text, which most documents of stock clients are.
    if (level === 0 && this.#changes.size === 0) return
    const changes = this.#changes.get(client)
    const change = clock * factor + Math.min(level, highestLevel)
    if (changes === undefined) {
      if (level > 0) this.#changes.set(client, [change])
    } else if ((changes[changes.length - 1] ?? 0) % factor !== change % factor) changes.push(change)
  }

  of(client: number, clock: number): number {
    if (this.#changes.size === 0) return 0
    const changes = this.#changes.get(client)
    return changes === undefined ? 0 : (changes[firstAbove(changes, clock) - 1] ?? 0) % factor
  }

  changes(client: number, from: number, see: (clock: number, level: number) => void): void {
    const changes = this.#changes.get(client)
    if (changes === undefined) return
    for (let i = firstAbove(changes, from - 1); i < changes.length; i++) {
      const change = changes[i] ?? 0
      see(Math.floor(change / factor), change % factor)
    }
  }
}

/** What most updates of plain text carry. */
export const levelZero: TypeLevels = { of: () => 0, changes() {} }

/** The index of the first change above `clock`. */
function firstAbove(changes: readonly number[], clock: number): number {
  const end = (clock + 1) * factor
  let low = 0
  let high = changes.length
  // Most often somebody goes on where they are.
  if ((changes[high - 1] ?? 0) < end) low = high
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((changes[middle] ?? 0) < end) low = middle + 1
    else high = middle
  }
  return low
}
