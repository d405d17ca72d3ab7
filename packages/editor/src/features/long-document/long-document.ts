// In a long document, blocks out of sight are neither laid out nor painted (`content-visibility` in page.css), so that
// what a key costs the browser does not grow with the document. Two things need help there. The browser does not know
// where in a block that is not laid out a caret can stand, and puts it at the start: so the block with the caret is laid
// out always (a new one would otherwise wait for the next frame, and the second letter would go before the first), and
// the jumps to the ends of the document are ours.
import type { Command, EditorState } from 'prosemirror-state'
import { Plugin, Selection, TextSelection } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { Feature } from '../feature.ts'

/** Below this the browser lays everything out within a few milliseconds. */
const fewestBlocks = 200

export function longDocument(): Feature {
  return {
    name: 'long-document',
    keys: {
      'Mod-Home': goTo('start'),
      'Mod-End': goTo('end'),
      'Mod-Shift-Home': goTo('start', { isExtending: true }),
      'Mod-Shift-End': goTo('end', { isExtending: true }),
      'Meta-ArrowUp': goTo('start'),
      'Meta-ArrowDown': goTo('end'),
      'Meta-Shift-ArrowUp': goTo('start', { isExtending: true }),
      'Meta-Shift-ArrowDown': goTo('end', { isExtending: true }),
    },
    plugins: [
      new Plugin({
        props: {
          attributes: (state): Record<string, string> => (isLong(state) ? { 'data-stet-long': '' } : {}),
          decorations: (state) => (isLong(state) ? caretBlock(state) : null),
        },
      }),
    ],
  }
}

function isLong({ doc }: EditorState): boolean {
  return doc.childCount >= fewestBlocks
}

function goTo(side: 'start' | 'end', options: { readonly isExtending?: boolean } = {}): Command {
  return (state, dispatch) => {
    if (!isLong(state)) return false
    const { doc, selection } = state
    const end = side === 'start' ? Selection.atStart(doc) : Selection.atEnd(doc)
    const target = options.isExtending === true ? TextSelection.between(selection.$anchor, end.$head) : end
    dispatch?.(state.tr.setSelection(target).scrollIntoView())
    return true
  }
}

function caretBlock({ doc, selection: { $head } }: EditorState): DecorationSet {
  const block = doc.maybeChild($head.index(0))
  if (block === null || block.isText) return DecorationSet.empty
  const from = $head.depth === 0 ? $head.pos : $head.before(1)
  return DecorationSet.create(doc, [
    Decoration.node(from, from + block.nodeSize, { class: 'stet-caret-block' }),
  ])
}
