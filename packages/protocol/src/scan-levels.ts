// The levels of the structs of one update, while it is scanned. A struct lies where its neighbours lie, or one level below
// the type that holds it. When it points into a block that comes later, its level is not known yet: then it is noted
// as "so many levels below that place", and settled at the end. Without that, two client IDs of one update that hold
// each other turn by turn would hide 10,000 levels.
//
// A level is one number, `node * 128 + offset`: `offset` levels below the level of `node`. Node 0 is at level 0, so that
// a level which is known is itself. Other nodes stand for a place further on, or for the deeper one of two levels.

import type { Block, Blocks, LevelRun } from './scan-blocks.ts'
import type { KnownState } from './scan-result.ts'
import { highestLevel, levelZero, type TypeLevels } from './type-levels.ts'

const factor = highestLevel + 1
const factorBits = Math.log2(factor)

/** As parallel lists: a place (key of a client, clock), or two levels of which the deeper one counts. */
interface Nodes {
  readonly isPlace: boolean[]
  readonly first: number[]
  readonly second: number[]
}

export class ScanLevels {
  readonly #known: KnownState
  /**
   * Whether a type or something known holds a struct below level 0. In most updates none does: what stands beside places
   * that come later is then at level 0 as they are.
   */
  #any = false
  /** The level of the struct being read. */
  #level = 0
  #nodes: Nodes | undefined
  /** The place that was asked for last, and its level: who types before another's letter asks with every letter. */
  #placeKey = 0
  #placeClock = -1
  #placeLevel = 0

  constructor(known: KnownState) {
    this.#known = known
  }

  beginStruct(): void {
    this.#level = 0
  }

  /** The struct stands beside one that the document holds. */
  besideKnown(client: number, clock: number): void {
    const level = this.#known.level(client, clock)
    if (level > 0) this.#any = true
    this.#atLeast(level)
  }

  /** The struct stands beside one of this block that was read before, and is new. */
  besideRead({ run }: Block, clock: number): void {
    if (run !== undefined) this.#atLeast(levelAt(run, clock))
  }

  /** The struct stands beside one that may come later in this update. */
  besideComing(key: number, clock: number): void {
    if (clock !== this.#placeClock || key !== this.#placeKey) {
      this.#placeKey = key
      this.#placeClock = clock
      this.#placeLevel = this.#addNode(true, key, clock) * factor
    }
    this.#atLeast(this.#placeLevel)
  }

  /** What the struct was said to stand beside holds it. */
  descend(): void {
    this.#any = true
    if (this.#level % factor < highestLevel) this.#level += 1
  }

  /** At how many levels the struct being read lies at least. */
  get least(): number {
    return this.#level % factor
  }

  /** The struct begins at `clock` of this block, which is new. */
  put(block: Block, clock: number): void {
    const level = this.#level
    if (block.run === undefined) {
      if (level === 0) return
      block.run = { clocks: [clock], levels: [level], asked: 0 }
      return
    }
    const { clocks, levels } = block.run
    if (levels[levels.length - 1] === level) return
    clocks.push(clock)
    levels.push(level)
  }

  /**
   * The levels of all that is new. Call it when the structs can be put in place one after the other: then no level
   * depends on itself.
   */
  settle(blocks: Blocks): { readonly levels: TypeLevels; readonly deepest: number } {
    if (!this.#any) return allAtZero
    const nodes = this.#nodes === undefined ? undefined : nodeLevels(this.#nodes, blocks)
    let deepest = 0
    for (const { run } of blocks.list) {
      if (run === undefined) continue
      const { levels } = run
      for (let i = 0; i < levels.length; i++) {
        if (nodes !== undefined) levels[i] = settled(at(levels, i), nodes)
        deepest = Math.max(deepest, at(levels, i))
      }
    }
    return { levels: new BlockLevels(blocks), deepest }
  }

  /** The level is the deeper one of what it was and `level`. */
  #atLeast(level: number): void {
    const before = this.#level
    const node = nodeOf(level)
    const nodeBefore = nodeOf(before)
    // Below a node it is at least as deep as its offset.
    if (node === nodeBefore) this.#level = Math.max(level, before)
    else if (nodeBefore === 0 && before <= level % factor) this.#level = level
    else if (node === 0 && level <= before % factor) return
    else if (!this.#includes(nodeBefore, level)) this.#level = this.#addNode(false, before, level) * factor
  }

  /** Whether the node stands for the deeper one of `level` and another: then nothing below it is less deep. */
  #includes(node: number, level: number): boolean {
    const nodes = this.#nodes
    if (nodes === undefined || nodes.isPlace[node] !== false) return false
    return at(nodes.first, node) === level || at(nodes.second, node) === level
  }

  #addNode(isPlace: boolean, first: number, second: number): number {
    const nodes = (this.#nodes ??= { isPlace: [true], first: [0], second: [0] })
    nodes.first.push(first)
    nodes.second.push(second)
    return nodes.isPlace.push(isPlace) - 1
  }
}

/** What was found, where it was noted. */
class BlockLevels implements TypeLevels {
  readonly #blocks: Blocks

