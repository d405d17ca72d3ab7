// Every block a person makes gets an id, unlike any other in the document: links and comments hold on to it. Only the
// client that made the block gives the id, in the same transaction; what comes from others is never touched, or two
// clients would "repair" the same block differently. Blocks without an id (made by other programs) are legal.
//
// Which of two blocks with one id (after a paste) keeps it: the one that the transaction did not insert; among inserted
// ones, the first.
import type { Node } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import type { Step } from 'prosemirror-transform'
import { ReplaceAroundStep, ReplaceStep } from 'prosemirror-transform'
import type { Range } from '../../state/changed-ranges.ts'
import { changedRanges } from '../../state/changed-ranges.ts'
import { isRemote } from '../../state/transaction-origin.ts'
import type { Feature } from '../feature.ts'

export function blockIds({ createId }: { readonly createId: () => string }): Feature {
  return { name: 'block-ids', plugins: [blockIdsPlugin(createId)] }
}

export function blockIdsPlugin(createId: () => string): Plugin {
  return new Plugin({
    appendTransaction(transactions, _before, state) {
      if (transactions.some(isRemote)) return null
      const inserted = changedRanges(transactions, insertsBlocks)
      if (inserted.length === 0) return null
      const found = blocksIn(state.doc, inserted)
      if (found.size === 0) return null
      const taken = idsOutside(state.doc, found)
      const tr = state.tr
      for (const [pos, id] of found) {
        if (id !== null && !taken.has(id)) {
          taken.add(id)
          continue
        }
        const fresh = createId()
        taken.add(fresh)
        tr.setNodeAttribute(pos, 'id', fresh)
      }
      if (!tr.docChanged) return null
      // Setting an attribute would forget the marks chosen for what is typed next.
      return tr.setStoredMarks(state.storedMarks)
    },
  })
}

// Typing inserts no blocks and costs nothing here.
function insertsBlocks(step: Step): boolean {
  return (
    (step instanceof ReplaceStep || step instanceof ReplaceAroundStep) &&
    step.slice.content.content.some((node) => node.isBlock)
  )
}

function blocksIn(doc: Node, ranges: readonly Range[]): Map<number, string | null> {
  const found = new Map<number, string | null>()
  for (const { from, to } of ranges) {
    doc.nodesBetween(Math.max(0, from - 1), Math.min(doc.content.size, to + 1), (node, pos) => {
      const beginsInside = pos >= from && pos < to
      if (node.isBlock && node.type.spec.attrs?.['id'] && beginsInside) found.set(pos, idOf(node))
      return !node.isTextblock
    })
  }
  return new Map([...found].sort(([a], [b]) => a - b))
}

function idsOutside(doc: Node, inserted: ReadonlyMap<number, string | null>): Set<string> {
  const ids = new Set<string>()
  doc.descendants((node, pos) => {
    const id = inserted.has(pos) ? null : idOf(node)
    if (id !== null) ids.add(id)
    return !node.isTextblock
  })
  return ids
}

function idOf(node: Node): string | null {
  const id: unknown = node.attrs['id']
  return typeof id === 'string' && id !== '' ? id : null
}
