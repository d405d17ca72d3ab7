// What stands under a button, a menu or a panel: whether it is open, and that a press elsewhere closes it.
import type { RefObject } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'

export interface UnderButton {
  readonly open: boolean
  /** Around both. */
  readonly root: RefObject<HTMLSpanElement | null>
  readonly close: () => void
  /** And the button has the focus again. */
  readonly leave: () => void
  /** For the element that is opened. */
  readonly id: string
  /** For the button. */
  readonly opener: {
    readonly type: 'button'
    readonly ref: RefObject<HTMLButtonElement | null>
    readonly 'aria-haspopup': 'menu' | 'dialog'
    readonly 'aria-expanded': boolean
    readonly 'aria-controls': string | undefined
    readonly onClick: () => void
  }
}

/** `onOpen` is called once it is on the page. */
export function useUnderButton(kind: 'menu' | 'dialog', onOpen: (root: HTMLElement) => void): UnderButton {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLSpanElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  useEffect(() => {
    if (!open) return undefined
    if (root.current) onOpen(root.current)
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
    // What is done on opening is done then, and not again when it is another function.
  }, [open])
  return {
    open,
    root,
    close: () => setOpen(false),
    leave() {
      setOpen(false)
      button.current?.focus()
    },
    id,
    opener: {
      type: 'button',
      ref: button,
      'aria-haspopup': kind,
      'aria-expanded': open,
      'aria-controls': open ? id : undefined,
      onClick: () => setOpen(!open),
    },
  }
}
