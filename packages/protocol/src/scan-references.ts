// Whether every struct of an update finds what it points to. A pointer into what is known, or further down in its own
// block, is settled on the spot; one into another client's block of the same update is noted here and settled at the
// end, since blocks come in any order. Two structs that wait for each other would stay pending in yjs for ever, and
// pending structs are merged again with every update that follows (4,000 of them: 14 s).

import type { Block, Blocks } from './scan-blocks.ts'

/** Pointers between blocks, as parallel lists: no object for each. */
export class CrossReferences {
  /** The clock of the struct that points. */
  readonly #clocks: number[] = []
  /** By their keys (scan-structs.ts). */
  readonly #targetKeys: number[] = []
  readonly #targetClocks: number[] = []
  /** Where in the list the blocks are that the pointers lead to; known when nothing is `missing`. */
  readonly #targets: number[] = []
  #blockStart = 0

  get size(): number {
    return this.#clocks.length
  }

  /** The next pointers are of another block, and follow each other in the order of its clocks. */
  beginBlock(): void {
    this.#blockStart = this.size
  }

  add(clock: number, targetKey: number, targetClock: number): void {
    const last = this.size - 1
    // Who types before another's letter points to it with every letter; what the first says, it says for those after it.
    const said = last >= this.#blockStart && this.#targetClocks[last] === targetClock
    if (said && this.#targetKeys[last] === targetKey) return
    this.#clocks.push(clock)
    this.#targetKeys.push(targetKey)
    this.#targetClocks.push(targetClock)
  }

  /** The first pointer that leads outside the update. */
  missing(blocks: Blocks): { readonly client: number; readonly need: number } | undefined {
    const keys = this.#targetKeys
    const clocks = this.#targetClocks
    let key = 0
    let index = -1
    let end = 0
    for (let i = 0; i < keys.length; i++) {
      // They come in runs.
      if (i === 0 || at(keys, i) !== key) {
        key = at(keys, i)
        index = blocks.indexOf(key >>> 0)
        end = blocks.list[index]?.to ?? 0
      }
      const clock = at(clocks, i)
      if (clock >= end) return { client: key >>> 0, need: clock + 1 }
      this.#targets.push(index)
    }
    return undefined
  }

  /**
   * Whether the structs can be put in place one after the other. Walks the pointers depth first and touches each
   * once, so the time is linear in their number whatever the order. Call it when nothing is `missing`.
   */
  canBeOrdered(list: readonly Block[]): boolean {
    if (this.size === 0) return true
    const next: number[] = []
    const end: number[] = []
    const progress: number[] = []
    const waiting: boolean[] = []
    for (const [index, block] of list.entries()) {
      next.push(block.firstPointer)
      end.push(list[index + 1]?.firstPointer ?? this.size)
      progress.push(block.known)
      waiting.push(false)
    }
    // The way from where the walk began to where it is: each block, and the clock that it has to reach.
    const path: number[] = []
    const goals: number[] = []
    for (const [start, block] of list.entries()) {
      path.push(start)
      goals.push(block.to)
      waiting[start] = true
      while (path.length > 0) {
        const current = at(path, path.length - 1)
        const goal = at(goals, goals.length - 1)
        const pointer = this.#firstWaiting({ from: at(next, current), end: at(end, current), goal, progress })
        next[current] = pointer
        if (pointer < at(end, current) && at(this.#clocks, pointer) < goal) {
          const target = at(this.#targets, pointer)
          // All structs before the one that points are in place.
          progress[current] = Math.max(at(progress, current), at(this.#clocks, pointer))
          if (waiting[target] === true) return false
          path.push(target)
          goals.push(at(this.#targetClocks, pointer) + 1)
          waiting[target] = true
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

  /** The first pointer from there on that leads to what is not in place yet, or belongs to a struct behind the goal. */
  #firstWaiting(way: {
    readonly from: number
    readonly end: number
    readonly goal: number
    readonly progress: readonly number[]
  }): number {
    const { end, goal, progress } = way
    const clocks = this.#clocks
    const targets = this.#targets
    const targetClocks = this.#targetClocks
    let pointer = way.from
    while (pointer < end && at(clocks, pointer) < goal) {
      if (at(progress, at(targets, pointer)) <= at(targetClocks, pointer)) return pointer
      pointer += 1
    }
    return pointer
  }
}

/** An element that is known to exist. */
function at(list: readonly number[], index: number): number {
  return list[index] ?? 0
}
