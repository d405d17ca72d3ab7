// A small panel under its button: opened by the button, closed by Escape (focus returns), a click outside, or by
// leaving it with the keyboard.
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'

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
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLSpanElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const id = useId()

  useEffect(() => {
    if (!open) return undefined
    const first = panel.current?.querySelector<HTMLElement>('input, button, a')
    ;(first ?? panel.current)?.focus()
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])

  return (
    <span
      class="popover-root"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        setOpen(false)
        opener.current?.focus()
      }}
      onFocusOut={(event) => {
        const next = event.relatedTarget
        if (next instanceof Node && !root.current?.contains(next)) setOpen(false)
      }}
    >
      <button
        type="button"
        ref={opener}
        class={buttonClass}
        aria-label={buttonLabel}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        data-tip={open ? undefined : tip}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div class="popover" id={id} ref={panel} role="dialog" aria-label={label} tabIndex={-1}>
          {typeof children === 'function' ? children(() => setOpen(false)) : children}
        </div>
      )}
    </span>
  )
}
