// The command palette: everything the editor can do here, found by name. Alt-/ is the key Google Docs has for it.
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Action } from '../../actions/action.ts'
import { canRun, runAction } from '../../actions/action.ts'
import { actionOption, searchActions } from '../../actions/action-list.ts'
import { createListbox } from '../../ui/listbox.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { openModal } from '../../ui/modal.ts'
import type { Feature } from '../feature.ts'

const id = 'openCommandPalette'

export function commandPalette(menu: MenuContext): Feature {
  const open: Command = (_state, dispatch, view) => {
    if (dispatch && view) openPalette(view, menu)
    return true
  }
  return {
    name: 'command-palette',
    keys: { 'Alt-/': open },
    actions: [{ id, label: id, icon: 'search', group: 'groupView', keys: 'Alt-/', command: open }],
  }
}

function openPalette(view: EditorView, { host, translate, actions }: MenuContext): void {
  const document = host.ownerDocument
  const input = document.createElement('input')
  input.type = 'text'
  input.className = 'stet-palette-input'
  input.placeholder = translate('palettePlaceholder')
  input.autocomplete = 'off'
  input.spellcheck = false
  input.setAttribute('role', 'combobox')
  input.setAttribute('aria-expanded', 'true')
  input.setAttribute('aria-autocomplete', 'list')
  input.setAttribute('aria-label', translate('openCommandPalette'))
  const list = createListbox({
    document,
    label: translate('openCommandPalette'),
    empty: translate('nothingFound'),
    typedIn: () => input,
    onChoose: (option) => choose(option.id),
  })
  input.setAttribute('aria-controls', list.element.id)
  const content = document.createElement('div')
  content.className = 'stet-palette'
  content.append(input, list.element)

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
  const possible = actions().all.filter((action) => action.id !== id && canRun(view, action))
  function show(): void {
    const found = searchActions(possible, input.value, translate)
    list.show(
      found.map((action) =>
        actionOption(action, translate, input.value === '' ? translate(action.group) : undefined),
      ),
    )
  }

  function choose(actionId: string): void {
    chosen = actions().get(actionId)
    modal.close()
  }

  input.addEventListener('input', show)
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    if (event.key === 'ArrowDown') list.move(1)
    else if (event.key === 'ArrowUp') list.move(-1)
    else if (event.key === 'Enter') {
      if (list.active) choose(list.active.id)
    } else return
    event.preventDefault()
  })
  show()
  input.focus()
}