  constructor(blocks: Blocks) {
    this.#blocks = blocks
  }

  of(client: number, clock: number): number {
    const run = this.#blocks.get(client)?.run
    return run === undefined ? 0 : levelAt(run, clock)
  }

  changes(client: number, from: number, see: (clock: number, level: number) => void): void {
    const run = this.#blocks.get(client)?.run
    if (run === undefined) return
    const { clocks, levels } = run
    for (let i = firstAbove(clocks, from - 1); i < clocks.length; i++) see(at(clocks, i), at(levels, i))
  }
}

const allAtZero = { levels: levelZero, deepest: 0 }

const unsettled = -1

/** The level of each node. Each is settled once, after what it depends on, so the time is linear in their number. */
function nodeLevels(nodes: Nodes, blocks: Blocks): readonly number[] {
  const found: number[] = [0]
  const { isPlace, first, second } = nodes
  const levelOf = (key: number, clock: number): number => {
    const run = blocks.get(key >>> 0)?.run
    return run === undefined ? 0 : levelAt(run, clock)
  }
  for (let node = 1; node < isPlace.length; node++) found.push(unsettled)
  const path: number[] = []
  for (let start = 1; start < isPlace.length; start++) {
    if (at(found, start) !== unsettled) continue
    path.push(start)
    while (path.length > 0) {
      const node = at(path, path.length - 1)
      const place = isPlace[node] === true
      const one = place ? levelOf(at(first, node), at(second, node)) : at(first, node)
      const other = place ? 0 : at(second, node)
      if (at(found, nodeOf(one)) === unsettled) path.push(nodeOf(one))
      else if (at(found, nodeOf(other)) === unsettled) path.push(nodeOf(other))
      else {
        found[node] = Math.max(settled(one, found), settled(other, found))
        path.pop()
      }
    }
  }
  return found
}

function nodeOf(level: number): number {
  return level < 2 ** 31 ? level >> factorBits : Math.floor(level / factor)
}

function settled(level: number, nodes: readonly number[]): number {
  return Math.min(at(nodes, nodeOf(level)) + (level % factor), highestLevel)
}

function levelAt(run: LevelRun, clock: number): number {
  const { clocks, levels, asked } = run
  const last = clocks.length - 1
  // Most often the struct just before is asked for; else, since who types before a letter points to it with every letter,
  // what was asked for before.
  if (at(clocks, last) <= clock) return at(levels, last)
  if (at(clocks, asked) <= clock && clock < at(clocks, asked + 1)) return at(levels, asked)
  const index = firstAbove(clocks, clock) - 1
  if (index < 0) return 0
  run.asked = index
  return at(levels, index)
}

/** The index of the first clock above this one. */
function firstAbove(clocks: readonly number[], clock: number): number {
  let low = 0
  let high = clocks.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((clocks[middle] ?? 0) <= clock) low = middle + 1
    else high = middle
  }
  return low
}

/** An element that is known to exist. */
function at(list: readonly number[], index: number): number {
  return list[index] ?? 0
}
