// The handle beside the block under the pointer: press it for the block's menu, drag it to move the block. It is for the
// mouse only; every one of its ways has keys. Its place is read while the pointer moves, never while one types.
import { Plugin, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { createIcon } from '../../ui/icons.ts'
import type { MenuContext } from '../../ui/menu-context.ts'
import { createBlockDrag } from './block-drag.ts'
import type { BlockRange } from './block-range.ts'
import { rangeAt, selectedRange } from './block-range.ts'

// Handle and its distance to the text, px. Where there is less room beside the text there is no handle.
const room = 32

export function blockHandle(
  menu: MenuContext,
  openMenu: (view: EditorView, anchor: Element) => void,
): Plugin {
  return new Plugin({ view: (view) => createHandle(view, menu, openMenu) })
}

function createHandle(
  view: EditorView,
  { host, translate }: MenuContext,
  openMenu: (view: EditorView, anchor: Element) => void,
) {
  const document = host.ownerDocument
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'stet-block-handle'
  // The keyboard has keys for all of it.
  button.tabIndex = -1
  button.draggable = true
  button.hidden = true
  button.setAttribute('aria-label', translate('openBlockMenu'))
  button.title = translate('blockHandle')
  button.append(createIcon(document, 'grip'))
  host.append(button)
  let element: HTMLElement | undefined
  let frame = 0
  let pointer: { readonly x: number; readonly y: number } | undefined

  function hide(): void {
    element = undefined
    button.hidden = true
  }

  function show(): void {
    frame = 0
    if (!pointer || view.isDestroyed || !view.editable) return hide()
    const block = blockUnder(view, pointer.y)
    if (!block) return hide()
    if (block === element && !button.hidden) return
    const box = block.getBoundingClientRect()
    const frameBox = host.getBoundingClientRect()
    const style = getComputedStyle(block)
    const isRightToLeft = getComputedStyle(view.dom).direction === 'rtl'
    const side = isRightToLeft ? frameBox.right - box.right : box.left - frameBox.left
    if (side < room) return hide()
    element = block
    const line = Number.parseFloat(style.lineHeight) || 24
    const top = box.top - frameBox.top + (Number.parseFloat(style.paddingBlockStart) || 0) + (line - 24) / 2
    button.style.setProperty('top', `${Math.round(top)}px`)
    button.style.setProperty('inset-inline-start', `${Math.round(side - room)}px`)
    button.hidden = false
  }

  function onMove(event: PointerEvent): void {
    if (event.pointerType === 'touch' || event.buttons !== 0) return
    pointer = { x: event.clientX, y: event.clientY }
    frame ||= requestAnimationFrame(show)
  }

  /** The blocks the handle is for: all selected ones when its block is among them. */
  function range(): BlockRange | undefined {
    const pos = element ? view.posAtDOM(element, 0) : 0
    if (!element || pos > view.state.doc.content.size) return undefined
    const index = view.state.doc.resolve(pos).index(0)
    const selected = view.state.selection.empty ? undefined : selectedRange(view.state)
    if (selected && index >= selected.first && index < selected.end) return selected
    return index < view.state.doc.childCount ? rangeAt(view.state.doc, index) : undefined
  }

  button.addEventListener('click', () => {
    const blocks = range()
    if (!blocks) return
    const { doc, tr } = view.state
    const { $from } = view.state.selection
    const isInside = $from.pos >= blocks.from && $from.pos <= blocks.to
    if (!isInside) view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(blocks.from))))
    openMenu(view, button)
  })
  const drag = createBlockDrag(view, host)
  button.addEventListener('dragstart', (event) => {
    const blocks = range()
    if (blocks && event.dataTransfer && element) drag.begin(blocks, event.dataTransfer, element)
    else event.preventDefault()
  })
  button.addEventListener('dragend', () => {
    drag.end()
    hide()
  })

  host.addEventListener('pointermove', onMove)
  host.addEventListener('pointerleave', hide)
  view.dom.addEventListener('keydown', hide)
  // Another width, another place.
  document.defaultView?.addEventListener('resize', hide)
  return {
    update(_view: EditorView, before: { readonly doc: unknown }) {
      const isGone = before.doc !== view.state.doc && element && !element.isConnected
      // The browser ends a drag whose handle goes away.
      if (isGone && !drag.isDragging()) hide()
    },
    destroy() {
      cancelAnimationFrame(frame)
      host.removeEventListener('pointermove', onMove)
      host.removeEventListener('pointerleave', hide)
      view.dom.removeEventListener('keydown', hide)
      document.defaultView?.removeEventListener('resize', hide)
      drag.end()
      button.remove()
    },
  }
}

/** The block of the page at this height, wherever beside it the pointer is. */
function blockUnder(view: EditorView, y: number): HTMLElement | undefined {
  const box = view.dom.getBoundingClientRect()
  const at = view.posAtCoords({ left: box.left + box.width / 2, top: y })
  if (!at) return undefined
  const $pos = view.state.doc.resolve(at.pos)
  const pos = $pos.depth === 0 ? at.inside : $pos.before(1)
  const dom = pos < 0 ? null : view.nodeDOM(pos)
  return dom instanceof HTMLElement ? dom : undefined
}
