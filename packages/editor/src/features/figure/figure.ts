// Captions. A caption is one line of text below its picture: Enter leaves it, into a paragraph after the picture, because
// splitting it would make a second picture.
import { TextSelection } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import { createTextblock, isTextblock } from '../../state/blocks.ts'
import type { Feature } from '../feature.ts'

export function figures(): Feature {
  return { name: 'figure', keys: { Enter: leaveCaption, 'Mod-Enter': leaveCaption } }
}

const leaveCaption: Command = (state, dispatch) => {
  const { $from, $to } = state.selection
  if ($from.parent.type.name !== 'figure' || !$from.sameParent($to)) return false
  if (!dispatch) return true
  const tr = state.tr.deleteSelection()
  const after = tr.selection.$from.after()
  const next = tr.doc.nodeAt(after)
  // An empty line below is there for going on.
  if (!isTextblock(next) || next.content.size > 0) tr.insert(after, createTextblock(state.schema))
  dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView())
  return true
}
