// Choosing the language of code: a field to search by name, and the list below it (the combobox pattern).
import { createCombobox } from '../../ui/combobox.ts'
import type { ListboxOption } from '../../ui/listbox.ts'
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
  const items = [
    { id: plain, label: translate('plainText'), keywords: 'text txt none' },
    ...languages.map(({ id, name, aliases = [] }) => ({
      id,
      label: name,
      keywords: [id, ...aliases].join(' '),
    })),
  ]
  const chosen = current === null ? plain : findLanguage(current)?.id

  function find(typed: string): readonly ListboxOption[] {
    const all = search(items, typed)
    // Nothing typed: the language it is in stands first, where the highlight is.
    const found =
      typed === '' ? all.toSorted((a, b) => Number(b.id === chosen) - Number(a.id === chosen)) : all
    return found.map(({ id, label }) => (id === chosen ? { id, label, icon: 'check' } : { id, label }))
  }

  function choose(id: string): void {
    popup.close()
    anchor.removeAttribute('aria-expanded')
    onPick(id === plain ? null : id)
    onClose()
  }

  const combobox = createCombobox({
    document,
    className: 'stet-picker-input',
    label: translate('searchLanguages'),
    placeholder: translate('searchLanguages'),
    listLabel: translate('languages'),
    empty: translate('nothingFound'),
    find,
    onChoose: choose,
    choosesWithTab: true,
  })
  popup.element.append(...combobox.elements)
  popup.open(anchor, 'bottom-end')
  anchor.setAttribute('aria-expanded', 'true')
  combobox.start()
}
