// Highlighting and coloured text: Ctrl-Shift-H highlights, `==words==` typed does too, and a small panel of swatches has
// all the colours.
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'
import type { InputRule } from '../input-rules.ts'
import { markType } from '../marks/marks.ts'
import { activeColor, colorCommands } from './color-commands.ts'

export function colors(menu: MenuContext | undefined): Feature {
  const open: Command = (state, dispatch, view) => {
    if (!colorCommands.setTextColor({ color: null })(state)) return false
    if (dispatch && view && menu) void openPanel(view, menu)
    return true
  }
  return {
    name: 'colors',
    keys: { 'Mod-Shift-h': colorCommands.toggleHighlight() },
    inputRules: [highlightRule],
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
      ...(menu
        ? [
            {
              id: 'openColors',
              label: 'openColors',
              icon: 'palette',
              group: 'groupMarks',
              keywords: 'openColorsWords',
              command: open,
            } as const,
          ]
        : []),
    ],
  }
}

async function openPanel(view: EditorView, menu: MenuContext): Promise<void> {
  const { openColorPanel } = await import('./color-panel.ts')
  if (!view.isDestroyed) openColorPanel(view, menu)
}

const highlightRule: InputRule = {
  pattern: /(?:^|[^=])(==([^=\s](?:[^=]*[^=\s])?)==)$/,
  apply(state, match, _start, end) {
    const [, whole = '', inner = ''] = match
    const from = end - whole.length
    if (state.doc.rangeHasMark(from, end, markType(state.schema, 'code'))) return null
    const type = markType(state.schema, 'highlight')
    return state.tr
      .delete(end - 2, end)
      .delete(from, from + 2)
      .addMark(from, from + inner.length, type.create({ color: 'yellow' }))
      .removeStoredMark(type)
  },
}
