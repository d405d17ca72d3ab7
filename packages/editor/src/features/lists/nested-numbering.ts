// The numbers of ordered items inside other blocks: table cells, callouts, toggles. In each of them counting starts anew.
// A set of their own, because the one for the document's own blocks (numbering.ts) is quick by knowing that none of its
// numbers is ever inside a block.
//
// Cost: the block of the document in which something changed is counted again, if it can hold blocks; others are not.
import { orderedNumbers } from '@stet/document'
import type { Node } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { changedChildren, flatBlock, offsetOf } from './numbering.ts'

export function nestedNumbering(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    state: {
      init: (_config, { doc }) => DecorationSet.create(doc, numbersInside(doc)),
      apply(tr, numbers, { doc: before }) {
        if (!tr.docChanged) return numbers
        let shown = numbers.map(tr.mapping, tr.doc)
        const { from, to } = changedChildren(before, tr.doc)
        let pos = offsetOf(tr.doc, from)
        for (let index = from; index < to; index += 1) {
          const block = tr.doc.child(index)
          const end = pos + block.nodeSize
          if (holdsBlocks(block)) {
            shown = shown.remove(shown.find(pos, end)).add(tr.doc, numbersInside(block, pos + 1))
          }
          pos = end
        }
        return shown
      },
    },
    props: {
      decorations(state) {
        return this.getState(state)
      },
    },
  })
}

/** In every container below `parent`, whose content begins at `start`; not among the children of the document itself. */
function numbersInside(parent: Node, start = 0): Decoration[] {
  const decorations: Decoration[] = []
  const count = (container: Node, from: number): void => {
    const numbers = container.type.name === 'doc' ? [] : orderedNumbers(container.children.map(flatBlock))
    container.forEach((node, offset, index) => {
      const pos = from + offset
      const number = numbers[index]
      if (number !== undefined) {
        decorations.push(Decoration.node(pos, pos + node.nodeSize, { start: String(number) }, { number }))
      }
      if (holdsBlocks(node)) count(node, pos + 1)
    })
  }
  count(parent, start)
  return decorations
}

function holdsBlocks(node: Node): boolean {
  return !node.isTextblock && !node.isLeaf
}
