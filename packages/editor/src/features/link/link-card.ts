// The card of a link: where it leads, and what can be done with it. It comes when a mouse rests on a link or the caret is
// put into one, takes no focus, and goes when both have left. By keyboard, Ctrl-K has all of it but the copying.
import { safeHref } from '@stet/document'
import type { EditorState } from 'prosemirror-state'
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { MessageKey } from '../../messages/english.ts'
import type { IconName } from '../../ui/icons.ts'
import { createIcon } from '../../ui/icons.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { createPopup } from '../../ui/popup.ts'
import { linkAt, linkCommands } from './link-commands.ts'
import type { LinkPopover } from './link-popover.ts'

// Long enough that a mouse on its way across the page opens nothing; long enough to reach the card over the gap.
const openAfterMs = 350
const closeAfterMs = 250

export interface LinkCard {
  onOver(event: PointerEvent): void
  onClick(event: MouseEvent): void
  update(before: EditorState): void
  destroy(): void
}

export function createCard(
  view: EditorView,
  { host, translate }: MenuContext,
  popover: LinkPopover,
): LinkCard {
  const document = host.ownerDocument
  let shown: HTMLAnchorElement | undefined
  let dismissed: Element | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let frame = 0
  let pinned = false
  const popup = createPopup({
    document,
    host,
    className: 'stet-link-card',
    role: 'group',
    onDismiss(by) {
      if (by === 'escape') dismissed = shown
      shown = undefined
    },
  })

  function later(ms: number, act: () => void): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (!view.isDestroyed) act()
    }, ms)
  }

  function hide(): void {
    clearTimeout(timer)
    shown = undefined
    pinned = false
    popup.close()
  }

  function show(anchor: HTMLAnchorElement): void {
    const href = safeHref(anchor.getAttribute('href'))
    if (href === undefined || !anchor.isConnected || view.composing) return
    clearTimeout(timer)
    if (shown === anchor && popup.isOpen) return
    shown = anchor
    popup.element.setAttribute('aria-label', translate('linkCard', { address: shortAddress(href) }))
    popup.element.replaceChildren(...createContent(href))
    popup.open(anchor)
  }

  function createContent(href: string): HTMLElement[] {
    const open = document.createElement('a')
    open.className = 'stet-link-card-address'
    open.href = href
    open.target = '_blank'
    open.rel = 'noopener noreferrer'
    open.title = href
    open.textContent = shortAddress(href)
    const copy = tool('duplicate', 'linkCopy', () => void copyAddress(href, copy))
    if (!view.editable) return [open, copy]
    return [
      open,
      copy,
      tool('pencil', 'linkEdit', () => withLink(() => popover.open(view))),
      tool('unlink', 'linkRemove', () =>
        withLink(() => {
          linkCommands.removeLink()(view.state, view.dispatch)
          view.focus()
        }),
      ),
    ]
  }

  async function copyAddress(href: string, button: HTMLElement): Promise<void> {
    try {
      await navigator.clipboard.writeText(href)
    } catch {
      // The page may not use the clipboard: the address can be read and opened all the same.
      return
    }
    button.replaceChildren(createIcon(document, 'check'))
    button.setAttribute('aria-label', translate('linkCopied'))
  }

  /** Puts the caret into the link, which is what the commands are about. */
  function withLink(act: () => void): void {
    const anchor = shown
    hide()
    if (!anchor?.isConnected || !view.dom.contains(anchor)) return
    const pos = view.posAtDOM(anchor, 0)
    const inside = TextSelection.near(view.state.doc.resolve(pos + 1))
    view.dispatch(view.state.tr.setSelection(inside))
    dismissed = view.domAtPos(pos + 1).node.parentElement?.closest('a') ?? undefined
    act()
  }

  function tool(icon: IconName, label: MessageKey, run: () => void): HTMLButtonElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'stet-tool'
    button.title = translate(label)
    button.setAttribute('aria-label', translate(label))
    button.append(createIcon(document, icon))
    button.addEventListener('mousedown', (event) => event.preventDefault())
    button.addEventListener('click', run)
    return button
  }

  function onOver(event: PointerEvent): void {
    if (event.pointerType === 'touch' || event.buttons !== 0) return
    const anchor = anchorOf(event.target)
    if (anchor && view.dom.contains(anchor)) {
      if (anchor === shown) clearTimeout(timer)
      else later(openAfterMs, () => show(anchor))
    } else if (shown && !pinned) later(closeAfterMs, hide)
    else if (!shown) clearTimeout(timer)
  }

  // The caret was put into a link: by a click or a tap, which says more than passing through with the arrow keys.
  function onClick(event: MouseEvent): void {
    const anchor = anchorOf(event.target)
    if (!anchor || event.ctrlKey || event.metaKey) return
    dismissed = undefined
    frame ||= requestAnimationFrame(() => {
      frame = 0
      if (view.isDestroyed || !view.state.selection.empty || !linkAt(view.state)) return
      pinned = true
      show(anchor)
    })
  }

  popup.element.addEventListener('pointerenter', () => clearTimeout(timer))
  popup.element.addEventListener('pointerleave', () => {
    if (!pinned) later(closeAfterMs, hide)
  })

  return {
    onOver,
    onClick,
    update(before: EditorState) {
      if (!shown) return
      const { state } = view
      const isLeft = pinned && (!state.selection.empty || !linkAt(state))
      if (isLeft || !shown.isConnected || (state.doc !== before.doc && !state.selection.eq(before.selection)))
        hide()
    },
    destroy() {
      clearTimeout(timer)
      cancelAnimationFrame(frame)
      popup.destroy()
    },
  }

  function anchorOf(target: EventTarget | null): HTMLAnchorElement | null {
    const anchor = target instanceof Element ? target.closest('a[href]') : null
    return anchor instanceof HTMLAnchorElement && anchor !== dismissed ? anchor : null
  }
}

/** The site, and as much of the rest as fits: what people check before they follow a link. */
function shortAddress(href: string): string {
  const bare = href.replace(/^https?:\/\/(?:www\.)?|^mailto:|^tel:/i, '')
  return bare.length > 48 ? `${bare.slice(0, 47)}…` : bare
}
