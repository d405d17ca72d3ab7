// Text and headings, as the menus and the lists of all actions show them.
import type { Action } from '../../actions/action.ts'
import { everySelectedBlock } from '../../state/change-kind.ts'
import { headingCommands } from './headings.ts'

export const headingActions: readonly Action[] = [
  {
    id: 'setParagraph',
    label: 'setParagraph',
    icon: 'paragraph',
    group: 'groupText',
    keys: 'Mod-Alt-0',
    keywords: 'setParagraphWords',
    inSlashMenu: true,
    command: headingCommands.setParagraph(),
    isActive: (state) => everySelectedBlock(state, ({ kind }) => kind === 'paragraph'),
  },
  headingAction(1),
  headingAction(2),
  headingAction(3),
]

function headingAction(level: 1 | 2 | 3): Action {
  return {
    id: `setHeading${level}`,
    label: `setHeading${level}`,
    icon: `heading-${level}`,
    group: 'groupText',
    keys: `Mod-Alt-${level}`,
    typed: `${'#'.repeat(level)} `,
    keywords: `setHeading${level}Words`,
    inSlashMenu: true,
    command: headingCommands.setHeading({ level }),
    isActive: (state) =>
      everySelectedBlock(state, (attrs) => attrs.kind === 'heading' && attrs.level === level),
  }
}
