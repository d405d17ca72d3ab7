// A panel over the page, beside what it is about. It lies in the browser's top layer (so no container cuts it off and no
// z-index covers it), follows its place while the page moves, and is closed by Escape or a press elsewhere.
import type { Anchor, Placement } from './place.ts'
import { keepAt } from './place.ts'

export interface PopupOptions {
  readonly document: Document
  /** The panel stands in here (for styles and the reading order), though it is drawn on top. */
  readonly host: HTMLElement
  readonly className: string
  /** With `dialog`, Tab stays in the panel's own order and screen readers say its name. */
  readonly role?: 'dialog' | 'listbox' | 'menu' | 'toolbar' | 'group'
  readonly label?: string
  /** Escape, or a press elsewhere. Called after the panel is gone. */
  readonly onDismiss?: (by: 'escape' | 'press') => void
}

export interface Popup {
  readonly element: HTMLElement
  readonly isOpen: boolean
  /** Opens, or moves to another place. The anchor is read again whenever the page moves. */
  open(anchor: Anchor, placement?: Placement): void
  close(): void
  destroy(): void
}

export function createPopup(options: PopupOptions): Popup {
  const { document, host } = options
  const element = document.createElement('div')
  element.className = `stet-popup ${options.className}`
  element.popover = 'manual'
  if (options.role) element.setAttribute('role', options.role)
  if (options.label !== undefined) element.setAttribute('aria-label', options.label)

  let stopFollowing: (() => void) | undefined

  function close(): void {
    if (!stopFollowing) return
    stopFollowing()
    stopFollowing = undefined
    document.removeEventListener('pointerdown', onPress, true)
    document.removeEventListener('keydown', onKey, true)
    element.hidePopover()
    element.remove()
    delete element.dataset['stetPlaced']
  }

  function onPress(event: Event): void {
    if (event.target instanceof Node && element.contains(event.target)) return
    close()
    options.onDismiss?.('press')
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    close()
    options.onDismiss?.('escape')
  }

  return {
    element,
    get isOpen() {
      return stopFollowing !== undefined
    },
    open(anchor, placement = 'bottom-start') {
      if (stopFollowing) stopFollowing()
      else {
        host.append(element)
        element.showPopover()
        document.addEventListener('pointerdown', onPress, true)
        document.addEventListener('keydown', onKey, true)
      }
      stopFollowing = keepAt(anchor, element, placement)
    },
    close,
    destroy: close,
  }
}
