// Bulleted, numbered and task lists.
import { attrsOfKind } from '../../state/change-kind.ts'
import { blockInputRule } from '../block-input-rule.ts'
import type { Feature } from '../feature.ts'
import type { InputRule } from '../input-rules.ts'
import type { TabGuard } from '../tab-guard.ts'
import { backspaceAtItemStart, leaveEmptyItem, listCommands } from './list-commands.ts'
import { nestedNumbering } from './nested-numbering.ts'
import { numberAt, numbering } from './numbering.ts'
import { taskBoxes } from './task-boxes.ts'

const listRules: readonly InputRule[] = [
  blockInputRule(/^[-*+•]\s$/, ({ kind, indent }) =>
    kind === 'bullet' ? null : attrsOfKind('bullet', { indent }),
  ),
  {
    // Numbers follow from the items before, so only a number that this item would get makes a list: "2020. " stays.
    pattern: /^(\d{1,4})[.)]\s$/,
    apply(state, match, start, end) {
      const $start = state.doc.resolve(start)
      const typed = Number(match[1])
      return blockInputRule(/^/, ({ kind, indent }) => {
        if (kind === 'ordered') return null
        const container = $start.depth - 1
        const next = numberAt($start.node(container), $start.index(container), indent)
        return typed === 1 || typed === next ? attrsOfKind('ordered', { indent }) : null
      }).apply(state, match, start, end)
    },
  },
  blockInputRule(/^\[([ xX]?)\]\s$/, ({ kind, indent }, match) =>
    kind === 'task' ? null : { ...attrsOfKind('task', { indent }), checked: match[1]?.toLowerCase() === 'x' },
  ),
]

export function lists({ tabGuard }: { readonly tabGuard: TabGuard }): Feature {
  return {
    name: 'lists',
    keys: {
      'Mod-Shift-7': listCommands.toggleOrderedList(),
      'Mod-Shift-8': listCommands.toggleBulletList(),
      'Mod-Shift-9': listCommands.toggleTaskList(),
      'Mod-Enter': listCommands.toggleChecked(),
      Tab: tabGuard.unlessLeaving(listCommands.indent()),
      'Shift-Tab': tabGuard.unlessLeaving(listCommands.outdent()),
      Enter: leaveEmptyItem,
      Backspace: backspaceAtItemStart,
    },
    inputRules: listRules,
    plugins: [numbering(), nestedNumbering(), taskBoxes()],
  }
}
