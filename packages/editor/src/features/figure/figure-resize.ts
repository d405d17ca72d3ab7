// Dragging a picture's side. While it is dragged only this page changes; letting go writes the width into the document, as
// one step. A picture stands in the middle of the text, so both sides move at once and the pointer stays at its side.

import type { Command } from 'prosemirror-state'
import { selectedFigure, setFigureWidth } from './figure-commands.ts'

/** Of the text's width: few presses from small to large. */
const widthStep = 0.1

/** Narrower than this it cannot be taken hold of again. */
const minFigureWidth = 48

export interface ResizeOptions {
  readonly handles: readonly HTMLElement[]
  readonly image: HTMLImageElement
  /** CSS pixels; null: as wide as the picture is by itself. */
  readonly onWidth: (width: number | null) => void
}

export function watchResize({ handles, image, onWidth }: ResizeOptions): void {
  for (const handle of handles) {
    handle.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return
      event.preventDefault()
      drag(handle, event)
    })
    handle.addEventListener('dblclick', () => onWidth(null))
  }

  function drag(handle: HTMLElement, { pointerId, clientX }: PointerEvent): void {
    const stored = image.getAttribute('width')
    const before = image.getBoundingClientRect()
    const away = clientX < before.left + before.width / 2 ? -1 : 1
    const room = roomFor(image)
    let width: number | undefined
    handle.setPointerCapture(pointerId)

    function onMove(event: PointerEvent): void {
      const wanted = before.width + 2 * away * (event.clientX - clientX)
      width = Math.round(Math.min(room, Math.max(minFigureWidth, wanted)))
      image.setAttribute('width', String(width))
    }

    function end(): void {
      handle.removeEventListener('pointermove', onMove)
      handle.removeEventListener('pointerup', onUp)
      handle.removeEventListener('pointercancel', cancel)
      image.ownerDocument.removeEventListener('keydown', onKey, true)
    }

    function onUp(): void {
      end()
      if (width !== undefined) onWidth(width)
    }

    function cancel(): void {
      end()
      if (stored === null) image.removeAttribute('width')
      else image.setAttribute('width', stored)
    }

    function onKey(event: KeyboardEvent): void {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      cancel()
    }

    handle.addEventListener('pointermove', onMove)
    handle.addEventListener('pointerup', onUp)
    handle.addEventListener('pointercancel', cancel)
    image.ownerDocument.addEventListener('keydown', onKey, true)
  }
}

/** One step wider (1) or narrower (-1), from as wide as it is shown. */
export function resizeStep(direction: 1 | -1): Command {
  return (state, dispatch, view) => {
    const figure = selectedFigure(state)
    if (!figure) return false
    const shown = view?.nodeDOM(figure.pos)
    const image = shown instanceof Element ? shown.querySelector('img') : null
    if (!dispatch || !image) return true
    const room = roomFor(image)
    const wanted = Math.round(image.clientWidth + direction * Math.max(16, room * widthStep))
    return setFigureWidth(figure.pos, Math.min(room, Math.max(minFigureWidth, wanted)))(state, dispatch)
  }
}

/** As wide as the text around it. */
function roomFor(image: HTMLImageElement): number {
  return image.closest('figure')?.clientWidth ?? image.clientWidth
}
