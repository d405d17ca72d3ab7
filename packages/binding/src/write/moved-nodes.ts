// Which nodes a person took away from their place. When they are in the document nevertheless, they were moved: by drag and
// drop, by a key, or as a list item with its children.

import type { Node } from 'prosemirror-model'
import type { StepMap } from 'prosemirror-transform'
import { Mapping } from 'prosemirror-transform'

/**
 * `maps` lead away from `before`; null when that is not known. What they took away is looked up at the first question:
 * most changes move nothing, and nobody asks.
 */
export function movedNodes(before: Node | null, maps: readonly StepMap[] | null): (node: Node) => boolean {
  let moved: ReadonlySet<Node> | null = null
  return (node) => {
    moved ??= before === null || maps === null ? new Set() : takenAway(before, maps)
    return moved.has(node)
  }
}

function takenAway(before: Node, maps: readonly StepMap[]): ReadonlySet<Node> {
  const taken = new Set<Node>()
  for (const [index, map] of maps.entries()) {
    const back = new Mapping(maps.slice(0, index)).invert()
    map.forEach((start, end) => {
      const [from, to] = [back.map(start, 1), back.map(end, -1)]
      if (from >= to) return
      before.nodesBetween(from, to, (node, position) => {
        if (from <= position && position + node.nodeSize <= to) taken.add(node)
      })
    })
  }
  return taken
}
