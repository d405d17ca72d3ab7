// The command palette: everything the editor can do here, found by name. Alt-/ is the key Google Docs has for it.
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'

const id = 'openCommandPalette'

export function commandPalette(menu: MenuContext): Feature {
  const open: Command = (_state, dispatch, view) => {
    if (dispatch && view) void show(view, menu)
    return true
  }
  return {
    name: 'command-palette',
    keys: { 'Alt-/': open },
    actions: [{ id, label: id, icon: 'search', group: 'groupView', keys: 'Alt-/', command: open }],
  }
}

async function show(view: EditorView, menu: MenuContext): Promise<void> {
  const { openPalette } = await import('./palette.ts')
  if (!view.isDestroyed) openPalette(view, menu, id)
}
