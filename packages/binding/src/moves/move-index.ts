// The records of a document, ready to be asked: where did this character go?

import * as Y from 'yjs'
import { findDoubles } from './double-moves.ts'
import { Joints } from './joints.ts'
import { compareMoves, keyOf, targetOf } from './move.ts'
import type { Covered, Entry, Move } from './move.ts'
import type { MovedLeaves, MovedText, Place } from './move-record.ts'
import { itemAt } from '../item-at.ts'

/** Text is moved again and again, but not so often between two looks; forged circles end here. */
const maxHops = 100

/** Characters of one client, one after the other. */
export interface Characters {
  /** Of the first. */
  readonly id: Y.ID
  readonly length: number
}

export class MoveIndex {
  readonly moves: readonly Move[]
  readonly joints: Joints
  readonly #covered = new Map<number, Entry[]>()
  readonly #texts = new Map<string, Covered[]>()
  readonly #places = new Map<string, { move: Move; place: Place }[]>()
  /** By client, which of its characters are copies, and of what. */
  readonly #copies = new Map<number, { clock: number; length: number; from: Y.ID }[]>()

  readonly #store: Y.Doc['store']

  constructor(records: readonly Move[], store: Y.Doc['store']) {
    this.#store = store
    for (const move of records) this.#add(move)
    const doubles = findDoubles(this.#covered, store)
    for (const move of doubles) this.#add(move)
    this.moves = [...records, ...doubles]
    this.joints = new Joints(records, store)
  }

  /** The winning move of this character, if any moved it or knows it as deleted. */
  find(id: Y.ID): Covered | null {
    let found: Entry | null = null
    for (const entry of this.#at(id)) {
      if (found === null || isStronger(entry, found)) found = entry
    }
    return found
  }

  /** Where this character went by a record, whatever others made of it: not by having lost to another copy. */
  findRecorded(id: Y.ID): Covered | null {
    return this.#at(id)
      .filter(({ move }) => !move.double)
      .reduce<Covered | null>((best, each) => (best === null || isStronger(each, best) ? each : best), null)
  }

  /** Whether this copy, or a copy made of it, is there. */
  hasLive(id: Y.ID, isLive: (id: Y.ID) => boolean, hops = maxHops): boolean {
    if (isLive(id) && !this.#hasLost(id)) return true
    return hops > 0 && this.#copiesOf(id).some((copy) => this.hasLive(copy, isLive, hops - 1))
  }

  /** Whether the character that this is a copy of is there in another copy, somebody else's. */
  hasLiveTwin(id: Y.ID, isLive: (id: Y.ID) => boolean): boolean {
    let child = id
    for (let hop = 0; hop < maxHops; hop++) {
      const source = this.#sourceOf(child)
      if (source === null) return false
      const own = keyOf(child)
      if (this.#copiesOf(source).some((copy) => keyOf(copy) !== own && this.hasLive(copy, isLive)))
        return true
      child = source
    }
    return false
  }

  /** Whether a record of this author says where the character went. */
  hasMoved(id: Y.ID, author: number): boolean {
    return this.#movedBy(id, author) !== null
  }

  /**
   * The copies that are at the end of what this author moved, and of what became of that: for each stretch its first
   * character and length, in order. `branch`: of what lost, the copies that won, or those that lost.
   */
  lastCopies(characters: Characters, author: number, branch: 'won' | 'own'): readonly Characters[] {
    const id = this.#movedBy(characters.id, author)
    const find = (at: Y.ID): Covered | null => (branch === 'won' ? this.find(at) : this.findRecorded(at))
    return id === null ? [] : this.#lastCopies({ id, length: characters.length }, find)
  }

  /** What became of these characters, whoever moved them: for each stretch its first character and length, in order. */
  currentCopies(characters: Characters): readonly Characters[] {
    return this.#lastCopies(characters, (id) => this.find(id))
  }

  #lastCopies(
    { id: { client, clock }, length }: Characters,
    find: (id: Y.ID) => Covered | null,
    hops = maxHops,
  ): Characters[] {
    const bounds = [...new Set(this.bounds(client, clock, clock + length))].toSorted((a, b) => a - b)
    return [clock, ...bounds].flatMap((from, i) => {
      const at = { id: Y.createID(client, from), length: (bounds[i] ?? clock + length) - from }
      const covered = find(at.id)
      const next = covered === null ? null : targetOf(covered, at.id)
      return next === null || hops === 0 ? at : this.#lastCopies({ ...at, id: next }, find, hops - 1)
    })
  }

  #movedBy(id: Y.ID, author: number): Y.ID | null {
    const own = this.#at(id).find((entry) => entry.move.id.client === author && targetOf(entry, id) !== null)
    return own === undefined ? null : targetOf(own, id)
  }

  /** A copy that was deleted because somebody else's won is nobody's text: what became of that one counts. */
  #hasLost(id: Y.ID): boolean {
    const isLost = this.#at(id).some((entry) => entry.move.double && targetOf(entry, id) !== null)
    return isLost && itemAt(this.#store, id)?.deleted !== false
  }

  /** Whether a stronger copy of what this is a copy of is there, or of what that is a copy of. */
  isLost(id: Y.ID, isLive: (id: Y.ID) => boolean): boolean {
    let child = id
    for (let hop = 0; hop < maxHops; hop++) {
      const source = this.#sourceOf(child)
      if (source === null) return false
      const movers = this.#moversOf(source)
      const key = keyOf(child)
      const own = movers.find(({ to }) => keyOf(to) === key)?.move
      const isBeaten = movers.some(
        ({ move, to }) => own !== undefined && compareMoves(move, own) < 0 && this.hasLive(to, isLive),
      )
      if (isBeaten) return true
      child = source
    }
    return false
  }

  isCopy(id: Y.ID): boolean {
    return this.#sourceOf(id) !== null
  }

  #copiesOf(id: Y.ID): Y.ID[] {
    return this.#moversOf(id).map(({ to }) => to)
  }

