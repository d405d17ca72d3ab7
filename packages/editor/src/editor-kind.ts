// What the editors of one door (`@stet/editor`, `@stet/editor/core`) have that another's have not.
import type { EditorView } from 'prosemirror-view'
import type { Doc } from 'yjs'
import type { Actions } from './actions/registry.ts'
import type { CoreEditor, Editor } from './editor.ts'
import type { CommandMakers } from './features/define-feature.ts'
import type { MakeFeature } from './features/feature-context.ts'
import type { History } from './features/history/history.ts'
import type { Menus } from './menus.ts'
import type { Messages } from './messages/english.ts'
import type { Translator } from './messages/translate.ts'

export interface EditorKind {
  /** Besides those that a page chooses. */
  readonly features: readonly MakeFeature[]
  readonly commands: (history: History) => CommandMakers
  /** Every word that its features say, in English. */
  readonly english: Partial<Messages>
  readonly methods?: MoreMethods
  /** Without them there is nothing around the text. */
  readonly menus?: Menus
}

/** What only some editors can be asked. */
export type MoreMethods = (
  view: EditorView,
  given: { readonly doc: Doc; readonly translate: Translator; readonly actions: Actions },
) => Omit<Editor, keyof CoreEditor>
