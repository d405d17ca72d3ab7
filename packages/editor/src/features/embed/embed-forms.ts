// The form that asks for an address, and the offer after a paste. Loaded when first needed.
import type { EditorView } from 'prosemirror-view'
import { createAddressForm } from '../../ui/address-form.ts'
import { openMenu } from '../../ui/menu.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { createPopup } from '../../ui/popup.ts'
import { selectionAnchor } from '../../ui/selection-anchor.ts'
import type { FindFrame } from './embed-commands.ts'
import { embedWrittenAddress, insertEmbed } from './embed-commands.ts'

export interface EmbedFormOptions {
  readonly view: EditorView
  readonly menu: MenuContext
  readonly findFrame: FindFrame
}

export function openEmbedForm({ view, menu, findFrame }: EmbedFormOptions): void {
  const { host, translate } = menu
  const document = host.ownerDocument
  const popup = createPopup({
    document,
    host,
    className: 'stet-link-popover',
    role: 'dialog',
    label: translate('insertEmbed'),
    onDismiss: (by) => {
      if (by === 'escape' && !view.isDestroyed) view.focus()
    },
  })
  const { form, input } = createAddressForm({
    document,
    label: translate('embedAddress'),
    placeholder: translate('embedAddress'),
    apply: translate('embedApply'),
    onApply(href) {
      if (findFrame(href) === null) return translate('embedUnknown', { providers: 'YouTube, Vimeo, Loom' })
      popup.close()
      if (view.isDestroyed || !view.editable) return undefined
      menu.undoSteps.stopCapturing()
      insertEmbed({ href })(view.state, view.dispatch)
      view.focus()
      return undefined
    },
  })
  popup.element.append(form)
  popup.open(selectionAnchor(view))
  input.focus()
}

/** A menu at the pasted link: show the video here, or keep the link. Writing on keeps the link. */
export function offerEmbed({
  view,
  menu,
  href,
}: {
  readonly view: EditorView
  readonly menu: MenuContext
  readonly href: string
}): void {
  const { translate } = menu
  openMenu({
    host: menu.host,
    label: translate('embedOffer'),
    anchor: selectionAnchor(view),
    groups: [
      {
        name: translate('embedOffer'),
        items: [
          {
            label: translate('embedAsPage'),
            icon: 'embed',
            run: () => {
              menu.undoSteps.stopCapturing()
              embedWrittenAddress({ href })(view.state, view.dispatch)
            },
          },
          { label: translate('embedAsLink'), icon: 'link', run: () => undefined },
        ],
      },
    ],
    onClose: () => {
      if (!view.isDestroyed) view.focus()
    },
  })
}
