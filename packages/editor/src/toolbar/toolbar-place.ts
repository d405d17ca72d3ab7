// Where the toolbar stands, and when: not for those who only read, and from when they may write on.
import type { Actions } from '../actions/registry.ts'
import type { Menus } from '../menus.ts'
import type { Translator } from '../messages/translate.ts'
import type { ShownText } from '../show-text.ts'
import type { Toolbar } from './toolbar.ts'

export interface ToolbarPlaceOptions {
  readonly text: ShownText
  readonly menus: Menus | undefined
  readonly translate: Translator
  readonly actions: Actions
}

export type ToolbarPlace = Pick<Toolbar, 'focus' | 'changed' | 'destroy'>

export function createToolbarPlace({ text, menus, translate, actions }: ToolbarPlaceOptions): ToolbarPlace {
  const { root, view, options } = text
  let toolbar: Toolbar | undefined

  function show(): void {
    if (toolbar || text.isReadonly || options.toolbar === false || !menus) return
    const more = (options.features ?? []).flatMap(({ items = [] }) =>
      items.filter((item) => item.toolbar === true),
    )
    toolbar = menus.createToolbar(
      { view, actions, translate },
      more.map(({ id }) => id),
    )
    root.querySelector(':scope > .stet-toolbar')?.remove()
    root.prepend(toolbar.element)
  }

  return {
    focus: () => toolbar?.focus(),
    changed() {
      show()
      toolbar?.changed()
    },
    destroy: () => toolbar?.destroy(),
  }
}
