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

import { decodeUtf8 } from 'lib0/string'
import { ByteReader } from './byte-reader.ts'
import { contentKinds, scanContent, scanKey, scanLength, scanName } from './scan-content.ts'
import { ScanLevels } from './scan-levels.ts'
import { defaultScanLimits, type ScanLimits } from './scan-limits.ts'
import { CrossReferences, type Block } from './scan-references.ts'
import type { ClientRange, DeleteRange, KnownState, ScanResult } from './scan-result.ts'
import { maxClientId } from './state-vector.ts'

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

// Beyond 2^31 yjs's bit operations on clocks change sign.
const maxClock = 2 ** 31

const kindBits = 0b0001_1111
const hasParentSub = 0b0010_0000
const hasRightOrigin = 0b0100_0000
const hasOrigin = 0b1000_0000

/** In the place of the present block before there is one. */
const noBlock: Block = { client: -1, from: 0, to: 0, known: 0, firstPointer: 0 }

interface Gap {
  readonly kind: 'gap'
  readonly client: number
  readonly need: number
}

/**
 * A scan in slices, for updates so long that reading one takes longer than others should wait. What is known may grow
 * between two slices: then a `gap` may have been filled and `overlaps` be out of date, and nothing else.
 */
export class UpdateScan {
  readonly #reader: ByteReader
  readonly #known: KnownState
  readonly #limits: ScanLimits
  readonly #blocks = new Map<number, Block>()
  readonly #references = new CrossReferences()
  readonly #levels: ScanLevels
  /** Where root names lie in the bytes: from, to, from, to, … each name once. */
  readonly #roots: number[] = []
  #structs = 0
  #stage: 'begin' | 'structs' | 'deletes' | 'end' = 'begin'
  /** Blocks, later lists of deletions, that were not begun; and what is left of the present one. */
  #clientsLeft = 0
  #itemsLeft = 0
  #block: Block = noBlock
  readonly #deletes: DeleteRange[] = []
  readonly #deletedFrom = new Set<number>()
  /** Up to where the client whose deletions are read has structs. */
  #present = 0
  /** The client and clock of the struct being read. */
  #client = 0
  #clock = 0
  /** Where the pointer read last leads. */
  #targetClient = 0
  #targetClock = 0
  /** The last other client that was pointed to, and its known clock: pointers come in runs. */
  #pointedClient = -1
  #pointedKnown = 0
  #gap: Gap | undefined

