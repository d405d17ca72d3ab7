// The features that every editor has besides the first ones, and the commands that programs can call in each. With them
// everything a document can hold is shown, and its text can be edited.
import type { Command } from 'prosemirror-state'
import { containerCommands, containerKeys } from './container/container-keys.ts'
import { dividerCommands } from './divider/divider.ts'
import type { MakeFeature } from './feature-context.ts'
import { figures } from './figure/figure.ts'
import { hardBreakCommands } from './hard-break/hard-break.ts'
import { headingCommands } from './headings/headings.ts'
import type { History } from './history/history.ts'
import { listCommands } from './lists/list-commands.ts'
import { markCommands, marks } from './marks/marks.ts'
import { pastedStyles } from './paste/pasted-styles.ts'
import { quoteCommands } from './quote/quote.ts'
import { unsupported } from './unsupported/unsupported.ts'

export const coreFeatures: readonly MakeFeature[] = [
  marks,
  containerKeys,
  ({ translate, loadedFrom }) => figures({ translate, addressOf: loadedFrom }),
  pastedStyles,
  unsupported,
]

/** Commands by name, as functions of their options that give a ProseMirror command. */
export function coreCommands(history: History) {
  return {
    ...markCommands,
    ...headingCommands,
    ...listCommands,
    ...quoteCommands,
    ...dividerCommands,
    ...hardBreakCommands,
    ...containerCommands,
    undo: (): Command => history.undo,
    redo: (): Command => history.redo,
  }
}
