// Actions as lines of a list: the slash menu and the command palette look, and search, the same.
import type { Translator } from '../messages/translate.ts'
import { isApplePlatform, shownKeys } from '../ui/keys.ts'
import type { ListboxOption } from '../ui/listbox.ts'
import type { Action } from './action.ts'
import { search } from './search.ts'

export function actionOption(action: Action, translate: Translator, group?: string): ListboxOption {
  const { id, label, icon, keys } = action
  return {
    id,
    label: translate(label),
    icon,
    ...(keys === undefined ? {} : { hint: shownKeys(keys, isApplePlatform()) }),
    ...(group === undefined ? {} : { group }),
  }
}

/** By the words of the language that is shown, best first. */
export function searchActions(
  actions: readonly Action[],
  query: string,
  translate: Translator,
): readonly Action[] {
  const items = actions.map((action) => ({
    action,
    label: translate(action.label),
    keywords: action.keywords === undefined ? '' : translate(action.keywords),
  }))
  return search(items, query).map(({ action }) => action)
}
