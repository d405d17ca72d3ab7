// Where moved text was put at the end of other text (a paragraph joined to the one before), and somebody typed at that end
// at the same moment. Both are insertions at one place, and their order would be that of the client ids: "Hello|world" with
// "!" typed after "Hello" must not become "Helloworld!". Whoever knew of the join would have inserted before the first
// copy or after the last one, so what has the very neighbours that the first copy had was typed in ignorance.

import * as Y from 'yjs'
import { keyOf } from './move.ts'
import type { Move } from './move.ts'
import { itemAt } from '../item-at.ts'

export interface Joint {
  readonly move: Move
  /** The first character of what was put there. */
  readonly head: Y.ID
  readonly origin: Y.ID | null
  readonly rightOrigin: Y.ID | null
}

/** Chains of insertions are short (a run of typing is one item). */
const maxHops = 100

export class Joints {
  readonly #store: Y.Doc['store']
  readonly #byText = new Map<string, Joint[]>()

  constructor(moves: readonly Move[], store: Y.Doc['store']) {
    this.#store = store
    for (const move of moves) {
      if (move.double || move.texts.every(({ kind }) => kind === 'stray')) continue
      for (const { runs } of move.texts) {
        for (const { to } of runs) if (to !== null) this.#add(move, to)
      }
    }
  }

  has(text: Y.ID): boolean {
    return this.#byText.has(keyOf(text))
  }

  /** Of what a move put somewhere, the texts where. */
  textsOf(move: Move): Y.XmlText[] {
    return [...this.#byText.values()].flatMap((joints) =>
      joints.filter((joint) => joint.move === move).flatMap(({ head }) => textAt(this.#store, head) ?? []),
    )
  }

  /** The joint that this item was typed at in ignorance, and stands after. */
  jointOf(item: Y.Item): Joint | null {
    const text = item.parent instanceof Y.XmlText ? item.parent._item : null
    const joints = text === null ? undefined : this.#byText.get(keyOf(text.id))
    if (joints === undefined) return null
    let current = item
    for (let hop = 0; hop < maxHops; hop++) {
      const { id, origin, rightOrigin } = current
      const found = joints.find(
        (joint) =>
          joint.head.client !== id.client &&
          isEqual(origin, joint.origin) &&
          isEqual(rightOrigin, joint.rightOrigin) &&
          isAfter(current, joint.head),
      )
      if (found !== undefined) return found
      const next = origin === null ? null : itemAt(this.#store, origin)
      if (next === null || next.id.client !== item.id.client) return null
      current = next
    }
    return null
  }

  #add(move: Move, to: Y.ID): void {
    const item = itemAt(this.#store, to)
    const text = item?.parent instanceof Y.XmlText ? item.parent._item : null
    if (item === null || text === null || text.deleted) return
    const before = to.clock > item.id.clock ? Y.createID(to.client, to.clock - 1) : item.origin
    const joint = { move, head: to, origin: before, rightOrigin: item.rightOrigin }
    const joints = this.#byText.get(keyOf(text.id))
    if (joints === undefined) this.#byText.set(keyOf(text.id), [joint])
    else joints.push(joint)
  }
}

function isEqual(a: Y.ID | null, b: Y.ID | null): boolean {
  return a === null || b === null ? a === b : Y.compareIDs(a, b)
}

function isAfter(item: Y.Item, head: Y.ID): boolean {
  for (let { left } = item; left !== null; left = left.left) {
    const { client, clock } = left.id
    if (client === head.client && clock <= head.clock && head.clock < clock + left.length) return true
  }
  return false
}

function textAt(store: Y.Doc['store'], id: Y.ID): Y.XmlText | null {
  const parent = itemAt(store, id)?.parent
  return parent instanceof Y.XmlText ? parent : null
}
