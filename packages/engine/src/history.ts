/**
 * What a document durably holds, as bytes ready to be given to a joiner, without ever building a Y.Doc.
 *
 * Committed updates go onto a pile that folds itself: a run of small updates becomes one, and a run that has grown to
 * a quarter of the one below is merged into it. So every byte is merged about log(n) times in its life, and a reply reads a
 * few long runs and a short tail. Deletions have a pile of their own, because they are the part of a reply that even a
 * joiner with an equal state vector may lack: a state vector counts insertions only.
 */
import { decodeStateVector, encodeFrame, encodeStateVector } from '@stet/protocol'
import type { ClientRange, DeleteRange } from '@stet/protocol'
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
  readonly #content = new Pile()
  readonly #deletions = new Pile()
  /** Frames made for the present version; a commit empties it. */
  readonly #replies = new Map<string, Uint8Array>()
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
    this.#question = undefined
    for (const { client, to } of carried.structs) {
      if (to > this.clock(client)) this.#clocks.set(client, to)
    }
    this.#content.push(update)
    if (carried.deletes.length > 0) this.#deletions.push(onlyDeletions(update, carried.structs))
  }

  clock(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  /** The sync step 1 frame: what we hold, so that the other side sends what we lack. */
  question(): Uint8Array {
    this.#question ??= encodeFrame({ type: 'sync-step-1', stateVector: encodeStateVector(this.#clocks) })
    return this.#question
  }

  /**
   * The sync step 2 frame for somebody at this state vector, shared by all who ask the same at the same version.
   * Throws a ProtocolError when the state vector cannot be read.
   */
  reply(stateVector: Uint8Array): Uint8Array {
    const known = decodeStateVector(stateVector)
    const current = this.#holdsAll(known)
    const key = current ? 'current' : cacheKey(stateVector, this.#limits.cachedReplyKeyBytes)
    const cached = key === undefined ? undefined : this.#replies.get(key)
    if (cached !== undefined) return cached

    const update = current
      ? merged(this.#deletions.parts())
      : merged(this.#content.parts().map((part) => diffUpdate(part, stateVector)))
    const frame = encodeFrame({ type: 'sync-step-2', update })
    if (key !== undefined) {
      const oldest =
        this.#replies.size < this.#limits.cachedReplies ? undefined : this.#replies.keys().next().value
      if (oldest !== undefined) this.#replies.delete(oldest)
      this.#replies.set(key, frame)
    }
    return frame
  }

  #holdsAll(known: ReadonlyMap<number, number>): boolean {
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

class Pile {
  /** Older and longer first, each more than `growth` times the next. */
  readonly #runs: Uint8Array[] = []
  #tail: Uint8Array[] = []

  push(update: Uint8Array): void {
    this.#tail.push(update)
    if (this.#tail.length < foldAt) return
    let run = merged(this.#tail)
    this.#tail = []
    for (;;) {
      const below = this.#runs.at(-1)
      if (below === undefined || below.byteLength > growth * run.byteLength) break
      this.#runs.pop()
      run = merged([below, run])
    }
    this.#runs.push(run)
  }

  parts(): readonly Uint8Array[] {
    return [...this.#runs, ...this.#tail]
  }
}

const growth = 4

function merged(updates: readonly Uint8Array[]): Uint8Array {
  const telling = updates.filter((update) => update.byteLength > emptyUpdate.byteLength)
  const [only] = telling
  if (only === undefined) return emptyUpdate
  return telling.length === 1 ? only : mergeUpdates(telling)
}

function onlyDeletions(update: Uint8Array, structs: readonly ClientRange[]): Uint8Array {
  const ends = new Map<number, number>()
  for (const { client, to } of structs) ends.set(client, Math.max(to, ends.get(client) ?? 0))
  return diffUpdate(update, encodeStateVector(ends))
}

function cacheKey(stateVector: Uint8Array, longest: number): string | undefined {
  if (stateVector.byteLength > longest) return undefined
  return String.fromCharCode(...stateVector)
}
