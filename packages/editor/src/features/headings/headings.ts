// Headings: three levels in the interface (documents may hold six).
import type { Command } from 'prosemirror-state'
import type { HeadingLevel } from '@stet/document'
import { attrsOfKind, setKind } from '../../state/change-kind.ts'
import { blockInputRule } from '../block-input-rule.ts'
import type { Feature } from '../feature.ts'

function setHeading({ level }: { readonly level: HeadingLevel }): Command {
  if (!Number.isInteger(level) || level < 1 || level > 6) {
    throw new RangeError(`setHeading: level is ${String(level)}, but must be a whole number from 1 to 6.`)
  }
  return setKind('heading', { level })
}

export const headingCommands = {
  /** Plain text: no heading, no list. */
  setParagraph: () => setKind('paragraph'),
  setHeading,
}

const headingRules = [
  blockInputRule(/^(#{1,3})\s$/, (_attrs, match) =>
    attrsOfKind('heading', { level: (match[1]?.length ?? 1) as HeadingLevel }),
  ),
]

export function headings(): Feature {
  return {
    name: 'headings',
    keys: {
      'Mod-Alt-0': headingCommands.setParagraph(),
      'Mod-Alt-1': setHeading({ level: 1 }),
      'Mod-Alt-2': setHeading({ level: 2 }),
      'Mod-Alt-3': setHeading({ level: 3 }),
    },
    inputRules: headingRules,
  }
}
