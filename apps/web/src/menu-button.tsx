// A menu under its button: the arrow keys, Home and End move, Escape and Tab leave, a choice closes it. (The menu button
// pattern of the ARIA Authoring Practices.)
import type { ComponentChildren } from 'preact'
import { useUnderButton } from './use-under-button.ts'

export interface MenuItem {
  readonly label: string
  /** A shortcut at the end of the line. */
  readonly hint?: string
  /** On or off, for what is one or the other. */
  readonly checked?: boolean
  readonly run: () => void
}

export interface MenuGroup {
  /** Shown above its items. */
  readonly name?: string
  readonly items: readonly MenuItem[]
}

export interface MenuButtonProps {
  readonly label: string
  readonly button: ComponentChildren
  readonly buttonClass: string
  /** Asked when the menu opens. */
  readonly groups: () => readonly MenuGroup[]
  /** Below the items: what is to be read, not to be chosen. */
  readonly foot?: () => string | undefined
}

export function MenuButton({ label, button, buttonClass, groups, foot }: MenuButtonProps) {
  const { open, root, leave, id, opener } = useUnderButton('menu', (element) => linesOf(element)[0]?.focus())

  function onKeyDown(event: KeyboardEvent): void {
    if (!open) return
    const lines = linesOf(root.current)
    const at = lines.findIndex((line) => line === document.activeElement)
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % lines.length,
      ArrowUp: (at - 1 + lines.length) % lines.length,
      Home: 0,
      End: lines.length - 1,
    }
    const to = moves[event.key]
    if (to !== undefined) lines[to]?.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') {
      leave()
      if (event.key === 'Tab') return
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <span class="popover-root" ref={root} onKeyDown={onKeyDown}>
      <button {...opener} class={buttonClass} aria-label={label} data-tip={open ? undefined : label}>
        {button}
      </button>
      {open && (
        <div class="popover menu">
          <div id={id} role="menu" aria-label={label}>
            {groups()
              .filter(({ items }) => items.length > 0)
              .map(({ name, items }, index) => (
                <div key={name ?? index} role="group" class="menu-group" aria-label={name}>
                  {name !== undefined && (
                    <div class="menu-name" aria-hidden="true">
                      {name}
                    </div>
                  )}
                  {items.map((item) => (
                    <button
                      key={item.label}
                      type="button"
                      class="menu-item"
                      role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
                      aria-checked={item.checked}
                      tabIndex={-1}
                      onClick={() => {
                        leave()
                        item.run()
                      }}
                    >
                      <span>{item.label}</span>
                      {item.hint !== undefined && <kbd>{item.hint}</kbd>}
                    </button>
                  ))}
                </div>
              ))}
          </div>
          {foot?.() !== undefined && <p class="menu-foot">{foot()}</p>}
        </div>
      )}
    </span>
  )
}

function linesOf(root: HTMLElement | null): readonly HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('.menu-item') ?? [])]
}
