// The list of shortcuts, on Ctrl-/. Loaded when it is first asked for.
import type { Command } from 'prosemirror-state'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'

const id = 'showShortcuts'

export function shortcuts(menu: MenuContext): Feature {
  const show: Command = (_state, dispatch, view) => {
    if (dispatch && view) void open()
    return true

    async function open(): Promise<void> {
      const { openCheatSheet } = await import('./cheat-sheet.ts')
      if (view && !view.isDestroyed) openCheatSheet(view, menu)
    }
  }
  return {
    name: 'shortcuts',
    keys: { 'Mod-/': show },
    actions: [{ id, label: id, icon: 'keyboard', group: 'groupView', keys: 'Mod-/', command: show }],
  }
}
