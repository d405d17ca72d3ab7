// Choosing the language of code: a field to search by name, and the list below it (the combobox pattern).
import { createListbox } from '../../ui/listbox.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { createPopup } from '../../ui/popup.ts'
import { search } from '../../actions/search.ts'
import { findLanguage, languages } from './languages.ts'

export interface LanguagePickerOptions {
  readonly anchor: HTMLElement
  readonly menu: MenuContext
  readonly current: string | null
  readonly onPick: (language: string | null) => void
  /** After it was closed with Escape or a choice. */
  readonly onClose: () => void
}

// An id no language has.
const plain = '-'

export function openLanguagePicker(options: LanguagePickerOptions): void {
  const { anchor, menu, current, onPick, onClose } = options
  const { host, translate } = menu
  const document = host.ownerDocument
  const popup = createPopup({
    document,
    host,
    className: 'stet-language-picker',
    onDismiss(by) {
      anchor.removeAttribute('aria-expanded')
      if (by === 'escape') onClose()
    },
  })
  const input = document.createElement('input')
  input.type = 'text'
  input.className = 'stet-picker-input'
  input.placeholder = translate('searchLanguages')
  input.autocomplete = 'off'
  input.spellcheck = false
  input.setAttribute('role', 'combobox')
  input.setAttribute('aria-expanded', 'true')
  input.setAttribute('aria-autocomplete', 'list')
  input.setAttribute('aria-label', translate('searchLanguages'))
  const list = createListbox({
    document,
    label: translate('languages'),
    empty: translate('nothingFound'),
    typedIn: () => input,
    onChoose: ({ id }) => choose(id),
  })
  input.setAttribute('aria-controls', list.element.id)
  popup.element.append(input, list.element)

  const items = [
    { id: plain, label: translate('plainText'), keywords: 'text txt none' },
    ...languages.map(({ id, name, aliases = [] }) => ({
      id,
      label: name,
      keywords: [id, ...aliases].join(' '),
    })),
  ]
  const chosen = current === null ? plain : findLanguage(current)?.id

  function show(): void {
    const all = search(items, input.value)
    // Nothing typed: the language it is in stands first, where the highlight is.
    const found =
      input.value === '' ? all.toSorted((a, b) => Number(b.id === chosen) - Number(a.id === chosen)) : all
    list.show(found.map(({ id, label }) => (id === chosen ? { id, label, icon: 'check' } : { id, label })))
  }

  function choose(id: string): void {
    popup.close()
    anchor.removeAttribute('aria-expanded')
    onPick(id === plain ? null : id)
    onClose()
  }

  input.addEventListener('input', show)
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    if (event.key === 'ArrowDown') list.move(1)
    else if (event.key === 'ArrowUp') list.move(-1)
    else if (event.key === 'Enter' || event.key === 'Tab') {
      if (list.active) choose(list.active.id)
    } else return
    event.preventDefault()
    event.stopPropagation()
  })
  popup.open(anchor, 'bottom-end')
  anchor.setAttribute('aria-expanded', 'true')
  show()
  input.focus()
}
