// The levels of the structs of one update, while it is scanned. A struct lies where its neighbours lie, or one level below
// the type that holds it. When it points into a block that comes later, its level is not known yet: then it is noted
// as "so many levels below that place", and settled at the end. Without that, two client IDs of one update that hold
// each other turn by turn would hide 10,000 levels.
//
// A level is one number, `node * 128 + offset`: `offset` levels below the level of `node`. Node 0 is at level 0, so that
// a level which is known is itself. Other nodes stand for a place further on, or for the deeper one of two levels.

import type { KnownState } from './scan-result.ts'
import { highestLevel, LevelTable, levelZero, type TypeLevels } from './type-levels.ts'

const factor = highestLevel + 1

/** A client's structs: the clocks at which their levels change, and the level from there on. */
interface Run {
  readonly clocks: number[]
  readonly levels: number[]
}

/** As parallel lists: a place (client, clock), or two levels of which the deeper one counts. */
interface Nodes {
  readonly isPlace: boolean[]
  readonly first: number[]
  readonly second: number[]
}

export class ScanLevels {
  readonly #known: KnownState
  /** Only of clients with a struct that is not at level 0. Most updates have none, and no node: they cost nothing then. */
  #runs: Map<number, Run> | undefined
  #client = -1
  #run: Run | undefined
  /** The level of the struct being read. */
  #level = 0
  #nodes: Nodes | undefined

  constructor(known: KnownState) {
    this.#known = known
  }

  /** The next structs belong to `client`. */
  beginBlock(client: number): void {
    this.#client = client
    this.#run = undefined
  }

  beginStruct(): void {
    this.#level = 0
  }

  /** The struct stands beside one that the document holds. */
  besideKnown(client: number, clock: number): void {
    this.#atLeast(this.#known.level(client, clock))
  }

  /** The struct stands beside one that was read before in this update, and is new. */
  besideRead(client: number, clock: number): void {
    const run = client === this.#client ? this.#run : this.#runs?.get(client)
    if (run !== undefined) this.#atLeast(levelAt(run, clock))
  }

  /** The struct stands beside one that may come later in this update. */
  besideComing(client: number, clock: number): void {
    this.#atLeast(this.#addNode(true, client, clock) * factor)
  }

  /** What the struct was said to stand beside holds it. */
  descend(): void {
    if (this.#level % factor < highestLevel) this.#level += 1
  }

  /** At how many levels the struct being read lies at least. */
  get least(): number {
    return this.#level % factor
  }

  /** The struct begins at `clock`, which is new. */
  put(clock: number): void {
    const level = this.#level
    if (this.#run === undefined) {
      if (level === 0) return
      this.#run = { clocks: [], levels: [] }
      this.#runs ??= new Map()
      this.#runs.set(this.#client, this.#run)
    }
    const { clocks, levels } = this.#run
    if (levels[levels.length - 1] === level) return
    clocks.push(clock)
    levels.push(level)
  }

  /**
   * The levels of all that is new. Call it when the structs can be put in place one after the other: then no level
   * depends on itself.
   */
  settle(): { readonly levels: TypeLevels; readonly deepest: number } {
    if (this.#runs === undefined) return allAtZero
    const nodes = nodeLevels(this.#nodes, this.#runs)
    const table = new LevelTable()
    let deepest = 0
    for (const [client, { clocks, levels }] of this.#runs) {
      for (const [i, clock] of clocks.entries()) {
        const level = settled(at(levels, i), nodes)
        if (level > deepest) deepest = level
        table.put(client, clock, level)
      }
    }
    return { levels: table, deepest }
  }

  /** The level is the deeper one of what it was and `level`. */
  #atLeast(level: number): void {
    const before = this.#level
    const node = nodeOf(level)
    const nodeBefore = nodeOf(before)
    // Below a node it is at least as deep as its offset.
    if (node === nodeBefore) this.#level = Math.max(level, before)
    else if (nodeBefore === 0 && before <= level % factor) this.#level = level
    else if (node !== 0 || level > before % factor) this.#level = this.#addNode(false, before, level) * factor
  }

  #addNode(isPlace: boolean, first: number, second: number): number {
    const nodes = (this.#nodes ??= { isPlace: [true], first: [0], second: [0] })
    nodes.first.push(first)
    nodes.second.push(second)
    return nodes.isPlace.push(isPlace) - 1
  }
}

const allAtZero = { levels: levelZero, deepest: 0 }

const unsettled = -1

/** The level of each node. Each is settled once, after what it depends on, so the time is linear in their number. */
function nodeLevels(nodes: Nodes | undefined, runs: ReadonlyMap<number, Run>): readonly number[] {
  const found: number[] = [0]
  if (nodes === undefined) return found
  const { isPlace, first, second } = nodes
  const levelOf = (client: number, clock: number): number => {
    const run = runs.get(client)
    return run === undefined ? 0 : levelAt(run, clock)
  }
  for (let node = 1; node < isPlace.length; node++) found.push(unsettled)
  const path: number[] = []
  for (let start = 1; start < isPlace.length; start++) {
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
  return Math.floor(level / factor)
}

function settled(level: number, nodes: readonly number[]): number {
  return Math.min(at(nodes, nodeOf(level)) + (level % factor), highestLevel)
}

function levelAt({ clocks, levels }: Run, clock: number): number {
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

/** An element that is known to exist. */
function at(list: readonly number[], index: number): number {
  return list[index] ?? 0
}
