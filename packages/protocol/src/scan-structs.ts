// The structs of one update, read one after the other: what each is, what it points to, and whether all of that is known
// or stands before it (rules 2 to 5 of scan-update.ts). No object is built for a struct.
//
// A client that is pointed to is kept by its "key": the 32 bits of its ID as a number with a sign, `id | 0`, which is its ID
// again by `key >>> 0`. V8 holds a number from 2^31 on in an object of its own, and most IDs are larger.

import type { ByteReader } from './byte-reader.ts'
import { Blocks, noBlock, type Block } from './scan-blocks.ts'
import { contentKinds, scanContent, scanKey, scanLength } from './scan-content.ts'
import { ScanLevels } from './scan-levels.ts'
import type { ScanLimits } from './scan-limits.ts'
import { CrossReferences } from './scan-references.ts'
import type { KnownState } from './scan-result.ts'
import { ScanRoots } from './scan-roots.ts'
import { maxClientId, maxClock } from './state-vector.ts'
import type { TypeLevels } from './type-levels.ts'

/** What an update builds on and does not bring: clocks of this client, up to there. */
export interface Missing {
  readonly client: number
  readonly need: number
}

const kindBits = 0b0001_1111
const hasParentSub = 0b0010_0000
const hasRightOrigin = 0b0100_0000
const hasOrigin = 0b1000_0000

// What most updates have none of.
const noRoots: readonly string[] = []

/** A client that is pointed to, its clock that is known, and its block if that was read. */
interface Pointed {
  key: number
  known: number
  block: Block | undefined
}

export class ScanStructs {
  readonly blocks = new Blocks()
  readonly #reader: ByteReader
  readonly #known: KnownState
  readonly #limits: ScanLimits
  readonly #levels: ScanLevels
  // Each is made when there is something to put in: most updates are one letter.
  #references: CrossReferences | undefined
  #roots: ScanRoots | undefined
  #structs = 0
  /** Blocks that were not begun, and structs that are left of the present one. */
  #blocksLeft = 0
  #structsLeft = 0
  #block: Block = noBlock
  /** The client and clock of the struct being read. */
  #key = 0
  #clock = 0
  /** Where the pointer read last leads. */
  #targetKey = 0
  #targetClock = 0
  /** The other clients that left and right neighbours were pointed to last: pointers come in runs. */
  readonly #left: Pointed = { key: 0, known: 0, block: undefined }
  readonly #right: Pointed = { key: 0, known: 0, block: undefined }
  #gap: Missing | undefined

  constructor(reader: ByteReader, known: KnownState, limits: ScanLimits) {
    this.#reader = reader
    this.#known = known
    this.#limits = limits
    this.#levels = new ScanLevels(known)
  }

  /** Reads how many blocks follow. */
  begin(): void {
    const reader = this.#reader
    const { maxClientBlocks } = this.#limits
    this.#blocksLeft = reader.varUint()
    if (this.#blocksLeft > maxClientBlocks)
      reader.fail(`it has blocks of ${this.#blocksLeft} clients, more than ${maxClientBlocks}`)
  }

  /** Reads to about there. Gives whether those were all. */
  advance(until: number): boolean {
    const reader = this.#reader
    while (reader.at < until) {
      if (this.#structsLeft === 0) {
        if (this.#blocksLeft === 0) return true
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
    return false
  }

  /** What lies before the structs of a block, and is not known. */
  get gap(): Missing | undefined {
    return this.#gap
  }

  /** What is pointed to, and neither known nor in this update. */
  missing(): Missing | undefined {
    return this.#references?.missing(this.blocks)
  }

  /** The levels of the structs, when nothing is missing. Throws when they cannot all be put in place. */
  settle(): TypeLevels {
    if (this.#references?.canBeOrdered(this.blocks.list) === false) {
      this.#reader.fail('its structs wait for each other')
    }
    const { levels, deepest } = this.#levels.settle(this.blocks)
    if (deepest > this.#limits.maxTypeDepth) this.#failTooDeep()
    return levels
  }

  roots(): readonly string[] {
    return this.#roots?.names() ?? noRoots
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
    if (this.blocks.get(client) !== undefined) reader.fail(`it has two blocks of client ${client}`)
    if (client > this.#block.client && this.#block !== noBlock && this.#limits.blockOrder === 'descending') {
      reader.fail('its blocks are not in descending order of their clients')
    }
    const from = reader.varUint()
    const known = this.#known.clock(client)
    if (from > known) this.#noteGap(client, from)
    this.#references?.beginBlock()
    const firstPointer = this.#references?.size ?? 0
    this.#block = { client, from, to: from, known, firstPointer, run: undefined }
    this.blocks.add(this.#block)
    this.#key = client | 0
    // What was no block before may be one now. Nobody is pointed to by their own key.
    this.#left.key = this.#key
    this.#right.key = this.#key
    this.#structsLeft = structs
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
    const { client } = this.#block
    if (end > this.#known.clock(client)) this.#noteGap(client, end)
    return length
  }

  #scanRightOrigin(hasLeft: boolean): void {
    const { at } = this.#reader
    const leftKey = this.#targetKey
    const leftClock = this.#targetClock
    this.#scanPointer(this.#right)
    if (hasLeft && leftKey === this.#targetKey && leftClock === this.#targetClock) {
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
    const key = this.#clientId() | 0
    const clock = reader.varUint()
    this.#targetKey = key
    this.#targetClock = clock
    if (key === this.#key) {
      if (clock >= this.#clock) reader.fail('a struct points to itself or to what comes after it')
      const block = this.#block
      if (clock < block.known) this.#levels.besideKnown(block.client, clock)
      else this.#levels.besideRead(block, clock)
      return
    }
    if (clock >= maxClock) reader.fail('a clock is larger than 2^31')
    if (key !== pointed.key) {
      const client = key >>> 0
      pointed.key = key
      pointed.known = this.#known.clock(client)
      pointed.block = this.blocks.get(client)
    }
    if (clock < pointed.known) {
      this.#levels.besideKnown(key >>> 0, clock)
      return
    }
    this.#references ??= new CrossReferences()
    this.#references.add(this.#clock, key, clock)
    if (pointed.block === undefined) this.#levels.besideComing(key, clock)
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

  #clientId(): number {
    const client = this.#reader.varUint()
    return client <= maxClientId ? client : this.#reader.fail(`client ID ${client} is larger than 2^32-1`)
  }

  #noteGap(client: number, need: number): void {
    this.#gap ??= { client, need }
  }
}
