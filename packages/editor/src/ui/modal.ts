// A panel that asks for all attention: the rest of the page waits, Escape or a press beside it closes it, and the focus goes
// back to where it was. The browser's own modal dialog does the hard parts (focus, top layer, screen readers).

export interface Modal {
  readonly element: HTMLDialogElement
  close(): void
}

export interface ModalOptions {
  readonly host: HTMLElement
  readonly className: string
  readonly label: string
  readonly content: HTMLElement
  /** After it is gone. */
  readonly onClose: () => void
}

export function openModal({ host, className, label, content, onClose }: ModalOptions): Modal {
  const document = host.ownerDocument
  const element = document.createElement('dialog')
  element.className = `stet-modal ${className}`
  element.setAttribute('aria-label', label)
  element.append(content)
  // Its own box is what is on the page; a press on the dialog itself is one on the backdrop around that box.
  element.addEventListener('pointerdown', (event) => {
    if (event.target === element) element.close()
  })
  element.addEventListener('keydown', (event) => event.stopPropagation())
  element.addEventListener('close', () => {
    element.remove()
    onClose()
  })
  host.append(element)
  element.showModal()
  return { element, close: () => element.close() }
}
