// All features an editor has, in the order in which they may claim a key, and the commands that programs can call. The first
// of them are there before (first-features.ts): this is the second part of the editor, which comes while one reads.
import { dropCursor } from 'prosemirror-dropcursor'
import { gapCursor } from 'prosemirror-gapcursor'
import type { Schema } from 'prosemirror-model'
import type { Command, Plugin } from 'prosemirror-state'
import type { Actions } from './actions/registry.ts'
import { collectActions } from './actions/registry.ts'
import { blockCommands } from './features/block-menu/block-commands.ts'
import { calloutCommands, callouts } from './features/callout/callout.ts'
import { containerCommands, containerKeys } from './features/container/container-keys.ts'
import { toggleCommands, toggles } from './features/toggle/toggle.ts'
import { colorCommands } from './features/colors/color-commands.ts'
import { colors } from './features/colors/colors.ts'
import { codeBlockCommands, codeBlocks } from './features/code-block/code-block.ts'
import { dividerCommands } from './features/divider/divider.ts'
import type { Feature } from './features/feature.ts'
import { fileImport } from './features/import/import.ts'
import { figures } from './features/figure/figure.ts'
import { isElsewhere, pictureAddress } from './features/upload/upload.ts'
import type { ServerAddress } from '@stet/client'
import type { Upload } from './features/upload/upload.ts'
import { isPicture } from './features/upload/picture-files.ts'
import { replacePicture, uploads } from './features/upload/uploads.ts'
import { hardBreakCommands } from './features/hard-break/hard-break.ts'
import { mathCommands } from './features/math/math-commands.ts'
import { math } from './features/math/math.ts'
import { embedCommands } from './features/embed/embed-commands.ts'
import { headingCommands } from './features/headings/headings.ts'
import type { FirstFeatures } from './features/first-features.ts'
import type { History, HistoryOptions } from './features/history/history.ts'
import { linkCommands } from './features/link/link-commands.ts'
import type { LinkPopover } from './features/link/link-popover.ts'
import { links } from './features/link/link.ts'
import { listCommands } from './features/lists/list-commands.ts'
import { markCommands, marks } from './features/marks/marks.ts'
import { pastedStyles } from './features/paste/pasted-styles.ts'
import { quoteCommands } from './features/quote/quote.ts'
import { tables } from './features/table/table.ts'
import { tableCommands } from './features/table/table-commands.ts'
import type { MenuContext } from './ui/menu-context.ts'
import type { Translator } from './messages/translate.ts'
import { typography } from './features/typography/typography.ts'
import { unsupported } from './features/unsupported/unsupported.ts'

export interface AllOptions {
  readonly first: FirstFeatures
  readonly history: HistoryOptions
  readonly popover: LinkPopover
  readonly translate: Translator
  readonly schema: Schema
  /** The editor's root, for menus. Without one there are none. */
  readonly host?: HTMLElement
  /** Something a person did could not be done; the message is for them. */
  readonly onError?: (error: Error) => void
  /** The features that are menus. They need `host`. */
  readonly menus?: ((menu: MenuContext) => readonly Feature[]) | undefined
  /** Features of the embedder; they come before all others. */
  readonly own?: readonly Feature[] | undefined
  /** Default true: `...` and `--` become … and —. */
  readonly typography?: boolean
  /** Where pictures from files go. Without it they cannot be inserted. */
  readonly upload?: Upload | ServerAddress | undefined
  /** The server that the document is on. */
  readonly server?: ServerAddress | undefined
}

export interface AllFeatures {
  /** The binding's own plugins come before these. */
  readonly plugins: readonly Plugin[]
  readonly actions: Actions
}

/** All features, in the order in which they may claim a key. */
export function createAllFeatures(options: AllOptions): AllFeatures {
  const { first, host, translate, schema } = options
  const { byName, tabGuard } = first
  const addressOf = (src: string): string => pictureAddress(src, options.server)
  const { server } = options
  // Who keeps pictures in a place of their own shows them from there.
  const isLoaded = (src: string): boolean =>
    server === undefined ||
    typeof options.upload === 'function' ||
    !isElsewhere(src, server, globalThis.document.baseURI)
  const undoSteps = options.history.undoManager
  const menu: MenuContext | undefined = host && { host, translate, actions: () => actions, undoSteps }
  const features: readonly Feature[] = [
    ...(options.own ?? []),
    byName.history,
    marks(),
    colors(menu),
    math(menu),
    byName.headings,
    byName.lists,
    byName.quotes,
    codeBlocks({ tabGuard, menu }),
    callouts({ translate, host }),
    toggles({ translate }),
    // After lists and code, which lose their own quality first; before the fallbacks of paragraphs.
    containerKeys(),
    // After lists and code, which have a Tab of their own, also inside a cell.
    tables({ tabGuard, menu }),
    // Before pictures, which are only some of the files that are dropped together.
    fileImport({
      translate,
      onError: options.onError ?? (() => {}),
      isTaken: (file) => options.upload !== undefined && isPicture(file),
    }),
    ...(options.upload ? [uploads({ upload: options.upload, translate, addressOf })] : []),
    figures({
      translate,
      addressOf: (src) => (isLoaded(src) ? addressOf(src) : undefined),
      tools: host && { host, replace: options.upload && replacePicture },
    }),
    byName.dividers,
    links({ popover: options.popover, menu }),
    ...(options.typography === false ? [] : [typography()]),
    byName.hardBreaks,
    byName.blockIds,
    byName.emptyDocument,
    byName.placeholder,
    byName.pageEnd,
    byName.longDocument,
    byName.direction,
    pastedStyles({ schema }),
    unsupported({ translate }),
    ...(menu ? (options.menus?.(menu) ?? []) : []),
    byName.paragraphs,
  ]
  const actions = collectActions(features)
  const plugins = [
    ...first.plugins(features),
    dropCursor({ class: 'stet-dropcursor', color: false, width: 2 }),
    gapCursor(),
  ]
  return { plugins, actions }
}

/** Every command by name, as functions of its options that give a ProseMirror command. */
export function allCommands(history: History) {
  return {
    ...markCommands,
    ...colorCommands,
    ...mathCommands,
    ...embedCommands,
    ...headingCommands,
    ...listCommands,
    ...quoteCommands,
    ...codeBlockCommands,
    ...dividerCommands,
    ...hardBreakCommands,
    ...tableCommands,
    ...calloutCommands,
    ...toggleCommands,
    ...containerCommands,
    ...linkCommands,
    ...blockCommands,
    undo: (): Command => history.undo,
    redo: (): Command => history.redo,
  }
}
