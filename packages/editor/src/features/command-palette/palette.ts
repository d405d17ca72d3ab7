// What the command palette shows. It is there at once: whoever opens it types on, and must not type into the text.
import type { EditorView } from 'prosemirror-view'
import type { Action } from '../../actions/action.ts'
import { canRun, runAction } from '../../actions/action.ts'
import { actionOption, searchActions } from '../../actions/action-list.ts'
import { createCombobox } from '../../ui/combobox.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { openModal } from '../../ui/modal.ts'

/** `ownId` is the action that opens it, which it does not offer. */
export function openPalette(
  view: EditorView,
  { host, translate, actions }: MenuContext,
  ownId: string,
): void {
  const document = host.ownerDocument
  const content = document.createElement('div')
  content.className = 'stet-palette'

  let chosen: Action | undefined
  const modal = openModal({
    host,
    className: 'stet-palette-modal',
    label: translate('openCommandPalette'),
    content,
    onClose() {
      if (view.isDestroyed) return
      view.focus()
      if (chosen) runAction(view, chosen)
    },
  })

  // What cannot be done at the selection is left out: a palette is for doing.
  const possible = actions().all.filter((action) => action.id !== ownId && canRun(view, action))
  const combobox = createCombobox({
    document,
    className: 'stet-palette-input',
    label: translate('openCommandPalette'),
    placeholder: translate('palettePlaceholder'),
    listLabel: translate('openCommandPalette'),
    empty: translate('nothingFound'),
    find: (typed) =>
      searchActions(possible, typed, translate).map((action) =>
        actionOption(action, translate, typed === '' ? translate(action.group) : undefined),
      ),
    onChoose(actionId) {
      chosen = actions().get(actionId)
      modal.close()
    },
  })
  content.append(...combobox.elements)
  combobox.start()
}
