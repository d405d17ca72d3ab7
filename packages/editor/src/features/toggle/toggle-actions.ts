// Toggles, as the menus and the lists of all actions show them.
import type { Action } from '../../actions/action.ts'
import { selectedContainer } from '../container/containers.ts'
import { toggleCommands } from './toggle.ts'

export const toggleActions: readonly Action[] = [
  {
    id: 'toggleToggle',
    label: 'toggleToggle',
    icon: 'toggle',
    group: 'groupInsert',
    typed: '>> ',
    keywords: 'toggleToggleWords',
    inSlashMenu: true,
    command: toggleCommands.toggleToggle(),
    isActive: (state) => selectedContainer(state, 'toggle') !== undefined,
  },
  {
    id: 'toggleFold',
    label: 'toggleFold',
    icon: 'chevron',
    group: 'groupText',
    keys: 'Mod-Alt-Enter',
    command: toggleCommands.toggleFold(),
  },
]
