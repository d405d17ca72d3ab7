// A line break inside a block: Shift-Enter.
import type { Command } from 'prosemirror-state'
import { nodeType } from '../../state/blocks.ts'
import { inEmptyDocument } from '../../state/empty-document.ts'
import type { Feature } from '../feature.ts'

const insertHardBreak: Command = inEmptyDocument((state, dispatch) => {
  const { $from } = state.selection
  if (!$from.parent.inlineContent) return false
  if (dispatch) {
    const code = $from.parent.type.spec.code === true
    const tr = code
      ? state.tr.insertText('\n')
      : state.tr.replaceSelectionWith(nodeType(state.schema, 'hard_break').create())
    dispatch(tr.scrollIntoView())
  }
  return true
})

export const hardBreakCommands = {
  insertHardBreak: () => insertHardBreak,
}

export function hardBreaks(): Feature {
  return { name: 'hard-break', keys: { 'Shift-Enter': insertHardBreak } }
}
