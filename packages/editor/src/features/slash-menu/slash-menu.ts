// The slash menu: `/` at the beginning of a line or after a space lists what can be made of the block or put there, found
// by typing on. What was chosen lately comes first.
import type { Action } from '../../actions/action.ts'
import type { Actions } from '../../actions/registry.ts'
import { search } from '../../actions/search.ts'
import type { Translator } from '../../messages/translate.ts'
import { isApplePlatform, shownKeys } from '../../ui/keys.ts'
import type { ListboxOption } from '../../ui/listbox.ts'
import type { Feature } from '../feature.ts'
import type { UndoSteps } from '../input-rules.ts'
import { replaceTyped } from '../suggestions/replace-typed.ts'
import { suggestions } from '../suggestions/suggestions.ts'
import { createRecent } from './recent.ts'

export interface SlashMenuOptions {
  readonly host: HTMLElement
  readonly translate: Translator
  /** Asked when the menu opens: other features' actions are known by then. */
  readonly actions: () => Actions
  readonly undoSteps: UndoSteps
}

const maxQueryLength = 30
const shownRecent = 3

export function slashMenu({ host, translate, actions, undoSteps }: SlashMenuOptions): Feature {
  const recent = createRecent()
  const offered = () => actions().all.filter(({ inSlashMenu }) => inSlashMenu === true)

  function toOption(action: Action, group?: string): ListboxOption {
    const { id, label, icon, keys } = action
    return {
      id,
      label: translate(label),
      icon,
      ...(keys === undefined ? {} : { hint: shownKeys(keys, isApplePlatform()) }),
      ...(group === undefined ? {} : { group }),
    }
  }

  function find(query: string): readonly ListboxOption[] {
    const all = offered()
    if (query !== '') {
      const items = all.map((action) => ({
        action,
        label: translate(action.label),
        ...(action.keywords === undefined ? {} : { keywords: translate(action.keywords) }),
      }))
      return search(items, query).map(({ action }) => toOption(action))
    }
    const lately = recent.ids
      .flatMap((id) => all.find((action) => action.id === id) ?? [])
      .slice(0, shownRecent)
    const rest = all.filter((action) => !lately.includes(action))
    return [
      ...lately.map((action) => toOption(action, translate('groupRecent'))),
      ...rest.map((action) => toOption(action, translate(action.group))),
    ]
  }

  return {
    name: 'slash-menu',
    menuPlugins: [
      suggestions({
        host,
        translate,
        source: {
          name: 'slash',
          sign: '/',
          label: 'slashMenu',
          opensAfter: (before) => before === '' || /\s$/.test(before),
          fits: (query) => query.length <= maxQueryLength && !/^\s|[/\ufffc]/.test(query),
          find,
          choose(view, option, range) {
            const action = actions().get(option.id)
            if (!action) return
            recent.add(action.id)
            undoSteps.stopCapturing()
            replaceTyped(view, range, action.command)
          },
        },
      }),
    ],
  }
}
