// Dividers: a line across the page, typed with three hyphens.
import { NodeSelection, TextSelection } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import { blockAttrs, createTextblock, isTextblock, nodeType } from '../../state/blocks.ts'
import { inEmptyDocument } from '../../state/empty-document.ts'
import type { Feature } from '../feature.ts'
import type { InputRule } from '../input-rules.ts'

/** Puts a divider after the block with the caret (in place of it, when it is an empty paragraph), and text after it. */
const insertDivider: Command = inEmptyDocument((state, dispatch) => {
  const { $to } = state.selection
  if (state.selection instanceof NodeSelection ? $to.depth > 0 : $to.depth !== 1) return false
  if (!dispatch) return true
  const tr = state.tr
  const divider = nodeType(state.schema, 'divider').create()
  const block = $to.depth > 0 ? $to.parent : null
  if (isTextblock(block) && block.content.size === 0) {
    // The empty block stays, after the divider, with the caret in it.
    tr.insert($to.before(), divider)
  } else {
    const after = $to.depth > 0 ? $to.after() : $to.pos
    tr.insert(after, divider)
    const next = after + divider.nodeSize
    if (!tr.doc.nodeAt(next)?.isTextblock) tr.insert(next, createTextblock(state.schema))
    tr.setSelection(TextSelection.create(tr.doc, next + 1))
  }
  dispatch(tr.scrollIntoView())
  return true
})

const dividerRules: readonly InputRule[] = [
  {
    pattern: /^(?:---|—-|\*\*\*)$/,
    apply(state, _match, start, end) {
      const $start = state.doc.resolve(start)
      const block = $start.parent
      if (!isTextblock(block) || blockAttrs(block).kind !== 'paragraph' || block.content.size !== end - start)
        return null
      return state.tr.delete(start, end).insert($start.before(), nodeType(state.schema, 'divider').create())
    },
  },
]

export const dividerCommands = {
  insertDivider: () => insertDivider,
}

export function dividers(): Feature {
  return {
    name: 'divider',
    inputRules: dividerRules,
  }
}
