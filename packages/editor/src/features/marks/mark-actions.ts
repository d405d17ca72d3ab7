// What can be done to the looks of text, as the toolbar and the lists of all actions show it.
import type { Action } from '../../actions/action.ts'
import type { ToggledMark } from './marks.ts'
import { isMarkActive, markCommands } from './marks.ts'

export const markActions: readonly Action[] = [
  markAction('toggleBold', 'bold', { keys: 'Mod-B', typed: '**…**' }),
  markAction('toggleItalic', 'italic', { keys: 'Mod-I', typed: '*…*' }),
  markAction('toggleUnderline', 'underline', { keys: 'Mod-U' }),
  markAction('toggleStrike', 'strike', { keys: 'Mod-Shift-S', typed: '~~…~~' }),
  markAction('toggleCode', 'code', { keys: 'Mod-E', typed: '`…`' }),
  markAction('toggleSubscript', 'subscript', { keys: 'Mod-,' }),
  markAction('toggleSuperscript', 'superscript', { keys: 'Mod-.' }),
  {
    id: 'clearFormatting',
    label: 'clearFormatting',
    icon: 'clear',
    group: 'groupMarks',
    keys: 'Mod-\\',
    command: markCommands.clearFormatting(),
  },
]

function markAction(
  id: Exclude<keyof typeof markCommands, 'clearFormatting'>,
  mark: ToggledMark,
  ways: { readonly keys: string; readonly typed?: string },
): Action {
  return {
    id,
    label: id,
    icon: mark,
    group: 'groupMarks',
    ...ways,
    command: markCommands[id](),
    isActive: (state) => isMarkActive(state, mark),
  }
}
