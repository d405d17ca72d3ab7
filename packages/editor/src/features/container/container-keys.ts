// The keys that lead out of callouts, toggles and tables. Features of their own kind come before (lists, code): what has a
// quality of its own loses that first.
import { chainCommands } from 'prosemirror-commands'
import type { Feature } from '../feature.ts'
import {
  arrowOutAtEnd,
  backIntoContainer,
  backspaceAtStart,
  leaveDownwards,
  leaveEmptyLine,
} from './containers.ts'

export const containerCommands = {
  continueBelow: () => leaveDownwards,
}

export function containerKeys(): Feature {
  return {
    name: 'container-keys',
    keys: {
      Enter: leaveEmptyLine,
      Backspace: chainCommands(backspaceAtStart, backIntoContainer),
      'Mod-Enter': leaveDownwards,
      ArrowDown: arrowOutAtEnd,
    },
  }
}
