// The command palette: everything the editor can do here, found by name. Alt-/ is the key Google Docs has for it.
import type { Command } from 'prosemirror-state'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'
import { openPalette } from './palette.ts'

const id = 'openCommandPalette'

export function commandPalette(menu: MenuContext): Feature {
  const open: Command = (_state, dispatch, view) => {
    if (dispatch && view) openPalette(view, menu, id)
    return true
  }
  return {
    name: 'command-palette',
    keys: { 'Alt-/': open },
    actions: [{ id, label: id, icon: 'search', group: 'groupView', keys: 'Alt-/', command: open }],
  }
}
