/**
 * What a document durably holds, as frames ready to be given to a joiner, without ever building a Y.Doc.
 *
 * Committed updates go onto a pile that folds itself: a run of small updates becomes one, and a run that has grown to
 * a quarter of the one below is merged into it. So every byte is merged about log(n) times in its life. What is large
 * (the snapshot that the storage began with, above all) lies on the pile as it is, and its frame is made once for all who
 * come: a reply is these frames and one small frame with the rest, so that a join costs the same in a long document.
 *
 * Deletions are the part of a reply that even a joiner with an equal state vector may lack: a state vector counts
 * insertions only. Of what somebody holds, the deletions are still sent.
 */
import { decodeStateVector, encodeFrame, encodeStateVector } from '@stet/protocol'
import type { ClientRange, DeleteRange, StateVector } from '@stet/protocol'
import { diffUpdate, mergeUpdates } from 'yjs'
import type { Limits } from './limits.ts'

/** What the scanner saw in an update. */
export interface Carried {
  readonly structs: readonly ClientRange[]
  readonly deletes: readonly DeleteRange[]
}

const emptyUpdate = new Uint8Array([0, 0])

export class History {
  readonly #limits: Pick<Limits, 'cachedReplies' | 'cachedReplyKeyBytes'>
  readonly #clocks = new Map<number, number>()
  readonly #pile = new Pile()
  /** Replies made for the present version; a commit empties it. */
  readonly #replies = new Map<string, readonly Uint8Array[]>()
  /** Of the present version. */
  #stateVector: Uint8Array | undefined
  #question: Uint8Array | undefined
  #bytes = 0

  constructor(limits: Pick<Limits, 'cachedReplies' | 'cachedReplyKeyBytes'>) {
    this.#limits = limits
  }

  /** Bytes of all updates ever appended. */
  get bytes(): number {
    return this.#bytes
  }

  /** Adds an update that is durable. Updates MUST come in the order of the log. */
  append(update: Uint8Array, carried: Carried): void {
    this.#bytes += update.byteLength
    this.#replies.clear()
    this.#stateVector = undefined
    this.#question = undefined
    for (const { client, to } of carried.structs) {
      if (to > this.clock(client)) this.#clocks.set(client, to)
    }
    this.#pile.push(new Piece(update, carried.structs, carried.deletes.length > 0))
  }

  clock(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  /** The sync step 1 frame: what we hold, so that the other side sends what we lack. */
  question(): Uint8Array {
    this.#question ??= encodeFrame({ type: 'sync-step-1', stateVector: this.#ownStateVector() })
    return this.#question
  }

  /** The state vector that was before these updates, encoded. */
  stateVectorBefore(updates: readonly Carried[]): Uint8Array {
    const clocks = new Map(this.#clocks)
    for (const { structs } of updates) {
      for (const { client, from } of structs) clocks.set(client, Math.min(from, clocks.get(client) ?? from))
    }
    return encodeStateVector(clocks)
  }

  /**
   * The frames for somebody at this state vector: update frames for what is large, and last the sync step 2. Shared by
   * all who ask the same at the same version. Throws a ProtocolError when the state vector cannot be read.
   */
  reply(stateVector: Uint8Array): readonly Uint8Array[] {
    // Reading a state vector of ten thousand clients takes a millisecond, and after a restart a thousand may come.
    if (isEqual(stateVector, this.#ownStateVector()))
      return this.#cached('current', this.#clocks, stateVector)
    const known = decodeStateVector(stateVector)
    const key = this.#holdsAll(known) ? 'current' : cacheKey(stateVector, this.#limits.cachedReplyKeyBytes)
    return this.#cached(key, known, stateVector)
  }

  #cached(key: string | undefined, known: StateVector, stateVector: Uint8Array): readonly Uint8Array[] {
    const cached = key === undefined ? undefined : this.#replies.get(key)
    if (cached !== undefined) return cached
    const frames = this.#pile.framesFor(known, stateVector)
    if (key !== undefined) {
      const oldest =
        this.#replies.size < this.#limits.cachedReplies ? undefined : this.#replies.keys().next().value
      if (oldest !== undefined) this.#replies.delete(oldest)
      this.#replies.set(key, frames)
    }
    return frames
  }

  #ownStateVector(): Uint8Array {
    this.#stateVector ??= encodeStateVector(this.#clocks)
    return this.#stateVector
  }

  #holdsAll(known: StateVector): boolean {
    for (const [client, clock] of this.#clocks) {
      if ((known.get(client) ?? 0) < clock) return false
    }
    return true
  }
}

/** One update that says what all of these say. */
export function mergeInOrder(updates: readonly Uint8Array[]): Uint8Array {
  // One merge of many inputs is quadratic in their number; a tree of small merges is not.
  let layer = updates
  while (layer.length > foldAt) {
    const next: Uint8Array[] = []
    for (let i = 0; i < layer.length; i += foldAt) next.push(merged(layer.slice(i, i + foldAt)))
    layer = next
  }
  return merged(layer)
}

const foldAt = 100

/** From this size on a piece is not copied into a reply with others, but has a frame that is made once. */
const ownFrameBytes = 32 * 1024

/** Longer runs stay apart: merging a megabyte takes a good part of a second, in which nobody hears anything. */
const longestMergeBytes = 128 * 1024

class Pile {
  /** Older and longer first, each more than `growth` times the next, or too long to be merged. */
  readonly #runs: Piece[] = []
  #tail: Piece[] = []

