// Undo and redo of what was done here, by this person. The history itself belongs to the binding.
import type { Command } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'
import type { Feature } from '../feature.ts'
import { undoInputRule } from '../input-rules.ts'
import type { UndoSteps } from '../input-rules.ts'
import { separateUndoSteps } from './undo-steps.ts'

export interface History {
  readonly undo: Command
  readonly redo: Command
}

export interface HistoryOptions extends History {
  readonly undoManager: UndoSteps
}

export function history({ undo, redo, undoManager }: HistoryOptions): Feature {
  return {
    name: 'history',
    keys: {
      'Mod-z': undo,
      'Mod-y': redo,
      'Mod-Shift-z': redo,
      Backspace: undoInputRule(undo),
    },
    plugins: [
      separateUndoSteps(undoManager),
      new Plugin({
        props: {
          handleDOMEvents: {
            // The browser's own menu (and shaking a phone) asks for undo this way.
            beforeinput(view, event) {
              if (event.inputType === 'historyUndo') undo(view.state, view.dispatch, view)
              else if (event.inputType === 'historyRedo') redo(view.state, view.dispatch, view)
              else return false
              event.preventDefault()
              return true
            },
          },
        },
      }),
    ],
  }
}
