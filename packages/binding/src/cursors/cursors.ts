// The cursors plugin: shows the carets and selections of others, publishes this editor's. Works at most once per
// frame, touches only the cursors that changed, never asks the browser for layout.

import { Plugin } from 'prosemirror-state'
import type { EditorState, PluginView } from 'prosemirror-state'
import { DecorationSet } from 'prosemirror-view'
import type { EditorView } from 'prosemirror-view'
import { CursorPublisher } from './cursor-publisher.ts'
import { applyToCursors, cursorKey } from './cursor-state.ts'
import type { CursorOptions, CursorState } from './cursor-state.ts'
import { CursorView } from './cursor-view.ts'

export function cursorPlugin(options: CursorOptions): Plugin<CursorState> {
  return new Plugin<CursorState>({
    key: cursorKey,
    state: {
      init: () => ({ decorations: DecorationSet.empty, touched: null }),
      apply: (tr, state) => applyToCursors(tr, state),
    },
    props: {
      decorations: (state) => cursorKey.getState(state)?.decorations,
    },
    view: (view) => cursorPluginView(view, options),
  })
}

function cursorPluginView(view: EditorView, options: CursorOptions): PluginView {
  const others = new CursorView(view, options)
  const own = new CursorPublisher(view, options)
  return {
    update: (_view, previous: EditorState) => {
      others.editorChanged(previous)
      own.editorChanged(previous)
    },
    destroy: () => {
      others.destroy()
      own.destroy()
    },
  }
}
