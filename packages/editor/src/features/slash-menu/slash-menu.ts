// The slash menu: `/` at the beginning of a line or after a space lists what can be made of the block or put there, found
// by typing on. What was chosen lately comes first.
import { actionOption, searchActions } from '../../actions/action-list.ts'
import type { ListboxOption } from '../../ui/listbox.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import type { Feature } from '../feature.ts'
import { replaceTyped } from '../suggestions/replace-typed.ts'
import { suggestions } from '../suggestions/suggestions.ts'
import { createRecent } from './recent.ts'

const maxQueryLength = 30
const shownRecent = 3

export function slashMenu({ host, translate, actions, undoSteps }: MenuContext): Feature {
  const recent = createRecent('actions')
  const offered = () => actions().all.filter(({ inSlashMenu }) => inSlashMenu === true)

  function find(query: string): readonly ListboxOption[] {
    const all = offered()
    if (query !== '')
      return searchActions(all, query, translate).map((action) => actionOption(action, translate))
    const lately = recent.ids
      .flatMap((id) => all.find((action) => action.id === id) ?? [])
      .slice(0, shownRecent)
    const rest = all.filter((action) => !lately.includes(action))
    return [
      ...lately.map((action) => actionOption(action, translate, translate('groupRecent'))),
      ...rest.map((action) => actionOption(action, translate, translate(action.group))),
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
