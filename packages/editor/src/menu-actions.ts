// What the menus offer of the features that have no menu of their own.
import type { Action } from './actions/action.ts'
import { calloutActions } from './features/callout/callout-actions.ts'
import { containerActions } from './features/container/container-actions.ts'
import { dividerActions } from './features/divider/divider-actions.ts'
import type { Feature } from './features/feature.ts'
import { headingActions } from './features/headings/heading-actions.ts'
import type { History } from './features/history/history.ts'
import { historyActions } from './features/history/history-actions.ts'
import { listActions } from './features/lists/list-actions.ts'
import { markActions } from './features/marks/mark-actions.ts'
import { quoteActions } from './features/quote/quote-actions.ts'
import { toggleActions } from './features/toggle/toggle-actions.ts'

/** By the names of those features, beside which they stand in lists. */
export function menuActions(history: History): readonly Feature[] {
  const byName: Readonly<Record<string, readonly Action[]>> = {
    history: historyActions(history),
    marks: markActions,
    headings: headingActions,
    lists: listActions,
    quote: quoteActions,
    callout: calloutActions,
    toggle: toggleActions,
    'container-keys': containerActions,
    divider: dividerActions,
  }
  return Object.entries(byName).map(([name, actions]) => ({ name, actions }))
}
