// A menu of things to do, opened by a button: the focus goes into it, the arrow keys move, a letter jumps to the next line
// that begins with it, Escape and Tab leave. (The menu button pattern of the ARIA Authoring Practices.)
import type { Icon } from './icons.ts'
import { createIcon } from './icons.ts'
import type { Anchor, Placement } from './place.ts'
import { createPopup } from './popup.ts'

export interface MenuItem {
  readonly label: string
  readonly icon: Icon
  /** A shortcut at the end of the line. */
  readonly hint?: string
  /** One of several that exclude each other, and whether it is the one. */
  readonly checked?: boolean
  /** Something that is on or off by itself. */
  readonly toggled?: boolean
  /** Deletes something. */
  readonly danger?: boolean
  readonly run: () => void
}

export interface MenuGroup {
  /** Shown above the items, and their name for screen readers. */
  readonly name?: string
  readonly items: readonly MenuItem[]
}

export interface MenuOptions {
  readonly host: HTMLElement
  readonly label: string
  readonly groups: readonly MenuGroup[]
  readonly anchor: Anchor
  readonly placement?: Placement
  /** Closed without a choice, or after one was made and run: put the focus where it belongs. */
  readonly onClose: () => void
}

/** Opens the menu and returns the way to close it. */
export function openMenu({ host, label, groups, anchor, placement, onClose }: MenuOptions): () => void {
  const document = host.ownerDocument
  const popup = createPopup({ document, host, className: 'stet-menu', role: 'menu', label, onDismiss: close })
  const lines: HTMLElement[] = []
  for (const group of groups) {
    if (group.items.length > 0) popup.element.append(createGroup(document, group, lines, choose))
  }
  let isOpen = true

  function close(): void {
    if (!isOpen) return
    isOpen = false
    popup.destroy()
    onClose()
  }

  function choose(item: MenuItem): void {
    close()
    item.run()
  }

  popup.element.addEventListener('keydown', (event) => {
    const at = lines.findIndex((line) => line === document.activeElement)
    const to = nextLine(lines, at, event.key)
    if (event.key === 'Tab') close()
    else if (to === undefined) return
    else lines[to]?.focus()
    event.preventDefault()
    event.stopPropagation()
  })
  popup.open(anchor, placement)
  ;(lines.find((line) => line.matches('[role="menuitemradio"][aria-checked="true"]')) ?? lines[0])?.focus()
  return close
}

function nextLine(lines: readonly HTMLElement[], at: number, key: string): number | undefined {
  const count = lines.length
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (at - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  if (key.length !== 1 || key === ' ') return undefined
  const begins = (line: HTMLElement | undefined) =>
    line?.textContent?.toLocaleLowerCase().startsWith(key.toLocaleLowerCase()) === true
  for (let step = 1; step <= count; step += 1) {
    if (begins(lines[(at + step) % count])) return (at + step) % count
  }
  return undefined
}

function createGroup(
  document: Document,
  { name, items }: MenuGroup,
  lines: HTMLElement[],
  choose: (item: MenuItem) => void,
): HTMLElement {
  const group = document.createElement('div')
  group.className = 'stet-menu-group'
  group.setAttribute('role', 'group')
  if (name !== undefined) {
    group.setAttribute('aria-label', name)
    const words = document.createElement('div')
    words.className = 'stet-option-group-name'
    words.setAttribute('aria-hidden', 'true')
    words.textContent = name
    group.append(words)
  }
  for (const item of items) {
    const line = document.createElement('button')
    line.type = 'button'
    line.className = item.danger === true ? 'stet-menu-item stet-menu-danger' : 'stet-menu-item'
    line.tabIndex = -1
    line.setAttribute('role', roleOf(item))
    const isOn = item.checked ?? item.toggled
    if (isOn !== undefined) line.setAttribute('aria-checked', String(isOn))
    const label = document.createElement('span')
    label.className = 'stet-option-label'
    label.textContent = item.label
    line.append(createIcon(document, item.icon), label)
    if (item.hint !== undefined) {
      const hint = document.createElement('kbd')
      hint.className = 'stet-option-hint'
      hint.setAttribute('aria-hidden', 'true')
      hint.textContent = item.hint
      line.append(hint)
    }
    line.addEventListener('click', () => choose(item))
    lines.push(line)
    group.append(line)
  }
  return group
}

function roleOf({ checked, toggled }: MenuItem): string {
  if (checked !== undefined) return 'menuitemradio'
  return toggled === undefined ? 'menuitem' : 'menuitemcheckbox'
}
