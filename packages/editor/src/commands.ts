// The commands as programs call them: `editor.commands.setHeading({ level: 2 })` does it and says whether it did,
// `editor.can.setHeading({ level: 2 })` says whether it could.
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { CallableCommands, CommandMakers } from './features/define-feature.ts'
import { readSelection } from './features/fresh-selection.ts'
import type { allCommands } from './all-features.ts'
import type { coreCommands } from './features/core-features.ts'

/** Those of an editor without chosen features. */
export type CoreCommands = CallableCommands<ReturnType<typeof coreCommands>>

/** One function for each command. It returns whether the command applied (or, in `can`, would apply) here. */
export type EditorCommands = CallableCommands<ReturnType<typeof allCommands>>

/** Calls that act on the view. On a view that cannot be edited nothing happens, and the answer is false. */
export function createCommands<Makers extends CommandMakers>(
  commands: Makers,
  view: EditorView,
): { readonly commands: CallableCommands<Makers>; readonly can: CallableCommands<Makers> } {
  const bind = (run: (command: Command) => boolean): CallableCommands<Makers> =>
    Object.fromEntries(
      Object.entries(commands).map(([name, create]) => [
        name,
        // Each entry keeps its own options' type in CallableCommands; here they only pass through.
        (...options: never[]) => !view.isDestroyed && view.editable && run(create(...options)),
      ]),
    ) as CallableCommands<Makers>
  return {
    commands: bind((command) => {
      readSelection(view)
      return command(view.state, view.dispatch, view)
    }),
    can: bind((command) => command(view.state, undefined, view)),
  }
}
