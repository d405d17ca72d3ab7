// The way out of a box, as the lists of all actions show it.
import type { Action } from '../../actions/action.ts'
import { containerCommands } from './container-keys.ts'

export const containerActions: readonly Action[] = [
  {
    id: 'continueBelow',
    label: 'continueBelow',
    icon: 'down',
    group: 'groupText',
    keys: 'Mod-Enter',
    command: containerCommands.continueBelow(),
  },
]
