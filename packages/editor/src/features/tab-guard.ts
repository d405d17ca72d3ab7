// In lists and code Tab means something, and people who move by keyboard would be caught there. Escape lets the next Tab
// (or Shift-Tab) leave the editor, as in other editors; any other key takes that back.
import type { Command } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'

export interface TabGuard {
  readonly plugin: Plugin
  /** Runs the command, unless Escape was pressed directly before. */
  unlessLeaving(command: Command): Command
}

export function createTabGuard(): TabGuard {
  let leaving = false
  return {
    plugin: new Plugin({
      props: {
        handleKeyDown(_view, event) {
          if (event.key === 'Escape') leaving = true
          else if (event.key !== 'Tab' && event.key !== 'Shift') leaving = false
          return false
        },
        handleDOMEvents: {
          blur() {
            leaving = false
            return false
          },
        },
      },
    }),
    unlessLeaving: (command) => (state, dispatch, view) => !leaving && command(state, dispatch, view),
  }
}
