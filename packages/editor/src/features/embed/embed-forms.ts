// The form that asks for an address, and the offer after a paste. Loaded when first needed.
import type { EditorView } from 'prosemirror-view'
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
  const form = document.createElement('form')
  form.noValidate = true
  const input = document.createElement('input')
  input.type = 'text'
  input.inputMode = 'url'
  input.autocomplete = 'off'
  input.spellcheck = false
  input.placeholder = translate('embedAddress')
  input.setAttribute('aria-label', translate('embedAddress'))
  const apply = document.createElement('button')
  apply.type = 'submit'
  apply.className = 'stet-button'
  apply.textContent = translate('embedApply')
  const problem = document.createElement('p')
  problem.className = 'stet-link-problem'
  problem.setAttribute('role', 'alert')
  form.append(input, apply, problem)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const href = input.value.trim()
    if (findFrame(href) === null) {
      problem.textContent = translate('embedUnknown', { providers: 'YouTube, Vimeo, Loom' })
      return
    }
    popup.close()
    if (view.isDestroyed || !view.editable) return
    menu.undoSteps.stopCapturing()
    insertEmbed({ href })(view.state, view.dispatch)
    view.focus()
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
