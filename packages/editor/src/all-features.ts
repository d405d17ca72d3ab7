// All features an editor can have, and the commands that programs can call in one that has them all.
import { blockCommands } from './features/block-menu/block-commands.ts'
import { makerOf } from './features/built-in.ts'
import { calloutCommands } from './features/callout/callout.ts'
import {
  callouts,
  codeBlocks,
  colors,
  dropPlace,
  fileDrops,
  links,
  markdownPaste,
  math,
  pictures,
  tables,
  toggles,
  typography,
} from './features/chosen-features.ts'
import { codeBlockCommands } from './features/code-block/code-block.ts'
import { colorCommands } from './features/colors/color-commands.ts'
import { coreCommands, coreFeatures } from './features/core-features.ts'
import { embedCommands } from './features/embed/embed-commands.ts'
import type { MakeFeature } from './features/feature-context.ts'
import type { History } from './features/history/history.ts'
import { linkCommands } from './features/link/link-commands.ts'
import { mathCommands } from './features/math/math-commands.ts'
import { tableCommands } from './features/table/table-commands.ts'
import { toggleCommands } from './features/toggle/toggle.ts'

const chosen = [
  callouts,
  codeBlocks,
  colors,
  dropPlace,
  fileDrops,
  links,
  markdownPaste,
  math,
  pictures,
  tables,
  toggles,
  typography,
]

export const allFeatures: readonly MakeFeature[] = [
  ...coreFeatures,
  ...chosen.flatMap((feature) => makerOf(feature) ?? []),
]

/** Every command by name, as functions of its options that give a ProseMirror command. */
export function allCommands(history: History) {
  return {
    ...coreCommands(history),
    ...colorCommands,
    ...mathCommands,
    ...embedCommands,
    ...codeBlockCommands,
    ...tableCommands,
    ...calloutCommands,
    ...toggleCommands,
    ...linkCommands,
    ...blockCommands,
  }
}
