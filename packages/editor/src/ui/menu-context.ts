// What a feature needs to bring a menu of its own.
import type { Actions } from '../actions/registry.ts'
import type { UndoSteps } from '../features/input-rules.ts'
import type { Translator } from '../messages/translate.ts'
import type { openMenu } from './menu.ts'

export interface MenuContext {
  /** The editor's root. */
  readonly host: HTMLElement
  readonly translate: Translator
  /** Asked when a menu opens: the actions of all features are known by then. */
  readonly actions: () => Actions
  readonly undoSteps: UndoSteps
  readonly openMenu: typeof openMenu
}
