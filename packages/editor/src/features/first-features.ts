// The features without which nothing can be shown or typed rightly: blocks and their keys, lists and their numbers, the
// history. They come with the first part of the editor; all others with the second (all-features.ts), a moment later.
import { keymap } from 'prosemirror-keymap'
import type { Plugin } from 'prosemirror-state'
import type { FirstTranslator } from '../messages/first-words.ts'
import { isRightToLeft } from '../messages/words.ts'
import { blockIds } from './block-ids/block-ids.ts'
import { direction } from './direction/direction.ts'
import { dividers } from './divider/divider.ts'
import { emptyDocument } from './empty-document/empty-document.ts'
import type { Feature } from './feature.ts'
import { collectKeys } from './feature.ts'
import { freshSelection } from './fresh-selection.ts'
import { hardBreaks } from './hard-break/hard-break.ts'
import { headings } from './headings/headings.ts'
import type { HistoryOptions } from './history/history.ts'
import { history } from './history/history.ts'
import { inputRules } from './input-rules.ts'
import { lists } from './lists/lists.ts'
import { longDocument } from './long-document/long-document.ts'
import { pageEnd } from './page-end/page-end.ts'
import { fallbackKeys, paragraphs } from './paragraphs/paragraphs.ts'
import { placeholder } from './placeholder/placeholder.ts'
import { quotes } from './quote/quote.ts'
import type { TabGuard } from './tab-guard.ts'
import { createTabGuard } from './tab-guard.ts'

export interface FirstOptions {
  readonly history: HistoryOptions
  readonly placeholder: string
  readonly translate: FirstTranslator
  readonly createId: () => string
}

/** They keep their plugins, and with them their state, when the others come. */
export interface FirstFeatures {
  readonly byName: Readonly<Record<FirstName, Feature>>
  readonly tabGuard: TabGuard
  /** The plugins of a list of features, with what has to come before and after them. */
  plugins(features: readonly Feature[]): readonly Plugin[]
}

type FirstName =
  | 'history'
  | 'headings'
  | 'lists'
  | 'quotes'
  | 'dividers'
  | 'hardBreaks'
  | 'blockIds'
  | 'emptyDocument'
  | 'placeholder'
  | 'pageEnd'
  | 'longDocument'
  | 'direction'
  | 'paragraphs'

/** In the order in which they may claim a key. */
export function createFirstFeatures(options: FirstOptions): FirstFeatures {
  const tabGuard = createTabGuard()
  const fresh = freshSelection()
  const fallback = keymap({ ...fallbackKeys })
  return {
    byName: {
      history: history(options.history),
      headings: headings(),
      lists: lists({ tabGuard }),
      quotes: quotes(),
      dividers: dividers(),
      hardBreaks: hardBreaks(),
      blockIds: blockIds({ createId: options.createId }),
      emptyDocument: emptyDocument(),
      placeholder: placeholder({ text: options.placeholder }),
      pageEnd: pageEnd(),
      longDocument: longDocument(),
      direction: direction({ base: isRightToLeft(options.translate.locale) ? 'rtl' : 'ltr' }),
      paragraphs: paragraphs(),
    },
    tabGuard,
    plugins: (features) => [
      fresh,
      ...features.flatMap((feature) => feature.menuPlugins ?? []),
      tabGuard.plugin,
      inputRules(
        features.flatMap((feature) => feature.inputRules ?? []),
        options.history.undoManager,
      ),
      keymap(collectKeys(features)),
      ...features.flatMap((feature) => feature.plugins ?? []),
      fallback,
    ],
  }
}
