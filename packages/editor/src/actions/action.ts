// An action is one thing people can do, said once: its name, its icon, its keys, the command, and whether it is on. Features
// bring them; the toolbar, the menus, the command palette and the list of shortcuts are only different views of them.
import type { Command, EditorState } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { readSelection } from '../features/fresh-selection.ts'
import type { MessageKey } from '../messages/english.ts'
import type { Icon } from '../ui/icons.ts'

/** Where an action stands in lists of all actions, in this order. */
export const actionGroups = [
  'groupText',
  'groupLists',
  'groupMarks',
  'groupInsert',
  'groupTable',
  'groupHistory',
  'groupView',
] as const satisfies readonly MessageKey[]
export type ActionGroup = (typeof actionGroups)[number]

export interface Action {
  /** Unique. Where a command for programs does the same, it has this name. */
  readonly id: string
  readonly label: MessageKey
  readonly icon: Icon
  readonly group: ActionGroup
  /** As in prosemirror-keymap (`Mod-Shift-8`); only shown, the feature binds them. */
  readonly keys?: string
  /** What can be typed instead, as in the list of shortcuts: `# `, `**bold**`. */
  readonly typed?: string
  /** Other words by which it is found. */
  readonly keywords?: MessageKey
  /** In the slash menu: it makes or changes a block, or inserts something, at an empty place. */
  readonly inSlashMenu?: boolean
  /** Readers can do it too: it leaves the document as it is. */
  readonly changesNothing?: boolean
  readonly command: Command
  /** Whether it is on at the selection. Absent for what is done once. */
  readonly isActive?: (state: EditorState) => boolean
}

/** Runs it at the selection the page shows; false when it does not apply, or the view cannot be edited. */
export function runAction(view: EditorView, action: Action): boolean {
  if (view.isDestroyed || !isAllowed(view, action)) return false
  readSelection(view)
  return action.command(view.state, view.dispatch, view)
}

export function canRun(view: EditorView, action: Action): boolean {
  return !view.isDestroyed && isAllowed(view, action) && action.command(view.state, undefined, view)
}

function isAllowed(view: EditorView, { changesNothing }: Action): boolean {
  return view.editable || changesNothing === true
}