  constructor(update: Uint8Array, known: KnownState, limits: ScanLimits) {
    this.#reader = new ByteReader(update, 'bad-update', 'An update')
    this.#known = known
    this.#limits = limits
    this.#levels = new ScanLevels(known)
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
          this.#scanStructs(until)
          break
        case 'deletes':
          this.#scanDeletes(until)
          break
      }
    }
    return this.#finish()
  }

  #begin(): void {
    const reader = this.#reader
    const { maxBytes, maxClientBlocks } = this.#limits
    if (reader.left > maxBytes) reader.fail(`it has ${reader.left} bytes, more than ${maxBytes}`)
    this.#clientsLeft = reader.varUint()
    if (this.#clientsLeft > maxClientBlocks)
      reader.fail(`it has blocks of ${this.#clientsLeft} clients, more than ${maxClientBlocks}`)
    this.#stage = 'structs'
  }

  #finish(): ScanResult {
    const reader = this.#reader
    reader.end()
    const missing = this.#gap ?? this.#references.missing(this.#blocks)
    if (missing !== undefined) return { kind: 'gap', client: missing.client, need: missing.need }
    if (!this.#references.canBeOrdered(this.#blocks)) reader.fail('its structs wait for each other')
    const { levels, deepest } = this.#levels.settle()
    if (deepest > this.#limits.maxTypeDepth) this.#failTooDeep()
    const structs: ClientRange[] = []
    let overlaps = false
    for (const { client, from, to, known } of this.#blocks.values()) {
      structs.push({ client, from, to })
      if (from < known) overlaps = true
    }
    const roots = this.#rootNames()
    return { kind: 'accepted', overlaps, structs, deletes: this.#deletes, roots, levels }
  }

  #scanStructs(until: number): void {
    const reader = this.#reader
    while (reader.at < until) {
      if (this.#itemsLeft === 0) {
        if (this.#clientsLeft === 0) {
          this.#beginDeletes()
          return
        }
        this.#clientsLeft -= 1
        this.#beginBlock()
      }
      // To the end of the block, or of the slice.
      const block = this.#block
      while (this.#itemsLeft > 0 && reader.at < until) {
        this.#itemsLeft -= 1
        const length = this.#scanStruct()
        this.#putLevel(block, length)
        this.#clock += length
        if (this.#clock > maxClock) reader.fail('a clock is larger than 2^31')
      }
      block.to = this.#clock
    }
  }

  #beginBlock(): void {
    const reader = this.#reader
    const { maxStructs } = this.#limits
    const structs = reader.varUint()
    if (structs === 0) reader.fail('a block of structs is empty')
    if (structs > reader.left) reader.fail(`it cannot hold the ${structs} structs it announces`)
    this.#structs += structs
    if (this.#structs > maxStructs) reader.fail(`it has ${this.#structs} structs, more than ${maxStructs}`)
    const client = this.#clientId()
    if (this.#blocks.has(client)) reader.fail(`it has two blocks of client ${client}`)
    if (client > this.#client && this.#blocks.size > 0 && this.#limits.blockOrder === 'descending') {
      reader.fail('its blocks are not in descending order of their clients')
    }
    const from = reader.varUint()
    const known = this.#known.clock(client)
    if (from > known) this.#noteGap(client, from)
    this.#block = { client, from, to: from, known, firstPointer: this.#references.size }
    this.#blocks.set(client, this.#block)
    this.#itemsLeft = structs
    this.#client = client
    this.#clock = from
    this.#levels.beginBlock(client)
  }

  /** Returns how many clocks the struct takes. */
  #scanStruct(): number {
    const reader = this.#reader
    const info = reader.byte()
    const kind = info & kindBits
    this.#levels.beginStruct()
    if (kind === contentKinds.gc) {
      if (info !== 0) reader.fail('a garbage struct has flags')
      return scanLength(reader)
    }
    if (kind === contentKinds.skip) return this.#scanSkip(info)
    if ((info & hasOrigin) !== 0) this.#scanPointer()
    if ((info & hasRightOrigin) !== 0) this.#scanRightOrigin((info & hasOrigin) !== 0)
    if ((info & (hasOrigin | hasRightOrigin)) === 0) {
      this.#scanParent()
      if ((info & hasParentSub) !== 0) scanKey(reader, this.#limits)
    }
    return scanContent(reader, kind, this.#limits)
  }

  #scanSkip(info: number): number {
    const reader = this.#reader
    if (this.#limits.skips === 'refused') reader.fail('it skips structs; send what is missing as well')
    if (info !== contentKinds.skip) reader.fail('a skip has flags')
    const length = scanLength(reader)
    const end = this.#clock + length
    if (end > this.#known.clock(this.#client)) this.#noteGap(this.#client, end)
    return length
  }

  #scanRightOrigin(hasLeft: boolean): void {
    const { at } = this.#reader
    const leftClient = this.#targetClient
    const leftClock = this.#targetClock
    this.#scanPointer()
    if (hasLeft && leftClient === this.#targetClient && leftClock === this.#targetClock) {
      this.#reader.at = at
      this.#reader.fail('a struct has the same neighbour left and right')
    }
  }

  #scanParent(): void {
    const reader = this.#reader
    const isRoot = reader.varUint()
    if (isRoot === 1) this.#scanRoot()
    else if (isRoot === 0) {
      this.#scanPointer()
      this.#levels.descend()
      if (this.#levels.least > this.#limits.maxTypeDepth) this.#failTooDeep()
    } else reader.fail('a parent is neither a root type nor a struct')
  }

  #scanPointer(): void {
    const reader = this.#reader
    const client = this.#clientId()
    const clock = reader.varUint()
    this.#targetClient = client
    this.#targetClock = clock
    if (client === this.#client) {
      if (clock >= this.#clock) reader.fail('a struct points to itself or to what comes after it')
      if (clock < this.#block.known) this.#levels.besideKnown(client, clock)
      else this.#levels.besideRead(client, clock)
      return
    }
    if (clock >= maxClock) reader.fail('a clock is larger than 2^31')
    if (client !== this.#pointedClient) {
      this.#pointedClient = client
      this.#pointedKnown = this.#known.clock(client)
    }
    if (clock < this.#pointedKnown) this.#levels.besideKnown(client, clock)
    else {
      this.#references.add(this.#clock, client, clock)
      if (this.#blocks.has(client)) this.#levels.besideRead(client, clock)
      else this.#levels.besideComing(client, clock)
    }
  }

  /** Notes at which level the struct that was just read lies. Of what is known that is known too, whatever this one says. */
  #putLevel({ client, known }: Block, length: number): void {
    if (this.#clock >= known) this.#levels.put(this.#clock)
    else if (this.#clock + length > known) {
      // Its first half is left out, and yjs puts the rest beside it.
      this.#levels.besideKnown(client, known - 1)
      this.#levels.put(known)
    }
  }

  #failTooDeep(): never {
    return this.#reader.fail(`shared types are nested more than ${this.#limits.maxTypeDepth} deep`)
  }

  #scanRoot(): void {
    const reader = this.#reader
    const from = scanName(reader, this.#limits)
    const to = reader.at
    const roots = this.#roots
    for (let i = 0; i < roots.length; i += 2) if (this.#isRoot(i, from)) return
    const { maxRoots, rootNames } = this.#limits
    if (roots.length / 2 >= maxRoots) reader.fail(`it names more than ${maxRoots} root types`)
    if (rootNames !== null && !rootNames.has(decodeUtf8(reader.bytes.subarray(from, to)))) {
      reader.fail('it names a root type that is not allowed')
    }
    roots.push(from, to)
  }

  /** Whether the name from `from` to the cursor is the root noted at `index`. */
  #isRoot(index: number, from: number): boolean {
    const { bytes, at } = this.#reader
    const start = this.#roots[index] ?? 0
    const length = (this.#roots[index + 1] ?? 0) - start
    if (length !== at - from) return false
    for (let i = 0; i < length; i++) if (bytes[start + i] !== bytes[from + i]) return false
    return true
  }

  #rootNames(): string[] {
    const names: string[] = []
    for (let i = 0; i < this.#roots.length; i += 2) {
      names.push(decodeUtf8(this.#reader.bytes.subarray(this.#roots[i], this.#roots[i + 1])))
    }
    return names
  }

  #beginDeletes(): void {
    const reader = this.#reader
    const { maxDeleteClients } = this.#limits
    this.#clientsLeft = reader.varUint()
    if (this.#clientsLeft > maxDeleteClients) {
      reader.fail(`it deletes from ${this.#clientsLeft} clients, more than ${maxDeleteClients}`)
    }
    this.#stage = this.#clientsLeft === 0 ? 'end' : 'deletes'
  }

  #scanDeletes(until: number): void {
    const reader = this.#reader
    while (reader.at < until) {
      if (this.#itemsLeft === 0) this.#beginDeleteList()
      while (this.#itemsLeft > 0 && reader.at < until) {
        this.#itemsLeft -= 1
        this.#deletes.push(this.#scanDelete(this.#client, this.#present))
      }
      if (this.#itemsLeft === 0 && this.#clientsLeft === 0) {
        this.#stage = 'end'
        return
      }
    }
  }

  #beginDeleteList(): void {
    const reader = this.#reader
    const { maxDeleteRanges } = this.#limits
    this.#clientsLeft -= 1
    const client = this.#clientId()
    if (this.#deletedFrom.has(client)) reader.fail(`it has two lists of deletions of client ${client}`)
    this.#deletedFrom.add(client)
    this.#client = client
    this.#present = Math.max(this.#known.clock(client), this.#blocks.get(client)?.to ?? 0)
    this.#itemsLeft = reader.varUint()
    if (this.#itemsLeft > reader.left)
      reader.fail(`it cannot hold the ${this.#itemsLeft} deletions it announces`)
    if (this.#deletes.length + this.#itemsLeft > maxDeleteRanges)
      reader.fail(`it has more than ${maxDeleteRanges} deletions`)
  }

  #scanDelete(client: number, present: number): DeleteRange {
    const reader = this.#reader
    const from = reader.varUint()
    const length = reader.varUint()
    if (length === 0) reader.fail('a deletion has length 0')
    const to = from + length
    if (to > maxClock) reader.fail('a deletion ends beyond clock 2^31')
    if (to > present) this.#noteGap(client, to)
    return { client, from, to }
  }

  #clientId(): number {
    const client = this.#reader.varUint()
    return client <= maxClientId ? client : this.#reader.fail(`client ID ${client} is larger than 2^32-1`)
  }

  #noteGap(client: number, need: number): void {
    this.#gap ??= { kind: 'gap', client, need }
  }
}
