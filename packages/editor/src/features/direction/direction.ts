// Each block is written from the side its own first letter says, so that an Arabic quotation in an English text (and the
// other way round) stands as its readers expect, with its marker on the right side. It is a decoration and not an
// attribute of the document: everyone sees it without anyone having written it. A block without letters goes on as the one
// before it, so that a new line in an Arabic text begins on the right. What somebody chose (`dir`) stands.
import type { TextDirection } from '@stet/document'
import { textDirection } from '@stet/document'
import type { Node } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { isCodeBlock, isTextblock } from '../../state/blocks.ts'
import type { Feature } from '../feature.ts'

export interface DirectionOptions {
  /** That of the editor around the text, which a block has without being told. */
  readonly base: TextDirection
}

export function direction({ base }: DirectionOptions): Feature {
  return {
    name: 'direction',
    plugins: [
      new Plugin<DecorationSet>({
        state: {
          init: (_config, state) => decorate(state.doc, base),
          apply: (tr, shown) => (tr.docChanged ? decorate(tr.doc, base) : shown),
        },
        props: {
          decorations(state) {
            return this.getState(state)
          },
        },
      }),
    ],
  }
}

/** For every block that is not as `base`. Most documents have none, and cost one look at each block. */
function decorate(doc: Node, base: TextDirection): DecorationSet {
  const found: Decoration[] = []
  let before: TextDirection = base
  doc.descendants((node, pos) => {
    if (isCodeBlock(node)) {
      // Programs are written from left to right, whatever they say.
      if (base === 'rtl') found.push(Decoration.node(pos, pos + node.nodeSize, { dir: 'ltr' }))
      return false
    }
    if (!isTextblock(node)) return !node.isTextblock
    const chosen = chosenDirection(node)
    const own = chosen ?? directionOf(node) ?? before
    before = own
    if (chosen === undefined && own !== base)
      found.push(Decoration.node(pos, pos + node.nodeSize, { dir: own }))
    return false
  })
  return found.length === 0 ? DecorationSet.empty : DecorationSet.create(doc, found)
}

function chosenDirection(node: Node): TextDirection | undefined {
  const dir: unknown = node.attrs['dir']
  return dir === 'ltr' || dir === 'rtl' ? dir : undefined
}

// A block that did not change is the same object: its text is looked at once.
const known = new WeakMap<Node, TextDirection | 'none'>()

function directionOf(block: Node): TextDirection | undefined {
  let direction = known.get(block)
  if (direction === undefined) {
    direction = firstDirection(block) ?? 'none'
    known.set(block, direction)
  }
  return direction === 'none' ? undefined : direction
}

function firstDirection(block: Node): TextDirection | undefined {
  for (const child of block.children) {
    const direction = textDirection(child.text ?? '')
    if (direction !== undefined) return direction
  }
  return undefined
}
