// One tab stop for the whole toolbar; the arrow keys, Home and End move inside it. (The toolbar pattern of the ARIA
// Authoring Practices.)

export interface RovingFocus {
  /** Puts the focus on the control that had it last. */
  focus(): void
  destroy(): void
}

/** `controls` in the order of the page. Disabled buttons stay reachable: `aria-disabled`, not `disabled`. */
export function createRovingFocus(toolbar: HTMLElement, controls: readonly HTMLElement[]): RovingFocus {
  let current = 0
  for (const [index, control] of controls.entries()) control.tabIndex = index === 0 ? 0 : -1

  function moveTo(index: number): void {
    controls[current]?.setAttribute('tabindex', '-1')
    current = (index + controls.length) % controls.length
    controls[current]?.setAttribute('tabindex', '0')
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    // In the open list of a select the keys move in that list.
    if (event.target instanceof HTMLOptionElement) return
    const isRightToLeft = getComputedStyle(toolbar).direction === 'rtl'
    const step = isRightToLeft ? -1 : 1
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: current + step,
      ArrowLeft: current - step,
      Home: 0,
      End: controls.length - 1,
    }
    const target = moves[event.key]
    if (target === undefined) return
    event.preventDefault()
    moveTo(target)
    controls[current]?.focus()
  }

  function onFocusIn(event: FocusEvent): void {
    const index = controls.findIndex((control) => control === event.target)
    if (index >= 0) moveTo(index)
  }

  toolbar.addEventListener('keydown', onKeyDown)
  toolbar.addEventListener('focusin', onFocusIn)
  return {
    focus: () => controls[current]?.focus(),
    destroy() {
      toolbar.removeEventListener('keydown', onKeyDown)
      toolbar.removeEventListener('focusin', onFocusIn)
    },
  }
}
