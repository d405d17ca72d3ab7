// The deletions of one update: which clocks of which clients. They come after its structs and may delete those too.

import type { ByteReader } from './byte-reader.ts'
import type { Blocks } from './scan-blocks.ts'
import type { ScanLimits } from './scan-limits.ts'
import type { DeleteRange, KnownState } from './scan-result.ts'
import { maxClientId, maxClock } from './state-vector.ts'

export interface ScanDeletesOptions {
  readonly reader: ByteReader
  readonly known: KnownState
  readonly blocks: Blocks
  readonly limits: ScanLimits
  /** Lists that follow, one per client. */
  readonly lists: number
}

export class ScanDeletes {
  readonly ranges: DeleteRange[] = []
  readonly #options: ScanDeletesOptions
  #listsLeft: number
  /** What is left of the present list, and whose it is. */
  #rangesLeft = 0
  #client = -1
  /** Those whose lists were read before the present one; made at the second. */
  #before: Set<number> | undefined
  /** Up to where the client whose deletions are read has structs. */
  #present = 0
  #beyond: DeleteRange | undefined

  constructor(options: ScanDeletesOptions) {
    this.#options = options
    this.#listsLeft = options.lists
  }

  /** The first range that deletes what is neither known nor in this update. */
  get beyond(): DeleteRange | undefined {
    return this.#beyond
  }

  /** Reads to about there. Gives whether that was all. */
  advance(until: number): boolean {
    const { reader } = this.#options
    while (reader.at < until) {
      if (this.#rangesLeft === 0) this.#beginList()
      while (this.#rangesLeft > 0 && reader.at < until) {
        this.#rangesLeft -= 1
        this.#scanRange()
      }
      if (this.#rangesLeft === 0 && this.#listsLeft === 0) return true
    }
    return false
  }

  #beginList(): void {
    const { reader, known, blocks, limits } = this.#options
    const { maxDeleteRanges } = limits
    this.#listsLeft -= 1
    const client = reader.varUint()
    if (client > maxClientId) reader.fail(`client ID ${client} is larger than 2^32-1`)
    if (client === this.#client || this.#before?.has(client) === true) {
      reader.fail(`it has two lists of deletions of client ${client}`)
    }
    if (this.#client !== -1) {
      this.#before ??= new Set()
      this.#before.add(this.#client)
    }
    this.#client = client
    this.#present = Math.max(known.clock(client), blocks.get(client)?.to ?? 0)
    this.#rangesLeft = reader.varUint()
    if (this.#rangesLeft > reader.left) {
      reader.fail(`it cannot hold the ${this.#rangesLeft} deletions it announces`)
    }
    if (this.ranges.length + this.#rangesLeft > maxDeleteRanges) {
      reader.fail(`it has more than ${maxDeleteRanges} deletions`)
    }
  }

  #scanRange(): void {
    const { reader } = this.#options
    const from = reader.varUint()
    const length = reader.varUint()
    if (length === 0) reader.fail('a deletion has length 0')
    const to = from + length
    if (to > maxClock) reader.fail('a deletion ends beyond clock 2^31')
    const range = { client: this.#client, from, to }
    if (to > this.#present) this.#beyond ??= range
    this.ranges.push(range)
  }
}
