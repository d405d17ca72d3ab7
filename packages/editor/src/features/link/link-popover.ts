// The small form for a link's address, opened by Ctrl-K or from the toolbar. It lies over the page below the selection, and
// gives the focus back to the text when it closes.
import type { EditorView } from 'prosemirror-view'
import type { Translator } from '../../messages/translate.ts'
import type { AddressForm } from '../../ui/address-form.ts'
import { createAddressForm } from '../../ui/address-form.ts'
import { createPopup } from '../../ui/popup.ts'
import type { Popup } from '../../ui/popup.ts'
import { selectionAnchor } from '../../ui/selection-anchor.ts'
import { linkAt, linkCommands } from './link-commands.ts'
import { hideLinkTarget, showLinkTarget } from './link-target.ts'

export interface LinkPopover {
  open(view: EditorView): void
  close(): void
  destroy(): void
}

/** `host` is the editor's root: the form stands in it, so that the page's styles for the editor reach it. */
export function createLinkPopover(host: HTMLElement, translate: Translator): LinkPopover {
  let current: { readonly view: EditorView; readonly popup: Popup } | undefined

  function close(refocus: boolean): void {
    if (!current) return
    const { view, popup } = current
    current = undefined
    popup.destroy()
    if (view.isDestroyed) return
    view.dispatch(hideLinkTarget(view.state))
    if (refocus) view.focus()
  }

  return {
    open(view) {
      close(true)
      if (!view.editable || !linkCommands.setLink({ href: 'https://a.example' })(view.state)) return
      const existing = linkAt(view.state)
      const popup = createPopup({
        document: host.ownerDocument,
        host,
        className: 'stet-link-popover',
        role: 'dialog',
        label: translate(existing ? 'editLink' : 'addLink'),
        onDismiss: (by) => close(by === 'escape'),
      })
      const { form, input } = createForm(view, existing?.href)
      popup.element.append(form)
      current = { view, popup }
      popup.open(selectionAnchor(view))
      view.dispatch(showLinkTarget(view.state))
      input.focus()
      input.select()
    },
    close: () => close(true),
    destroy: () => close(false),
  }

  function createForm(view: EditorView, href: string | undefined): AddressForm {
    const made = createAddressForm({
      document: host.ownerDocument,
      value: href ?? '',
      label: translate('linkAddress'),
      placeholder: translate('linkPlaceholder'),
      apply: translate('linkApply'),
      onApply(address) {
        const command = address === '' ? linkCommands.removeLink() : linkCommands.setLink({ href: address })
        if (!command(view.state, view.dispatch) && address !== '') return translate('linkUnusable')
        close(true)
        return undefined
      },
    })
    if (href !== undefined) {
      made.addButton(translate('linkRemove'), () => {
        linkCommands.removeLink()(view.state, view.dispatch)
        close(true)
      })
    }
    const { form } = made
    form.addEventListener('focusout', (event) => {
      if (event.relatedTarget instanceof Node && !form.contains(event.relatedTarget)) close(false)
    })
    return made
  }
}
