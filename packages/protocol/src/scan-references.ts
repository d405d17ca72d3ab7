// Whether every struct of an update finds what it points to. A pointer into what is known, or further down in its own
// block, is settled on the spot; one into another client's block of the same update is noted here and settled at the
// end, since blocks come in any order. Two structs that wait for each other would stay pending in yjs for ever, and
// pending structs are merged again with every update that follows (4,000 of them: 14 s).

import type { Block, Blocks } from './scan-blocks.ts'

/** Pointers between blocks, as parallel lists: no object for each. */
export class CrossReferences {
  /** The clock of the struct that points. */
  readonly #clocks: number[] = []
  readonly #targetClients: number[] = []
  readonly #targetClocks: number[] = []
  #blockStart = 0

  get size(): number {
    return this.#clocks.length
  }

  /** The next pointers are of another block, and follow each other in the order of its clocks. */
  beginBlock(): void {
    this.#blockStart = this.size
  }

  add(clock: number, targetClient: number, targetClock: number): void {
    const last = this.size - 1
    // Who types before another's letter points to it with every letter; what the first says, it says for those after it.
    const said = last >= this.#blockStart && this.#targetClocks[last] === targetClock
    if (said && this.#targetClients[last] === targetClient) return
    this.#clocks.push(clock)
    this.#targetClients.push(targetClient)
    this.#targetClocks.push(targetClock)
  }

  /** The first pointer that leads outside the update. */
  missing(blocks: Blocks): { readonly client: number; readonly need: number } | undefined {
    for (let i = 0; i < this.size; i++) {
      const client = at(this.#targetClients, i)
      const clock = at(this.#targetClocks, i)
      const block = blocks.get(client)
      if (block === undefined || clock >= block.to) return { client, need: clock + 1 }
    }
    return undefined
  }

  /**
   * Whether the structs can be put in place one after the other. Walks the pointers depth first and touches each
   * once, so the time is linear in their number whatever the order. Call it when nothing is `missing`.
   */
  canBeOrdered(list: readonly Block[]): boolean {
    if (this.size === 0) return true
    const indexes = new Map<number, number>()
    const next: number[] = []
    const end: number[] = []
    const progress: number[] = []
    const waiting: boolean[] = []
    for (const [index, block] of list.entries()) {
      indexes.set(block.client, index)
      next.push(block.firstPointer)
      end.push(list[index + 1]?.firstPointer ?? this.size)
      progress.push(block.known)
      waiting.push(false)
    }
    // The way from where the walk began to where it is: each block, and the clock that it has to reach.
    const path: number[] = []
    const goals: number[] = []
    const enter = (block: number, goal: number): void => {
      path.push(block)
      goals.push(goal)
      waiting[block] = true
    }
    for (const [start, block] of list.entries()) {
      enter(start, block.to)
      while (path.length > 0) {
        const current = at(path, path.length - 1)
        const goal = at(goals, goals.length - 1)
        const pointer = at(next, current)
        if (pointer < at(end, current) && at(this.#clocks, pointer) < goal) {
          const target = indexes.get(at(this.#targetClients, pointer)) ?? 0
          const need = at(this.#targetClocks, pointer) + 1
          if (at(progress, target) >= need) {
            next[current] = pointer + 1
            continue
          }
          // All structs before the one that points are in place.
          progress[current] = Math.max(at(progress, current), at(this.#clocks, pointer))
          if (waiting[target] === true) return false
          enter(target, need)
        } else {
          progress[current] = Math.max(at(progress, current), goal)
          waiting[current] = false
          path.pop()
          goals.pop()
        }
      }
    }
    return true
  }
}

/** An element that is known to exist. */
function at(list: readonly number[], index: number): number {
  return list[index] ?? 0
}
