// The block that somebody composes text in is shown as it was, while the others split it, join it, move it or make another
// kind of block of it. What is composed goes into the shared document all the same, at once. Steps cannot say where: to
// them, text that stands in another block now was deleted here and written anew there, and what is typed amidst deleted
// text goes with it. So each character of the block is known by its name in Yjs, and what is typed beside it goes where
// it is now.

import type { Fragment, Node } from 'prosemirror-model'
import { Slice } from 'prosemirror-model'
import { Transform } from 'prosemirror-transform'
import type { Mappable } from 'prosemirror-transform'
import * as Y from 'yjs'
import { itemAt } from '../item-at.ts'
import { coarseMaps } from './changed-range.ts'
import { fromRelativePosition, toRelativePosition } from './positions.ts'
import type { SharedPositions } from './positions.ts'

/** By place: the character, or node, that follows. null: Yjs knows none. */
type Names = readonly (Y.ID | null)[]

/** From `from` to `to`, in the content of the block, stands `content` now. */
interface Change {
  readonly from: number
  readonly to: number
  readonly content: Fragment
}

/** A change of the block, made in the shared document. */
export interface FollowedChange extends Change {
  readonly tr: Transform
  /** Where `content` begins in the document of `tr`. */
  readonly place: number
}

export class HeldBlock {
  /** Where its content begins in the document that is shown. */
  #start: number
  #node: Node
  #names: Names

  /** The block around `position`, while the editor shows everything; null where no text stands. */
  static at(shared: SharedPositions, position: number): HeldBlock | null {
    const place = shared.shared?.resolve(position)
    return place?.parent.isTextblock === true ? new HeldBlock(shared, place.start(), place.parent) : null
  }

  private constructor(shared: SharedPositions, start: number, node: Node) {
    this.#start = start
    this.#node = node
    this.#names = namesIn(shared, start, node.content.size)
  }

  /** Whether it is the block around `position`, and did not change since. */
  isAt(shown: Node, position: number): boolean {
    return shown.resolve(position).parent === this.#node
  }

  /** Something before it is shown. */
  map(mapping: Mappable): void {
    this.#start = mapping.map(this.#start)
  }

  /** The change that leads from `shown` to `doc`; null when it reaches beyond the block, or its place is gone. */
  follow(shared: SharedPositions, shown: Node, doc: Node): FollowedChange | null {
    const change = this.#changeTo(shown, doc)
    if (change === null || shared.shared === null) return null
    const tr = new Transform(shared.shared)
    const { from, to, content } = change
    let place = 0
    if (content.size > 0) {
      const landing = this.#landing(shared, change)
      if (landing === null) return null
      place = landing
      tr.replace(place, place, new Slice(content, 0, 0))
    }
    for (let at = to - 1; at >= from; at -= 1) {
      const position = this.#positionOf(shared, at)
      if (position === null) continue
      const steps = tr.steps.length
      tr.delete(tr.mapping.map(position, 1), tr.mapping.map(position + 1, -1))
      place = tr.mapping.slice(steps).map(place, -1)
    }
    return { ...change, tr, place }
  }

  /** `change` is written, so that its characters have names; `doc` is shown. */
  written(shared: SharedPositions, { from, to, content, place }: FollowedChange, doc: Node): void {
    const names = namesIn(shared, place, content.size)
    this.#names = [...this.#names.slice(0, from), ...names, ...this.#names.slice(to)]
    this.#node = doc.resolve(this.#start).parent
  }

  #changeTo(shown: Node, doc: Node): Change | null {
    const change: { from: number; to: number; newTo: number }[] = []
    for (const map of coarseMaps(shown, doc)) {
      map.forEach((from, to, _, newTo) => change.push({ from, to, newTo }))
    }
    const [only] = change
    if (only === undefined || only.from < this.#start || only.to > this.#start + this.#node.content.size)
      return null
    const { content, openStart, openEnd } = doc.slice(only.from, only.newTo)
    const isInline = openStart === 0 && openEnd === 0 && content.content.every((node) => node.isInline)
    return isInline ? { from: only.from - this.#start, to: only.to - this.#start, content } : null
  }

  /** Behind the character before the change, or before the one behind it; else beside the nearest that is left. */
  #landing(shared: SharedPositions, { from, to }: Change): number | null {
    const before = (at: number): number | null => {
      const position = at < 0 ? null : this.#positionOf(shared, at)
      return position === null ? null : position + 1
    }
    const after = (at: number): number | null => this.#positionOf(shared, at)
    let landing = before(from - 1) ?? after(to)
    for (let at = from - 2; landing === null && at >= 0; at -= 1) landing = before(at)
    for (let at = to + 1; landing === null && at < this.#names.length; at += 1) landing = after(at)
    return landing
  }

  /** Where the character is in the shared document; null when it is gone. */
  #positionOf(shared: SharedPositions, at: number): number | null {
    const name = this.#names[at] ?? null
    const { doc } = shared.type
    if (name === null || doc === null) return null
    const now = shared.follow(new Y.RelativePosition(null, null, name, 0))
    const isThere = now.item !== null && itemAt(doc.store, now.item)?.deleted === false
    return isThere ? fromRelativePosition(shared, now) : null
  }
}

function namesIn(shared: SharedPositions, start: number, size: number): Names {
  return Array.from({ length: size }, (_, at) => toRelativePosition(shared, start + at)?.item ?? null)
}
