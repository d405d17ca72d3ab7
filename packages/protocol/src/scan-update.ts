// One pass over the bytes of a Yjs update (V1) before anything is stored or relayed. Yjs trusts its peers: seven
// bytes can make a document unreadable for everyone, and of randomly damaged updates one in ten throws in
// `applyUpdate` after a part of it was applied. What the scanner accepts applies whole, at once, and leaves nothing
// pending; it builds no object per struct and is faster than reading the update with yjs.
//
// The rules, which the errors name:
//   1. integers have at most 8 bytes, lengths fit, nothing follows the end, the size has a cap;
//   2. every client once, in descending order, client IDs of 32 bits, as many structs as announced and allowed;
//   3. no gap: a block begins at or below what is known; every struct has a length; clocks end at 2^31; a skip is
//      refused, or a gap where the limits say so;
//   4. contents are known, valid, shallow and within limits (scan-content.ts), and shared types are not nested too deep,
//      those that the document holds counted (scan-levels.ts);
//   5. origins and parents lie in what is known, or before the struct in this update (scan-references.ts);
//   6. deletions lie in what is known or in this update.
// Who may write with which client ID is the engine's business, and the order of origins cannot be seen in bytes.

import { ByteReader } from './byte-reader.ts'
import { ScanDeletes } from './scan-deletes.ts'
import { defaultScanLimits, type ScanLimits } from './scan-limits.ts'
import type { ClientRange, DeleteRange, KnownState, ScanResult } from './scan-result.ts'
import { ScanStructs, type Missing } from './scan-structs.ts'

/**
 * Reads `update` against what is known. `gap` is no error: the update builds on something that has not arrived.
 * Throws a ProtocolError 'bad-update' whose message names the rule that was broken.
 */
export function scanUpdate(
  update: Uint8Array,
  known: KnownState,
  limits: ScanLimits = defaultScanLimits,
): ScanResult {
  const result = new UpdateScan(update, known, limits).advance(Infinity)
  if (result === undefined) throw new Error('A scan that may read on for ever did not come to its end.')
  return result
}

// What most updates have none of.
const noDeletes: readonly DeleteRange[] = []

/**
 * A scan in slices, for updates so long that reading one takes longer than others should wait. What is known may grow
 * between two slices: then a `gap` may have been filled and `overlaps` be out of date, and nothing else.
 */
export class UpdateScan {
  readonly #reader: ByteReader
  readonly #known: KnownState
  readonly #limits: ScanLimits
  readonly #structs: ScanStructs
  #deletes: ScanDeletes | undefined
  #stage: 'begin' | 'structs' | 'deletes' | 'end' = 'begin'

  constructor(update: Uint8Array, known: KnownState, limits: ScanLimits) {
    this.#reader = new ByteReader(update, 'bad-update', 'An update')
    this.#known = known
    this.#limits = limits
    this.#structs = new ScanStructs(this.#reader, known, limits)
  }

  /**
   * Reads about so many bytes on. Undefined: there is more to read. Throws as `scanUpdate` does; after that, and after a
   * result, it must not be called again.
   */
  advance(bytes: number): ScanResult | undefined {
    const until = this.#reader.at + bytes
    while (this.#stage !== 'end') {
      if (this.#reader.at >= until) return undefined
      switch (this.#stage) {
        case 'begin':
          this.#begin()
          break
        case 'structs':
          if (this.#structs.advance(until)) this.#beginDeletes()
          break
        case 'deletes':
          if (this.#deletes?.advance(until) !== false) this.#stage = 'end'
          break
      }
    }
    return this.#finish()
  }

  #begin(): void {
    const reader = this.#reader
    const { maxBytes } = this.#limits
    if (reader.left > maxBytes) reader.fail(`it has ${reader.left} bytes, more than ${maxBytes}`)
    this.#structs.begin()
    this.#stage = 'structs'
  }

  #beginDeletes(): void {
    const reader = this.#reader
    const limits = this.#limits
    const lists = reader.varUint()
    if (lists > limits.maxDeleteClients) {
      reader.fail(`it deletes from ${lists} clients, more than ${limits.maxDeleteClients}`)
    }
    this.#stage = lists === 0 ? 'end' : 'deletes'
    if (lists === 0) return
    this.#deletes = new ScanDeletes({
      reader,
      known: this.#known,
      blocks: this.#structs.blocks,
      limits,
      lists,
    })
  }

  #finish(): ScanResult {
    this.#reader.end()
    const missing = this.#missing()
    if (missing !== undefined) return { kind: 'gap', client: missing.client, need: missing.need }
    const levels = this.#structs.settle()
    const structs: ClientRange[] = []
    let overlaps = false
    for (const { client, from, to, known } of this.#structs.blocks.list) {
      structs.push({ client, from, to })
      if (from < known) overlaps = true
    }
    const deletes = this.#deletes?.ranges ?? noDeletes
    return { kind: 'accepted', overlaps, structs, deletes, roots: this.#structs.roots(), levels }
  }

  #missing(): Missing | undefined {
    const { gap } = this.#structs
    if (gap !== undefined) return gap
    const deleted = this.#deletes?.beyond
    if (deleted !== undefined) return { client: deleted.client, need: deleted.to }
    return this.#structs.missing()
  }
}
