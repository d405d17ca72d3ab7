// On which side of a caret its name stands. Near the end of the line there is no room after the caret, and the name would
// be cut off or make the page wider. The layout is read once for the frame in which somebody else's caret moved, just
// before it is computed anyway; never while this person types.
import type { EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'

/** Call it after the view is made, so that carets are in place before their names are measured. Returns its own end. */
export function keepFlagsInside(view: EditorView, awareness: Awareness): () => void {
  let frame = 0
  const soon = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0
      if (!view.isDestroyed) placeFlags(view.dom)
    })
  }
  const onPointerOver = (event: Event) => {
    if (event.target instanceof Element && event.target.closest('[data-stet-caret]')) soon()
  }
  awareness.on('change', soon)
  view.dom.addEventListener('pointerover', onPointerOver)
  return () => {
    cancelAnimationFrame(frame)
    awareness.off('change', soon)
    view.dom.removeEventListener('pointerover', onPointerOver)
  }
}

function placeFlags(editable: HTMLElement): void {
  const carets = [...editable.querySelectorAll<HTMLElement>('[data-stet-caret]')]
  if (carets.length === 0) return
  const room = editable.getBoundingClientRect()
  const flipped = carets.map((caret) => {
    const flag = caret.firstElementChild
    if (!(flag instanceof HTMLElement)) return false
    const at = caret.getBoundingClientRect().left
    const isRightToLeft = getComputedStyle(caret).direction === 'rtl'
    return isRightToLeft ? at - flag.offsetWidth < room.left : at + flag.offsetWidth > room.right
  })
  for (const [index, caret] of carets.entries()) {
    caret.classList.toggle('stet-caret-flipped', flipped[index] === true)
  }
}
