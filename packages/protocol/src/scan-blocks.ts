// The blocks of one update, each the structs of one client, while it is scanned. Most updates are one letter in one block:
// there is a table only from the block on at which a walk along the list would cost more.

/** The structs [from, to) of one client in the update; all of [0, from) is known. */
export interface Block {
  readonly client: number
  readonly from: number
  to: number
  /** Where the block's pointers begin in the list of all. */
  readonly firstPointer: number
  /** The clock expected next from this client before the update. */
  readonly known: number
  /** At which levels of shared types its new structs lie; undefined while all lie at level 0. */
  run: LevelRun | undefined
}

/** The clocks at which the level changes, and the level from there on. */
export interface LevelRun {
  readonly clocks: number[]
  readonly levels: number[]
  /** The index that was asked for last. */
  asked: number
}

/** In the place of the present block before there is one. */
export const noBlock: Block = { client: -1, from: 0, to: 0, known: 0, firstPointer: 0, run: undefined }

const walkUpTo = 4

export class Blocks {
  #list: Block[] = []
  /** The index of each client's block. */
  #byClient: Map<number, number> | undefined

  /** In the order of the update. */
  get list(): readonly Block[] {
    return this.#list
  }

  get size(): number {
    return this.#list.length
  }

  /** There MUST be none of this client yet. */
  add(block: Block): void {
    // An empty list that grows takes room for sixteen more.
    if (this.#list.length === 0) this.#list = [block]
    else this.#list.push(block)
    if (this.#byClient !== undefined) this.#byClient.set(block.client, this.#list.length - 1)
    else if (this.#list.length > walkUpTo) {
      this.#byClient = new Map(this.#list.map((one, index) => [one.client, index]))
    }
  }

  get(client: number): Block | undefined {
    const index = this.indexOf(client)
    return index === -1 ? undefined : this.#list[index]
  }

  /** Its place in the list; -1 when there is none. */
  indexOf(client: number): number {
    if (this.#byClient !== undefined) return this.#byClient.get(client) ?? -1
    for (let i = 0; i < this.#list.length; i++) if (this.#list[i]?.client === client) return i
    return -1
  }
}
