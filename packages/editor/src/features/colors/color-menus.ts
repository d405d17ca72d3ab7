// Colours on a page with menus. The panel of swatches is loaded when it is first asked for.
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'
import { activeColor, colorCommands } from './color-commands.ts'

export function colorMenus(menu: MenuContext): Feature {
  const open: Command = (state, dispatch, view) => {
    if (!colorCommands.setTextColor({ color: null })(state)) return false
    if (dispatch && view) void openPanel(view, menu)
    return true
  }
  return {
    name: 'color-menus',
    actions: [
      {
        id: 'toggleHighlight',
        label: 'toggleHighlight',
        icon: 'highlight',
        group: 'groupMarks',
        keys: 'Mod-Shift-H',
        typed: '==…==',
        command: colorCommands.toggleHighlight(),
        isActive: (state) => activeColor(state, 'highlight') !== null,
      },
      {
        id: 'openColors',
        label: 'openColors',
        icon: 'palette',
        group: 'groupMarks',
        keywords: 'openColorsWords',
        command: open,
      },
    ],
  }
}

async function openPanel(view: EditorView, menu: MenuContext): Promise<void> {
  const { openColorPanel } = await import('./color-panel.ts')
  if (!view.isDestroyed) openColorPanel(view, menu)
}
