// Where two documents differ, as far as Yjs can tell them apart: the order of marks means nothing, and marks on inline nodes
// that are no text are not shared.

import type { Node } from 'prosemirror-model'
import { sameMarks } from './write/mark-attributes.ts'

export interface Difference {
  /** The indexes of the children that lead to it, from the root. */
  readonly path: readonly number[]
  /** The node in Yjs as ProseMirror's JSON; only its type, attributes and size when it is large. */
  readonly expected: unknown
  /** The same, of the editor. null when there is none. */
  readonly found: unknown
}

export function firstDifference(
  expected: Node,
  found: Node,
  path: readonly number[] = [],
): Difference | null {
  if (expected.eq(found)) return null
  const here: Difference = { path, expected: told(expected), found: told(found) }
  if (!expected.hasMarkup(found.type, found.attrs, expected.marks)) return here
  if (expected.inlineContent) return sameInline(pieces(expected), pieces(found)) ? null : here
  for (let index = 0; index < Math.max(expected.childCount, found.childCount); index++) {
    const [one, other] = [expected.maybeChild(index), found.maybeChild(index)]
    const place = [...path, index]
    if (one === null || other === null) {
      return {
        path: place,
        expected: one === null ? null : told(one),
        found: other === null ? null : told(other),
      }
    }
    const difference = firstDifference(one, other, place)
    if (difference !== null) return difference
  }
  return null
}

/** Text cut into characters with their marks, so that it does not matter how it is cut into nodes. */
interface Piece {
  readonly node: Node
  readonly text: string | null
}

function pieces(parent: Node): Piece[] {
  const result: Piece[] = []
  for (const node of parent.children) {
    const last = result.at(-1)
    if (
      node.text !== undefined &&
      last?.text !== null &&
      last !== undefined &&
      sameMarks(last.node.marks, node.marks)
    ) {
      result[result.length - 1] = { node: last.node, text: last.text + node.text }
    } else result.push({ node, text: node.text ?? null })
  }
  return result
}

function sameInline(one: readonly Piece[], other: readonly Piece[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ node, text }, index) => {
      const piece = other[index]
      if (piece === undefined || piece.text !== text) return false
      return text === null
        ? firstDifference(node.mark([]), piece.node.mark([])) === null
        : sameMarks(node.marks, piece.node.marks)
    })
  )
}

/** A report is read by people; a whole document in it is not. */
const largestTold = 5_000

function told(node: Node): unknown {
  return node.nodeSize <= largestTold
    ? node.toJSON()
    : { type: node.type.name, attrs: node.attrs, size: node.nodeSize, childCount: node.childCount }
}
