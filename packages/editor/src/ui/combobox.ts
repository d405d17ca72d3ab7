// A field to search in, and the list of what is found below it: the arrow keys move in the list while one types (the combobox
// pattern of the ARIA Authoring Practices).
import type { Listbox, ListboxOption } from './listbox.ts'
import { createListbox } from './listbox.ts'

export interface ComboboxOptions {
  readonly document: Document
  readonly className: string
  /** For screen readers. */
  readonly label: string
  readonly placeholder: string
  readonly listLabel: string
  /** What is said and shown when nothing is found. */
  readonly empty: string
  readonly find: (typed: string) => readonly ListboxOption[]
  readonly onChoose: (id: string) => void
  /** Beside Enter. */
  readonly choosesWithTab?: boolean
}

export interface Combobox {
  /** In this order. */
  readonly elements: readonly [HTMLInputElement, HTMLElement]
  /** Once it is on the page: shows everything, and takes the focus. */
  start(): void
}

export function createCombobox(options: ComboboxOptions): Combobox {
  const { document, className, label, placeholder, listLabel, empty, find, onChoose } = options
  const input = document.createElement('input')
  input.type = 'text'
  input.className = className
  input.placeholder = placeholder
  input.autocomplete = 'off'
  input.spellcheck = false
  const list: Listbox = createListbox({
    document,
    label: listLabel,
    empty,
    typedIn: () => input,
    onChoose: ({ id }) => onChoose(id),
  })
  const attributes = {
    role: 'combobox',
    'aria-expanded': 'true',
    'aria-autocomplete': 'list',
    'aria-label': label,
    'aria-controls': list.element.id,
  }
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)

  function show(): void {
    list.show(find(input.value))
  }

  input.addEventListener('input', show)
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    if (event.key === 'ArrowDown') list.move(1)
    else if (event.key === 'ArrowUp') list.move(-1)
    else if (event.key === 'Enter' || (event.key === 'Tab' && options.choosesWithTab === true)) {
      if (list.active) onChoose(list.active.id)
    } else return
    event.preventDefault()
    event.stopPropagation()
  })

  return {
    elements: [input, list.element],
    start() {
      show()
      input.focus()
    },
  }
}
