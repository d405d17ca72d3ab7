// A panel that asks for all attention: the rest of the page waits, Escape or a press beside it closes it, and the focus goes
// back to where it was. The browser's own modal dialog does the hard parts (focus, top layer, screen readers).
//
// Closing is one step, the caller's `onClose` included. The browser gives the focus back with the caret at the start of the
// text, and tells of it with an event some time later: a key in between would type there.

export interface Modal {
  readonly element: HTMLDialogElement
  close(): void
}

export interface ModalOptions {
  readonly host: HTMLElement
  readonly className: string
  readonly label: string
  readonly content: HTMLElement
  /** When it is gone, at once. */
  readonly onClose: () => void
}

export function openModal({ host, className, label, content, onClose }: ModalOptions): Modal {
  const document = host.ownerDocument
  const element = document.createElement('dialog')
  element.className = `stet-modal ${className}`
  element.setAttribute('aria-label', label)
  element.append(content)
  function close(): void {
    if (!element.isConnected) return
    element.close()
    element.remove()
    onClose()
  }
  // Its own box is what is on the page; a press on the dialog itself is one on the backdrop around that box.
  element.addEventListener('pointerdown', (event) => {
    if (event.target !== element) return
    event.preventDefault()
    close()
  })
  element.addEventListener('keydown', (event) => {
    event.stopPropagation()
    if (event.key !== 'Escape' || event.isComposing) return
    event.preventDefault()
    close()
  })
  // What else closes a dialog: a phone's way back.
  element.addEventListener('close', close)
  host.append(element)
  element.showModal()
  return { element, close }
}
