// Which toggles are folded: each reader's own affair, so it is kept beside the document. What is folded away opens as soon
// as the caret gets into it, whatever brought it there: nobody ever writes where they cannot see.
import type { ResolvedPos } from 'prosemirror-model'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { Plugin, PluginKey, Selection } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { BlockAt } from '../../state/blocks.ts'
import { containerAround } from '../container/containers.ts'

const key = new PluginKey<DecorationSet>('stetFolded')

interface Change extends BlockAt {
  readonly folded: boolean
}

export function folding(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, before) {
        let folded = before.map(tr.mapping, tr.doc)
        const change = tr.getMeta(key) as Change | undefined
        if (change) {
          folded = folded.remove(foldedAt(folded, change.pos))
          if (change.folded) folded = folded.add(tr.doc, [foldedNode(change)])
        }
        return folded === DecorationSet.empty ? folded : openAround(folded, tr.selection.$head)
      },
    },
    props: { decorations: (state) => key.getState(state) },
  })
}

/** Whether the toggle at this position is folded here. */
export function isFolded(state: EditorState, pos: number): boolean {
  return foldedAt(key.getState(state) ?? DecorationSet.empty, pos).length > 0
}

/** Folds or opens a toggle. A caret inside goes to the line that stays in sight. */
export function setFolded(state: EditorState, { node, pos }: BlockAt, folded: boolean): Transaction {
  const tr = state.tr.setMeta(key, { node, pos, folded } satisfies Change).setMeta('addToHistory', false)
  if (!folded || !node.firstChild) return tr
  const { from, to } = state.selection
  const hiddenFrom = pos + 1 + node.firstChild.nodeSize
  const isInside = to > hiddenFrom && from < pos + node.nodeSize
  return isInside ? tr.setSelection(Selection.near(tr.doc.resolve(hiddenFrom), -1)) : tr
}

/** The innermost toggle around the caret. */
export const toggleFold: Command = (state, dispatch) => {
  const around = containerAround(state.selection.$head, 'toggle')
  if (!around) return false
  dispatch?.(setFolded(state, around, !isFolded(state, around.pos)))
  return true
}

function foldedNode({ node, pos }: BlockAt): Decoration {
  return Decoration.node(pos, pos + node.nodeSize, { class: 'stet-folded' }, { folded: true })
}

function foldedAt(set: DecorationSet, pos: number): Decoration[] {
  return set.find(pos, pos).filter(({ from }) => from === pos)
}

function openAround(set: DecorationSet, $head: ResolvedPos): DecorationSet {
  let open = set
  for (let depth = $head.depth; depth > 0; depth -= 1) {
    const isHidden = $head.node(depth).type.name === 'toggle' && $head.index(depth) > 0
    if (isHidden) open = open.remove(foldedAt(open, $head.before(depth)))
  }
  return open
}
