// What a document already holds, without a Y.Doc: the next clock of every client, which clocks are deleted, and how deep
// in shared types each lies. A returning client sends the document's whole delete set in every sync step 2; only by knowing the deletions can it
// be recognised as nothing new, and without that the log would grow by it at each reconnect.

import type { AcceptedUpdate, ClientRange, DeleteRange, KnownState } from './scan-result.ts'
import { levelZero, LevelTable, type TypeLevels } from './type-levels.ts'

export class KnownUpdates implements KnownState {
  readonly #clocks = new Map<number, number>()
  /** Per client: from, to, from, to, … sorted, apart from each other. Flat, since most documents have thousands. */
  readonly #deleted = new Map<number, number[]>()
  readonly #levels = new LevelTable()

  clock(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  level(client: number, clock: number): number {
    return this.#levels.of(client, clock)
  }

  /** How many clients have written. */
  get clients(): number {
    return this.#clocks.size
  }

  stateVector(): Map<number, number> {
    return new Map(this.#clocks)
  }

  /** Whether the update holds a struct or a deletion that is not known yet. */
  brings(update: AcceptedUpdate): boolean {
    for (const { client, to } of update.structs) if (to > this.clock(client)) return true
    for (const range of update.deletes) if (!this.#isDeleted(range)) return true
    return false
  }

  add(update: AcceptedUpdate): void {
    for (const range of update.structs) this.#addStructs(range, update.levels)
    const { deletes } = update
    let start = 0
    while (start < deletes.length) {
      const client = deletes[start]?.client
      let end = start + 1
      while (end < deletes.length && deletes[end]?.client === client) end += 1
      this.#addDeletes(deletes.slice(start, end))
      start = end
    }
  }

  #addStructs({ client, from, to }: ClientRange, levels: TypeLevels): void {
    const start = Math.max(from, this.clock(client))
    if (to <= start) return
    this.#clocks.set(client, to)
    this.#levels.put(client, start, levels.of(client, start))
    if (levels === levelZero) return
    levels.changes(client, start, (clock, level) => this.#levels.put(client, clock, level))
  }

  #isDeleted({ client, from, to }: DeleteRange): boolean {
    const known = this.#deleted.get(client)
    if (known === undefined) return false
    const at = lastAtOrBelow(known, from)
    return at >= 0 && (known[at + 1] ?? 0) >= to
  }

  /** `ranges`: one client's, in any order, overlaps allowed. */
  #addDeletes(ranges: DeleteRange[]): void {
    const [first] = ranges
    if (first === undefined) return
    const known = this.#deleted.get(first.client) ?? []
    this.#deleted.set(first.client, ranges.length === 1 ? withRange(known, first) : withRanges(known, ranges))
  }
}

/** The index of the last range that begins at or below `clock`; negative if there is none. */
function lastAtOrBelow(known: readonly number[], clock: number): number {
  let low = 0
  let high = known.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((known[middle * 2] ?? 0) <= clock) low = middle + 1
    else high = middle
  }
  return (low - 1) * 2
}

/** One range, in place: a live deletion. */
function withRange(known: number[], range: DeleteRange): number[] {
  let { from, to } = range
  let start = lastAtOrBelow(known, from)
  if (start < 0 || (known[start + 1] ?? 0) < from) start += 2
  let end = start
  while (end < known.length && (known[end] ?? 0) <= to) {
    from = Math.min(from, known[end] ?? from)
    to = Math.max(to, known[end + 1] ?? to)
    end += 2
  }
  known.splice(start, end - start, from, to)
  return known
}

/** Many ranges, by merging two sorted lists: a first sync may bring hundreds of thousands. */
function withRanges(known: readonly number[], ranges: DeleteRange[]): number[] {
  ranges.sort((a, b) => a.from - b.from)
  const merged: number[] = []
  let k = 0
  let r = 0
  while (k < known.length || r < ranges.length) {
    const range = ranges[r]
    const knownFrom = known[k]
    if (range === undefined || (knownFrom !== undefined && knownFrom <= range.from)) {
      append(merged, knownFrom ?? 0, known[k + 1] ?? 0)
      k += 2
    } else {
      append(merged, range.from, range.to)
      r += 1
    }
  }
  return merged
}

/** `from` is at or above every `from` in `merged`. */
function append(merged: number[], from: number, to: number): void {
  const last = merged.length - 1
  const end = merged[last]
  if (end !== undefined && from <= end) merged[last] = Math.max(end, to)
  else merged.push(from, to)
}
