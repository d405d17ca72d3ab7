// The shared types at the top of a fragment, in the order of the blocks that show them. It answers which block shows a
// type, and which type stands behind a block, without walking through Yjs's list of them.

import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import type { SharedChild } from '../adaptive/adaptive-json.ts'
import { isShownAsNode } from '../projection.ts'
import type { Mapping } from '../projection.ts'

export class RootChildren {
  readonly types: readonly SharedChild[]
  #lastIndex = 0

  constructor(types: readonly SharedChild[]) {
    this.types = types
  }

  /** -1 for a type that is not among them. Edits come in clusters, so the neighbours of the last one are asked first. */
  indexOf(type: SharedChild): number {
    for (let index = this.#lastIndex - 1; index <= this.#lastIndex + 1; index++) {
      if (this.types[index] === type) return (this.#lastIndex = index)
    }
    const index = this.types.indexOf(type)
    if (index >= 0) this.#lastIndex = index
    return index
  }
}

/** null when blocks and types do not stand one for one: text at the top, or blocks filled in for display only. */
export function alignChildren(
  types: readonly SharedChild[],
  doc: Node,
  mapping: Mapping,
): RootChildren | null {
  const isAligned = types.length === doc.childCount && types.every((type) => isShownAsNode(type, mapping))
  return isAligned ? new RootChildren(types) : null
}

/** The child of `root` that `type` is, or lies in; null when it lies elsewhere. */
export function topmost(root: Y.XmlFragment, type: Parameters<Mapping['get']>[0]): SharedChild | null {
  let current = type as unknown as Y.AbstractType<unknown>
  for (;;) {
    const parent = current._item?.parent
    if (parent === (root as unknown)) return current as SharedChild
    if (!(parent instanceof Y.AbstractType)) return null
    current = parent as Y.AbstractType<unknown>
  }
}
