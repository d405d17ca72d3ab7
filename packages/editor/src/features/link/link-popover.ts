// The small form for a link's address, opened by Ctrl-K or from the toolbar. It lies over the page next to the selection,
// reads the layout once when it opens, and gives the focus back to the text when it closes.
import type { EditorView } from 'prosemirror-view'
import { linkAt, linkCommands } from './link-commands.ts'
import { hideLinkTarget, showLinkTarget } from './link-target.ts'

export interface LinkPopover {
  open(view: EditorView): void
  close(): void
  destroy(): void
}

/** `host` is the editor's root: the popover is placed in it and moves with it. */
export function createLinkPopover(host: HTMLElement): LinkPopover {
  let current: { readonly view: EditorView; readonly panel: HTMLElement } | undefined

  function close(refocus = true): void {
    if (!current) return
    const { view, panel } = current
    current = undefined
    host.ownerDocument.removeEventListener('pointerdown', onPointerDown, true)
    host.ownerDocument.defaultView?.removeEventListener('resize', onResize)
    panel.remove()
    if (view.isDestroyed) return
    view.dispatch(hideLinkTarget(view.state))
    if (refocus) view.focus()
  }

  function onPointerDown(event: Event): void {
    if (current && event.target instanceof Node && !current.panel.contains(event.target)) close(false)
  }

  // A phone was turned, or its keyboard came.
  function onResize(): void {
    if (current && !current.view.isDestroyed) place(current.panel, current.view)
  }

  return {
    open(view) {
      close()
      if (!view.editable || !linkCommands.setLink({ href: 'https://a.example' })(view.state)) return
      const existing = linkAt(view.state)
      const panel = host.ownerDocument.createElement('div')
      panel.className = 'stet-link-popover'
      panel.setAttribute('role', 'dialog')
      panel.setAttribute('aria-label', existing ? 'Edit link' : 'Add link')
      const form = host.ownerDocument.createElement('form')
      form.noValidate = true
      panel.append(form)

      const input = host.ownerDocument.createElement('input')
      input.type = 'text'
      input.inputMode = 'url'
      input.value = existing?.href ?? ''
      input.placeholder = 'Paste or type an address'
      input.setAttribute('aria-label', 'Address')
      input.autocomplete = 'off'
      input.spellcheck = false
      const problem = host.ownerDocument.createElement('p')
      problem.className = 'stet-link-problem'
      problem.setAttribute('role', 'alert')
      form.append(input, button('Apply', 'submit'))
      if (existing) {
        const remove = button('Remove', 'button')
        remove.addEventListener('click', () => {
          linkCommands.removeLink()(view.state, view.dispatch)
          close()
        })
        form.append(remove)
      }
      form.append(problem)

      form.addEventListener('submit', (event) => {
        event.preventDefault()
        const href = input.value.trim()
        const command = href === '' ? linkCommands.removeLink() : linkCommands.setLink({ href })
        if (command(view.state, view.dispatch) || href === '') close()
        else
          problem.textContent =
            'This address cannot be used. Links may begin with https, http, mailto or tel.'
      })
      form.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        close()
      })
      form.addEventListener('focusout', (event) => {
        if (event.relatedTarget instanceof Node && !form.contains(event.relatedTarget)) close(false)
      })

      current = { view, panel }
      host.append(panel)
      place(panel, view)
      view.dispatch(showLinkTarget(view.state))
      host.ownerDocument.addEventListener('pointerdown', onPointerDown, true)
      host.ownerDocument.defaultView?.addEventListener('resize', onResize)
      input.focus()
      input.select()
    },
    close: () => close(),
    destroy: () => close(false),
  }

  function button(label: string, type: 'submit' | 'button'): HTMLButtonElement {
    const element = host.ownerDocument.createElement('button')
    element.type = type
    element.className = 'stet-button'
    element.textContent = label
    return element
  }

  function place(panel: HTMLElement, view: EditorView): void {
    const from = view.coordsAtPos(view.state.selection.from)
    const frame = host.getBoundingClientRect()
    const left = Math.max(8, Math.min(from.left - frame.left, frame.width - panel.offsetWidth - 8))
    panel.style.setProperty('left', `${left}px`)
    panel.style.setProperty('top', `${from.bottom - frame.top + 6}px`)
  }
}
