// The names of root types that one update mentions, each once. They stay bytes until the update is accepted: a name is
// said again with every struct that has no neighbour.

import { decodeUtf8 } from 'lib0/string'
import type { ByteReader } from './byte-reader.ts'
import { scanName } from './scan-content.ts'
import type { ScanLimits } from './scan-limits.ts'

export class ScanRoots {
  readonly #reader: ByteReader
  readonly #limits: ScanLimits
  /** Where the names lie in the bytes: from, to, from, to, … */
  readonly #places: number[] = []

  constructor(reader: ByteReader, limits: ScanLimits) {
    this.#reader = reader
    this.#limits = limits
  }

  /** Reads a name. */
  scan(): void {
    const reader = this.#reader
    const from = scanName(reader, this.#limits)
    const to = reader.at
    const places = this.#places
    for (let i = 0; i < places.length; i += 2) if (this.#isAt(i, from)) return
    const { maxRoots, rootNames } = this.#limits
    if (places.length / 2 >= maxRoots) reader.fail(`it names more than ${maxRoots} root types`)
    if (rootNames !== null && !rootNames.has(decodeUtf8(reader.bytes.subarray(from, to)))) {
      reader.fail('it names a root type that is not allowed')
    }
    places.push(from, to)
  }

  names(): readonly string[] {
    const names: string[] = []
    for (let i = 0; i < this.#places.length; i += 2) {
      names.push(decodeUtf8(this.#reader.bytes.subarray(this.#places[i], this.#places[i + 1])))
    }
    return names
  }

  /** Whether the name from `from` to the cursor is the one noted at `index`. */
  #isAt(index: number, from: number): boolean {
    const { bytes, at } = this.#reader
    const start = this.#places[index] ?? 0
    const length = (this.#places[index + 1] ?? 0) - start
    if (length !== at - from) return false
    for (let i = 0; i < length; i++) if (bytes[start + i] !== bytes[from + i]) return false
    return true
  }
}