  push(piece: Piece): void {
    if (piece.update.byteLength >= ownFrameBytes) {
      this.#fold()
      this.#runs.push(piece)
      return
    }
    this.#tail.push(piece)
    if (this.#tail.length >= foldAt) this.#fold()
  }

  framesFor(known: StateVector, stateVector: Uint8Array): readonly Uint8Array[] {
    const frames: Uint8Array[] = []
    let rest: Uint8Array[] = []
    for (const piece of [...this.#runs, ...this.#tail]) {
      if (piece.update.byteLength < ownFrameBytes) {
        rest.push(piece.for(known, stateVector))
        continue
      }
      // In the order of the log: no frame leans on one that follows.
      const before = merged(rest)
      rest = []
      if (before !== emptyUpdate) frames.push(encodeFrame({ type: 'update', update: before }))
      const frame = piece.frameFor(known, stateVector)
      if (frame !== undefined) frames.push(frame)
    }
    frames.push(encodeFrame({ type: 'sync-step-2', update: merged(rest) }))
    return frames
  }

  #fold(): void {
    if (this.#tail.length === 0) return
    let run = joined(this.#tail)
    this.#tail = []
    for (;;) {
      const below = this.#runs.at(-1)
      if (below === undefined || below.update.byteLength > growth * run.update.byteLength) break
      if (below.update.byteLength > longestMergeBytes) break
      this.#runs.pop()
      run = joined([below, run])
    }
    this.#runs.push(run)
  }
}

const growth = 4

/** An update on the pile, and what of it is worth keeping once it was made. */
class Piece {
  #update: Uint8Array
  readonly structs: readonly ClientRange[]
  readonly deletes: boolean
  #deletions: Uint8Array | undefined
  #frame: Uint8Array | undefined
  #deletionsFrame: Uint8Array | undefined

  /** `deletes`: whether it holds any deletion. */
  constructor(update: Uint8Array, structs: readonly ClientRange[], deletes: boolean) {
    this.#update = update
    this.structs = structs
    this.deletes = deletes
  }

  get update(): Uint8Array {
    return this.#update
  }

  /** What somebody needs of it. */
  for(known: StateVector, stateVector: Uint8Array): Uint8Array {
    const held = this.#heldBy(known)
    if (held === 'part') return diffUpdate(this.update, stateVector)
    return held === 'none' ? this.update : this.#onlyDeletions()
  }

  /** The same as an update frame; undefined when somebody needs nothing of it. */
  frameFor(known: StateVector, stateVector: Uint8Array): Uint8Array | undefined {
    const held = this.#heldBy(known)
    if (held === 'part') return encodeFrame({ type: 'update', update: diffUpdate(this.update, stateVector) })
    if (held === 'none') {
      if (this.#frame !== undefined) return this.#frame
      this.#frame = encodeFrame({ type: 'update', update: this.update })
      // The frame ends with the update: kept once, not twice.
      this.#update = this.#frame.subarray(this.#frame.byteLength - this.#update.byteLength)
      return this.#frame
    }
    if (this.deletes) this.#deletionsFrame ??= encodeFrame({ type: 'update', update: this.#onlyDeletions() })
    return this.#deletionsFrame
  }

  #heldBy(known: StateVector): 'none' | 'all' | 'part' {
    let held = 0
    let lacking = 0
    for (const { client, from, to } of this.structs) {
      const clock = known.get(client) ?? 0
      if (clock >= to) held += 1
      else if (clock <= from) lacking += 1
      else return 'part'
      if (held > 0 && lacking > 0) return 'part'
    }
    return lacking > 0 ? 'none' : 'all'
  }

  #onlyDeletions(): Uint8Array {
    if (!this.deletes) return emptyUpdate
    if (this.structs.length === 0) return this.update
    const ends = new Map<number, number>()
    // Several ranges may be of one client, in any order.
    for (const { client, to } of this.structs) ends.set(client, Math.max(to, ends.get(client) ?? 0))
    this.#deletions ??= diffUpdate(this.update, encodeStateVector(ends))
    return this.#deletions
  }
}

function joined(pieces: readonly Piece[]): Piece {
  const ranges = new Map<number, ClientRange>()
  for (const { structs } of pieces) {
    for (const { client, from, to } of structs) {
      const known = ranges.get(client)
      const range =
        known === undefined
          ? { client, from, to }
          : { client, from: Math.min(known.from, from), to: Math.max(known.to, to) }
      ranges.set(client, range)
    }
  }
  const update = merged(pieces.map((piece) => piece.update))
  return new Piece(
    update,
    [...ranges.values()],
    pieces.some((piece) => piece.deletes),
  )
}

function merged(updates: readonly Uint8Array[]): Uint8Array {
  const telling = updates.filter((update) => update.byteLength > emptyUpdate.byteLength)
  const [only] = telling
  if (only === undefined) return emptyUpdate
  return telling.length === 1 ? only : mergeUpdates(telling)
}

function cacheKey(stateVector: Uint8Array, longest: number): string | undefined {
  if (stateVector.byteLength > longest) return undefined
  return String.fromCharCode(...stateVector)
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.byteLength !== b.byteLength) return false
  for (let i = 0; i < a.byteLength; i += 1) if (a[i] !== b[i]) return false
  return true
}
