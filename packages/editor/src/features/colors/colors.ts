// Highlighting and coloured text: Ctrl-Shift-H highlights, `==words==` typed does too. A small panel of swatches
// (color-menus.ts) has all the colours.
import type { Feature } from '../feature.ts'
import type { InputRule } from '../input-rules.ts'
import { markType } from '../marks/marks.ts'
import { colorCommands } from './color-commands.ts'

export function colors(): Feature {
  return {
    name: 'colors',
    keys: { 'Mod-Shift-h': colorCommands.toggleHighlight() },
    inputRules: [highlightRule],
  }
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
