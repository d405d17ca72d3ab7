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
import { Blocks, noBlock, type Block } from './scan-blocks.ts'
import { contentKinds, scanContent, scanKey, scanLength } from './scan-content.ts'
import { ScanDeletes } from './scan-deletes.ts'
import { ScanLevels } from './scan-levels.ts'
import { defaultScanLimits, type ScanLimits } from './scan-limits.ts'
import { CrossReferences } from './scan-references.ts'
import type { ClientRange, DeleteRange, KnownState, ScanResult } from './scan-result.ts'
import { ScanRoots } from './scan-roots.ts'
import { maxClientId, maxClock } from './state-vector.ts'

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

const kindBits = 0b0001_1111
const hasParentSub = 0b0010_0000
const hasRightOrigin = 0b0100_0000
const hasOrigin = 0b1000_0000

// What most updates have none of.
const noDeletes: readonly DeleteRange[] = []
const noRoots: readonly string[] = []

/** A client that is pointed to, its clock that is known, and its block if that was read. */
interface Pointed {
  client: number
  known: number
  block: Block | undefined
}

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
  readonly #blocks = new Blocks()
  readonly #levels: ScanLevels
  // Each is made when there is something to put in: most updates are one letter.
  #references: CrossReferences | undefined
  #roots: ScanRoots | undefined
  #deletes: ScanDeletes | undefined
  #structs = 0
  #stage: 'begin' | 'structs' | 'deletes' | 'end' = 'begin'
  /** Blocks that were not begun, and structs that are left of the present one. */
  #blocksLeft = 0
  #structsLeft = 0
  #block: Block = noBlock
  /** The client and clock of the struct being read. */
  #client = 0
  #clock = 0
  /** Where the pointer read last leads. */
  #targetClient = 0
  #targetClock = 0
  /** The other clients that left and right neighbours were pointed to last: pointers come in runs. */
  readonly #left: Pointed = { client: -1, known: 0, block: undefined }
  readonly #right: Pointed = { client: -1, known: 0, block: undefined }
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
          if (this.#deletes?.advance(until) !== false) this.#stage = 'end'
          break
      }
    }
    return this.#finish()
  }

  #begin(): void {
    const reader = this.#reader
    const { maxBytes, maxClientBlocks } = this.#limits
    if (reader.left > maxBytes) reader.fail(`it has ${reader.left} bytes, more than ${maxBytes}`)
    this.#blocksLeft = reader.varUint()
    if (this.#blocksLeft > maxClientBlocks)
      reader.fail(`it has blocks of ${this.#blocksLeft} clients, more than ${maxClientBlocks}`)
    this.#stage = 'structs'
  }

  #finish(): ScanResult {
    const reader = this.#reader
    reader.end()
    const { list } = this.#blocks
    const gap = this.#gap ?? this.#missing()
    if (gap !== undefined) return gap
    if (this.#references?.canBeOrdered(list) === false) reader.fail('its structs wait for each other')
    const { levels, deepest } = this.#levels.settle(this.#blocks)
    if (deepest > this.#limits.maxTypeDepth) this.#failTooDeep()
    const structs: ClientRange[] = []
    let overlaps = false
    for (const { client, from, to, known } of list) {
      structs.push({ client, from, to })
      if (from < known) overlaps = true
    }
    const deletes = this.#deletes?.ranges ?? noDeletes
    return { kind: 'accepted', overlaps, structs, deletes, roots: this.#roots?.names() ?? noRoots, levels }
  }

  #missing(): Gap | undefined {
    const deleted = this.#deletes?.beyond
    if (deleted !== undefined) return { kind: 'gap', client: deleted.client, need: deleted.to }
    const missing = this.#references?.missing(this.#blocks)
    return missing === undefined ? undefined : { kind: 'gap', ...missing }
  }

  #scanStructs(until: number): void {
    const reader = this.#reader
    while (reader.at < until) {
      if (this.#structsLeft === 0) {
        if (this.#blocksLeft === 0) {
          this.#beginDeletes()
          return
        }
        this.#blocksLeft -= 1
        this.#beginBlock()
      }
      // To the end of the block, or of the slice.
      const block = this.#block
      while (this.#structsLeft > 0 && reader.at < until) {
        this.#structsLeft -= 1
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
    if (this.#blocks.get(client) !== undefined) reader.fail(`it has two blocks of client ${client}`)
    if (client > this.#client && this.#blocks.size > 0 && this.#limits.blockOrder === 'descending') {
      reader.fail('its blocks are not in descending order of their clients')
    }
    const from = reader.varUint()
    const known = this.#known.clock(client)
    if (from > known) this.#noteGap(client, from)
    this.#references?.beginBlock()
    const firstPointer = this.#references?.size ?? 0
    this.#block = { client, from, to: from, known, firstPointer, run: undefined }
    this.#blocks.add(this.#block)
    // What was no block before may be one now.
    this.#left.client = -1
    this.#right.client = -1
    this.#structsLeft = structs
    this.#client = client
    this.#clock = from
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
    if ((info & hasOrigin) !== 0) this.#scanPointer(this.#left)
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
    this.#scanPointer(this.#right)
    if (hasLeft && leftClient === this.#targetClient && leftClock === this.#targetClock) {
      this.#reader.at = at
      this.#reader.fail('a struct has the same neighbour left and right')
    }
  }

  #scanParent(): void {
    const reader = this.#reader
    const isRoot = reader.varUint()
    if (isRoot === 1) {
      this.#roots ??= new ScanRoots(reader, this.#limits)
      this.#roots.scan()
    } else if (isRoot === 0) {
      this.#scanPointer(this.#left)
      this.#levels.descend()
      if (this.#levels.least > this.#limits.maxTypeDepth) this.#failTooDeep()
    } else reader.fail('a parent is neither a root type nor a struct')
  }

  #scanPointer(pointed: Pointed): void {
    const reader = this.#reader
    const client = this.#clientId()
    const clock = reader.varUint()
    this.#targetClient = client
    this.#targetClock = clock
    if (client === this.#client) {
      if (clock >= this.#clock) reader.fail('a struct points to itself or to what comes after it')
      if (clock < this.#block.known) this.#levels.besideKnown(client, clock)
      else this.#levels.besideRead(this.#block, clock)
      return
    }
    if (clock >= maxClock) reader.fail('a clock is larger than 2^31')
    if (client !== pointed.client) {
      pointed.client = client
      pointed.known = this.#known.clock(client)
      pointed.block = this.#blocks.get(client)
    }
    if (clock < pointed.known) {
      this.#levels.besideKnown(client, clock)
      return
    }
    this.#references ??= new CrossReferences()
    this.#references.add(this.#clock, client, clock)
    if (pointed.block === undefined) this.#levels.besideComing(client, clock)
    else this.#levels.besideRead(pointed.block, clock)
  }

  /** Notes at which level the struct that was just read lies. Of what is known that is known too, whatever this one says. */
  #putLevel(block: Block, length: number): void {
    const { client, known } = block
    if (this.#clock >= known) this.#levels.put(block, this.#clock)
    else if (this.#clock + length > known) {
      // Its first half is left out, and yjs puts the rest beside it.
      this.#levels.besideKnown(client, known - 1)
      this.#levels.put(block, known)
    }
  }

  #failTooDeep(): never {
    return this.#reader.fail(`shared types are nested more than ${this.#limits.maxTypeDepth} deep`)
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
    this.#deletes = new ScanDeletes({ reader, known: this.#known, blocks: this.#blocks, limits, lists })
  }

  #clientId(): number {
    const client = this.#reader.varUint()
    return client <= maxClientId ? client : this.#reader.fail(`client ID ${client} is larger than 2^32-1`)
  }

  #noteGap(client: number, need: number): void {
    this.#gap ??= { kind: 'gap', client, need }
  }
}
