// Every shortcut on one page: the keys of each action, and what can be typed instead. Made from the actions, so that it
// cannot tell of keys that do not exist.
import type { EditorView } from 'prosemirror-view'
import type { Action } from '../../actions/action.ts'
import { actionGroups } from '../../actions/action.ts'
import { isApplePlatform, shownKeys } from '../../ui/keys.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { openModal } from '../../ui/modal.ts'

export function openCheatSheet(view: EditorView, { host, translate, actions }: MenuContext): void {
  const document = host.ownerDocument
  const content = document.createElement('div')
  content.className = 'stet-shortcuts'
  const title = document.createElement('h2')
  title.textContent = translate('showShortcuts')
  const close = document.createElement('button')
  close.type = 'button'
  close.className = 'stet-button'
  close.textContent = translate('close')
  const head = document.createElement('div')
  head.className = 'stet-shortcuts-head'
  head.append(title, close)
  const groups = document.createElement('div')
  groups.className = 'stet-shortcuts-groups'
  // It may be longer than the window; a keyboard can push only what has the focus.
  groups.tabIndex = 0
  for (const group of actionGroups) {
    const found = actions().all.filter(
      (action) => action.group === group && (action.keys ?? action.typed) !== undefined,
    )
    if (found.length > 0) groups.append(section(translate(group), found))
  }
  content.append(head, groups)

  const modal = openModal({
    host,
    className: 'stet-shortcuts-modal',
    label: translate('showShortcuts'),
    content,
    onClose() {
      if (!view.isDestroyed) view.focus()
    },
  })
  close.addEventListener('click', () => modal.close())

  function section(name: string, found: readonly Action[]): HTMLElement {
    const element = document.createElement('section')
    const heading = document.createElement('h3')
    heading.textContent = name
    const table = document.createElement('table')
    for (const action of found) {
      const row = table.insertRow()
      const label = document.createElement('th')
      label.scope = 'row'
      label.textContent = translate(action.label)
      row.append(label)
      const keys = row.insertCell()
      if (action.typed !== undefined) keys.append(key(action.typed, 'stet-shortcut-typed'))
      if (action.keys !== undefined)
        keys.append(key(shownKeys(action.keys, isApplePlatform()), 'stet-shortcut-keys'))
    }
    element.append(heading, table)
    return element
  }

  function key(words: string, className: string): HTMLElement {
    const element = document.createElement('kbd')
    element.className = className
    element.textContent = words
    return element
  }
}
