// Lists, as the toolbar and the lists of all actions show them.
import type { Action } from '../../actions/action.ts'
import { isListActive, listCommands } from './list-commands.ts'

export const listActions: readonly Action[] = [
  listAction('toggleBulletList', 'bullet', { keys: 'Mod-Shift-8', typed: '- ' }),
  listAction('toggleOrderedList', 'ordered', { keys: 'Mod-Shift-7', typed: '1. ' }),
  listAction('toggleTaskList', 'task', { keys: 'Mod-Shift-9', typed: '[] ' }),
]

function listAction(
  id: 'toggleBulletList' | 'toggleOrderedList' | 'toggleTaskList',
  kind: 'bullet' | 'ordered' | 'task',
  ways: { readonly keys: string; readonly typed: string },
): Action {
  return {
    id,
    label: id,
    icon: kind,
    group: 'groupLists',
    ...ways,
    keywords: `${id}Words`,
    inSlashMenu: true,
    command: listCommands[id](),
    isActive: (state) => isListActive(state, kind),
  }
}