  /** The records that made copies of it; who won follows from them. */
  #moversOf(id: Y.ID): { readonly move: Move; readonly to: Y.ID }[] {
    return this.#at(id).flatMap((entry) => {
      const to = entry.move.double ? null : targetOf(entry, id)
      return to === null ? [] : { move: entry.move, to }
    })
  }

  #sourceOf({ client, clock }: Y.ID): Y.ID | null {
    const copy = this.#copies
      .get(client)
      ?.find((each) => each.clock <= clock && clock < each.clock + each.length)
    return copy === undefined ? null : Y.createID(copy.from.client, copy.from.clock + clock - copy.clock)
  }

  /** Every move that knows this character. */
  findAll(id: Y.ID): readonly Covered[] {
    return this.#at(id)
  }

  /**
   * Where in a stretch of one client's characters a move begins or ends to know them, or what they are copies of: no two
   * characters between two bounds have different answers here.
   */
  bounds(client: number, from: number, to: number, hops = maxHops): number[] {
    const found = (this.#covered.get(client) ?? []).flatMap((entry) => [entry.clock, entry.end])
    for (const { clock, length, from: source } of this.#copies.get(client) ?? []) {
      found.push(clock, clock + length)
      const [start, end] = [Math.max(clock, from), Math.min(clock + length, to)]
      if (start >= end || hops === 0) continue
      const shift = source.clock - clock
      for (const bound of this.bounds(source.client, start + shift, end + shift, hops - 1)) {
        found.push(bound - shift)
      }
    }
    return found.filter((clock) => from < clock && clock < to)
  }

  hasPlaces(): boolean {
    return this.#places.size > 0
  }

  /** The moves that took something out of the text. */
  ofText(text: Y.ID): readonly Covered[] {
    return this.#texts.get(keyOf(text)) ?? []
  }

  placeOf(element: Y.ID): { readonly move: Move; readonly place: Place } | null {
    return this.#places.get(keyOf(element))?.toSorted((a, b) => compareMoves(a.move, b.move))[0] ?? null
  }

  #add(move: Move): void {
    for (const text of move.texts) {
      push(this.#texts, keyOf(text.text), { move, text, run: 0 })
      this.#cover(move, text)
    }
    if (move.leaves !== undefined) this.#cover(move, leavesAsText(move, move.leaves))
    for (const place of move.places) push(this.#places, keyOf(place.element), { move, place })
  }

  #cover(move: Move, text: MovedText): void {
    for (const [run, { client, clock, length, to }] of text.runs.entries()) {
      if (to !== null && !move.double) {
        const copies = this.#copies.get(to.client) ?? []
        copies.push({ clock: to.clock, length, from: Y.createID(client, clock) })
        this.#copies.set(to.client, copies)
      }
      const entries = this.#covered.get(client) ?? []
      const entry = { move, text, run, clock, end: clock + length }
      const at = entries.findLastIndex((each) => each.clock <= clock)
      entries.splice(at + 1, 0, entry)
      this.#covered.set(client, entries)
    }
  }

  #at({ client, clock }: Y.ID): Entry[] {
    return (this.#covered.get(client) ?? []).filter((entry) => entry.clock <= clock && clock < entry.end)
  }
}

/** Copies that lost go where the winner's are; what moved counts more than what is merely known to be deleted. */
function isStronger(a: Covered, b: Covered): boolean {
  const [aRank, bRank] = [a, b].map(({ move, text, run }) => {
    if (text.runs[run]?.to === null) return 0
    return move.double ? 2 : 1
  })
  return aRank === bRank ? compareMoves(a.move, b.move) < 0 : (aRank ?? 0) > (bRank ?? 0)
}

/** What a move knows of leaves is asked for like what it knows of characters. */
function leavesAsText({ id }: Move, { runs }: MovedLeaves): MovedText {
  return { text: id, kind: 'inner', place: -1, runs }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
