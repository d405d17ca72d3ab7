// A list to choose from while the focus stays where one types (the combobox pattern of the ARIA Authoring Practices): the
// arrow keys move a highlight, `aria-activedescendant` on the typing element tells screen readers where it is.
import type { Icon } from './icons.ts'
import { createIcon } from './icons.ts'

export interface ListboxOption {
  readonly id: string
  readonly label: string
  /** A shortcut or another hint at the end of the line. */
  readonly hint?: string
  readonly icon?: Icon
  /** Drawn in place of an icon: an emoji, or a person's avatar. */
  readonly picture?: Element
  /** Options with the same group stand below its name; groups keep the order in which they come. */
  readonly group?: string
}

export interface Listbox {
  readonly element: HTMLElement
  /** The highlighted option. Undefined when there are none. */
  readonly active: ListboxOption | undefined
  /** Shows these, highlights the first, or the one that was highlighted before when `keep` is set and it is still there. */
  show(options: readonly ListboxOption[], keep?: boolean): void
  /** By lines; at the ends it goes round. */
  move(by: number): void
}

export interface ListboxOptions {
  readonly document: Document
  /** For screen readers. */
  readonly label: string
  /** What is said and shown when nothing is found. */
  readonly empty: string
  /** The element that has the focus. It gets `aria-controls` and `aria-activedescendant`. */
  readonly typedIn: () => HTMLElement | undefined
  readonly onChoose: (option: ListboxOption) => void
}

let made = 0

export function createListbox({ document, label, empty, typedIn, onChoose }: ListboxOptions): Listbox {
  made += 1
  const listId = `stet-list-${made}`
  const element = document.createElement('div')
  element.id = listId
  element.className = 'stet-listbox'
  element.setAttribute('role', 'listbox')
  element.setAttribute('aria-label', label)
  let options: readonly ListboxOption[] = []
  let lines: HTMLElement[] = []
  let index = 0

  // The focus stays in the text.
  element.addEventListener('mousedown', (event) => event.preventDefault())
  element.addEventListener('click', (event) => {
    const line = event.target instanceof Element ? event.target.closest('[role="option"]') : null
    const option = options[lines.findIndex((each) => each === line)]
    if (option) onChoose(option)
  })
  element.addEventListener('pointermove', (event) => {
    // The list came under a resting pointer: whoever uses the arrow keys did not point at anything.
    if (event.movementX === 0 && event.movementY === 0) return
    const line = event.target instanceof Element ? event.target.closest('[role="option"]') : null
    const found = lines.findIndex((each) => each === line)
    if (found >= 0 && found !== index) highlight(found)
  })

  function highlight(next: number): void {
    lines[index]?.setAttribute('aria-selected', 'false')
    index = next
    const line = lines[index]
    line?.setAttribute('aria-selected', 'true')
    const typed = typedIn()
    // A list that scrolls must be reachable, or belong to a field that moves in it. Tab never comes here: it chooses.
    if (typed?.getAttribute('role') !== 'combobox') element.tabIndex = 0
    if (line) typed?.setAttribute('aria-activedescendant', line.id)
    else typed?.removeAttribute('aria-activedescendant')
  }

  return {
    element,
    get active() {
      return options[index]
    },
    show(next, keep = false) {
      const before = keep ? options[index]?.id : undefined
      options = next
      lines = next.map((option, line) => createLine(document, option, `${listId}-${line}`))
      element.replaceChildren(...inGroups(document, next, lines, listId))
      if (next.length === 0) {
        const words = document.createElement('p')
        words.className = 'stet-listbox-empty'
        words.setAttribute('role', 'status')
        words.textContent = empty
        element.append(words)
      }
      highlight(
        Math.max(
          0,
          next.findIndex(({ id }) => id === before),
        ),
      )
    },
    move(by) {
      if (lines.length === 0) return
      highlight((index + by + lines.length) % lines.length)
      lines[index]?.scrollIntoView({ block: 'nearest' })
    },
  }
}

function createLine(document: Document, option: ListboxOption, id: string): HTMLElement {
  const line = document.createElement('div')
  line.id = id
  line.className = 'stet-option'
  line.setAttribute('role', 'option')
  line.setAttribute('aria-selected', 'false')
  line.dataset['stetOption'] = option.id
  if (option.icon) line.append(createIcon(document, option.icon))
  else if (option.picture) line.append(option.picture)
  const label = document.createElement('span')
  label.className = 'stet-option-label'
  label.textContent = option.label
  line.append(label)
  if (option.hint !== undefined) {
    const hint = document.createElement('kbd')
    hint.className = 'stet-option-hint'
    hint.textContent = option.hint
    line.append(hint)
  }
  return line
}

function inGroups(
  document: Document,
  options: readonly ListboxOption[],
  lines: readonly HTMLElement[],
  listId: string,
): readonly HTMLElement[] {
  const groups = new Map<string, HTMLElement>()
  const elements: HTMLElement[] = []
  for (const [at, { group }] of options.entries()) {
    const line = lines[at]
    if (!line) continue
    if (group === undefined) {
      elements.push(line)
      continue
    }
    let section = groups.get(group)
    if (!section) {
      section = document.createElement('div')
      section.className = 'stet-option-group'
      section.setAttribute('role', 'group')
      const name = document.createElement('div')
      name.id = `${listId}-group-${groups.size}`
      name.className = 'stet-option-group-name'
      name.setAttribute('role', 'presentation')
      name.textContent = group
      section.setAttribute('aria-labelledby', name.id)
      section.append(name)
      groups.set(group, section)
      elements.push(section)
    }
    section.append(line)
  }
  return elements
}
