// The fallbacks for Enter, Backspace and Delete. This feature comes last, so that any other can claim the keys first.
import { baseKeymap, chainCommands, selectAll } from 'prosemirror-commands'
import { TextSelection } from 'prosemirror-state'
import type { Command } from 'prosemirror-state'
import type { Feature } from '../feature.ts'
import {
  backspaceToParagraph,
  deleteEmptyBefore,
  deleteEmptyHere,
  leaveEmptyQuote,
  paragraphAfterSelected,
  splitTextblock,
  startWithEmptyLine,
} from './split-and-join.ts'

/** Ctrl-A in a code block takes the code first, and the whole document when pressed again. */
const selectAllInSteps: Command = (state, dispatch, view) => {
  const { $from, $to } = state.selection
  const inCode =
    $from.parent.type.spec.code === true && $from.sameParent($to) && $from.parent.content.size > 0
  if (!inCode || ($from.pos === $from.start() && $to.pos === $to.end()))
    return selectAll(state, dispatch, view)
  if (dispatch) dispatch(state.tr.setSelection(TextSelection.create(state.doc, $from.start(), $from.end())))
  return true
}

const backspace = chainCommands(backspaceToParagraph, deleteEmptyBefore)

export function paragraphs(): Feature {
  return {
    name: 'paragraphs',
    keys: {
      Enter: chainCommands(startWithEmptyLine, leaveEmptyQuote, paragraphAfterSelected, splitTextblock),
      Backspace: backspace,
      'Mod-Backspace': backspace,
      'Shift-Backspace': backspace,
      Delete: deleteEmptyHere,
      'Mod-a': selectAllInSteps,
    },
  }
}

/** What ProseMirror does with the keys nobody claimed. */
export const fallbackKeys: Readonly<Record<string, Command>> = baseKeymap
