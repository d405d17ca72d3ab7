// Dividers, as the toolbar and the lists of all actions show them.
import type { Action } from '../../actions/action.ts'
import { dividerCommands } from './divider.ts'

export const dividerActions: readonly Action[] = [
  {
    id: 'insertDivider',
    label: 'insertDivider',
    icon: 'divider',
    group: 'groupInsert',
    typed: '---',
    keywords: 'insertDividerWords',
    inSlashMenu: true,
    command: dividerCommands.insertDivider(),
  },
]
