// Find and replace, on the keys of the platform's other editors. The form and the search are loaded when they are first
// asked for; until then this costs an empty set of marks.
import type { Command } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'
import type { FindBar } from './find-bar.ts'
import { findHighlights } from './find-highlights.ts'

export function findAndReplace(menu: MenuContext): Feature {
  let bar: FindBar | undefined
  // While the form is on its way, keys are for its field: they must not land in the text.
  let typed: string | undefined
  const keepTyped = new Plugin({
    props: {
      handleKeyDown(_view, event) {
        if (typed === undefined) return false
        if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) typed += event.key
        return true
      },
    },
  })

  const open =
    (withReplace: boolean): Command =>
    (_state, dispatch, view) => {
      if (dispatch && view) void show(view, withReplace)
      return true
    }
  const step =
    (direction: 1 | -1): Command =>
    (state, dispatch, view) => {
      if (!bar?.isOpen) return open(false)(state, dispatch, view)
      if (dispatch) bar.move(direction)
      return true
    }
  const close: Command = (_state, dispatch) => {
    if (!bar?.isOpen) return false
    if (dispatch) bar.close()
    return true
  }

  async function show(view: EditorView, withReplace: boolean): Promise<void> {
    if (typed !== undefined) return
    typed = ''
    try {
      const { createFindBar } = await import('./find-bar.ts')
      if (view.isDestroyed) return
      bar ??= createFindBar(view, menu)
      bar.open({ withReplace: withReplace && view.editable, typed })
    } finally {
      typed = undefined
    }
  }

  return {
    name: 'find',
    keys: {
      'Mod-f': open(false),
      'Mod-h': open(true),
      'Mod-Alt-f': open(true),
      F3: step(1),
      'Shift-F3': step(-1),
      'Mod-g': step(1),
      'Mod-Shift-g': step(-1),
      Escape: close,
    },
    menuPlugins: [keepTyped],
    plugins: [findHighlights(() => bar?.documentChanged())],
    actions: [
      {
        id: 'find',
        label: 'find',
        icon: 'search',
        group: 'groupView',
        keys: 'Mod-F',
        changesNothing: true,
        command: open(false),
      },
      {
        id: 'findAndReplace',
        label: 'findAndReplace',
        icon: 'replace',
        group: 'groupView',
        keys: 'Mod-H',
        command: open(true),
      },
    ],
  }
}
