// On which side of a caret its name stands. Near the end of the line there is no room after the caret, and the name would
// be cut off or make the page wider. The layout is read once in the frame after somebody else's change was drawn; never
// while this person types.
import type { Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { isRemote } from './state/transaction-origin.ts'

export interface CaretFlags {
  /** The transaction is drawn. */
  drawn(tr: Transaction): void
  destroy(): void
}

export function keepFlagsInside(view: EditorView): CaretFlags {
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
  view.dom.addEventListener('pointerover', onPointerOver)
  return {
    drawn(tr) {
      // The others' words, or nothing but their carets.
      if (isRemote(tr) || (!tr.docChanged && !tr.selectionSet)) soon()
    },
    destroy() {
      cancelAnimationFrame(frame)
      view.dom.removeEventListener('pointerover', onPointerOver)
    },
  }
}

function placeFlags(editable: HTMLElement): void {
  const carets = [...editable.querySelectorAll<HTMLElement>('[data-stet-caret]')].filter(isInSight)
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

/** To ask where a caret stands that is far out of sight would lay its block out. */
function isInSight(caret: HTMLElement): boolean {
  return caret.checkVisibility({ contentVisibilityAuto: true })
}
