// Undo and redo, as the toolbar and the lists of all actions show them.
import type { Action } from '../../actions/action.ts'
import type { History } from './history.ts'

export function historyActions({ undo, redo }: History): readonly Action[] {
  return [
    { id: 'undo', label: 'undo', icon: 'undo', group: 'groupHistory', keys: 'Mod-Z', command: undo },
    { id: 'redo', label: 'redo', icon: 'redo', group: 'groupHistory', keys: 'Mod-Shift-Z', command: redo },
  ]
}
