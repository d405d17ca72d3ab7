// A small panel under its button: opened by the button, closed by Escape (focus returns), a click outside, or by
// leaving it with the keyboard.
import type { ComponentChildren } from 'preact'
import { useUnderButton } from './use-under-button.ts'

export interface PopoverProps {
  /** The name of both the panel and, unless `buttonLabel` says more, its button. */
  readonly label: string
  readonly buttonLabel?: string
  readonly tip?: string
  readonly button: ComponentChildren
  readonly buttonClass: string
  /** What is in the panel; it may be given the way to close it. */
  readonly children: ComponentChildren | ((close: () => void) => ComponentChildren)
}

export function Popover({ label, buttonLabel = label, tip, button, buttonClass, children }: PopoverProps) {
  const { open, root, close, leave, id, opener } = useUnderButton('dialog', (element) => {
    const panel = element.querySelector<HTMLElement>('[role="dialog"]')
    ;(panel?.querySelector<HTMLElement>('input, button, a') ?? panel)?.focus()
  })

  return (
    <span
      class="popover-root"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        leave()
      }}
      onFocusOut={(event) => {
        const next = event.relatedTarget
        if (next instanceof Node && !root.current?.contains(next)) close()
      }}
    >
      <button {...opener} class={buttonClass} aria-label={buttonLabel} data-tip={open ? undefined : tip}>
        {button}
      </button>
      {open && (
        <div class="popover" id={id} role="dialog" aria-label={label} tabIndex={-1}>
          {typeof children === 'function' ? children(close) : children}
        </div>
      )}
    </span>
  )
}
