// What every part of the interface needs to work on an editor.
import type { EditorView } from 'prosemirror-view'
import type { Actions } from '../actions/registry.ts'
import type { Translator } from '../messages/translate.ts'

export interface EditorUI {
  readonly view: EditorView
  readonly actions: Actions
  readonly translate: Translator
}
