// Where a pattern is in a document. Blocks that did not change are the same objects as before, so what was found in them
// is remembered: after an edit only the edited block is searched again.
import type { Node } from 'prosemirror-model'
import { findInText } from './find-pattern.ts'
import type { TextMatch } from './find-pattern.ts'

/** Positions in the document. */
export interface Match {
  readonly from: number
  readonly to: number
}

export interface Found {
  readonly matches: readonly Match[]
  /** There are more than were collected. */
  readonly hasMore: boolean
}

// More are of no use one by one; "replace all" has no such limit.
const maxMatches = 10_000

export interface Finder {
  readonly regex: RegExp
  /** In the order of the document. */
  find(doc: Node, limit?: number): Found
}

export function createFinder(regex: RegExp): Finder {
  const known = new WeakMap<Node, readonly TextMatch[]>()
  return {
    regex,
    find(doc, limit = maxMatches) {
      const matches: Match[] = []
      doc.descendants((node, pos) => {
        if (!node.isTextblock) return matches.length <= limit
        if (matches.length > limit) return false
        let inBlock = known.get(node)
        if (!inBlock) known.set(node, (inBlock = findInText(regex, textOf(node))))
        for (const { from, to } of inBlock) matches.push({ from: pos + 1 + from, to: pos + 1 + to })
        return false
      })
      return { matches: matches.slice(0, limit), hasMore: matches.length > limit }
    },
  }
}

/** One character for each position: what is no text is a line end, which no `.` of an expression matches. */
export function textOf(block: Node): string {
  let text = ''
  block.forEach((child) => (text += child.text ?? '\n'.repeat(child.nodeSize)))
  return text
}
