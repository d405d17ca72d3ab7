// Keeping somebody else's caret in sight, until I do something myself: then I am no longer looking over their shoulder.
import type { Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import { isRemote } from '../state/transaction-origin.ts'

/** Brings the person's caret into the middle of the window; false when it is nowhere in the text. */
export function showCaret(view: EditorView, clientId: number): boolean {
  const caret = view.dom.querySelector(`[data-stet-caret="${clientId}"]`)
  if (!caret) return false
  reveal(caret)
  return true
}

export interface FollowOptions {
  readonly awareness: Awareness
  readonly clientId: number
  /** By my own keys, wheel or finger, or because they left. Not after `stop`. */
  readonly onStop: () => void
}

export interface Following {
  /** The transaction is drawn: their caret may be elsewhere now. */
  drawn(tr: Transaction): void
  stop(): void
}

export function followCaret(view: EditorView, { awareness, clientId, onStop }: FollowOptions): Following {
  const { ownerDocument } = view.dom
  let frame = 0
  let isOver = false
  const mine = ['keydown', 'wheel', 'touchmove'] as const

  function changed({ removed }: { readonly removed: readonly number[] }): void {
    if (removed.includes(clientId)) stopped()
  }

  function soon(): void {
    if (isOver) return
    frame ||= requestAnimationFrame(() => {
      frame = 0
      const caret = view.dom.querySelector(`[data-stet-caret="${clientId}"]`)
      if (caret && !isWellInSight(caret)) reveal(caret)
    })
  }

  function onPress(event: Event): void {
    if (event.target instanceof Node && view.dom.contains(event.target)) stopped()
  }

  function stopped(): void {
    stop()
    onStop()
  }

  function stop(): void {
    isOver = true
    cancelAnimationFrame(frame)
    awareness.off('change', changed)
    for (const name of mine) ownerDocument.removeEventListener(name, stopped, { capture: true })
    ownerDocument.removeEventListener('pointerdown', onPress, { capture: true })
  }

  awareness.on('change', changed)
  for (const name of mine) ownerDocument.addEventListener(name, stopped, { capture: true, passive: true })
  ownerDocument.addEventListener('pointerdown', onPress, { capture: true })
  soon()
  return {
    stop,
    drawn(tr) {
      // What others write above moves the caret, too; carets alone are drawn with a transaction that changes nothing.
      if (isRemote(tr) || (!tr.docChanged && !tr.selectionSet)) soon()
    },
  }
}

function isWellInSight(caret: Element): boolean {
  const { top, bottom } = caret.getBoundingClientRect()
  return top > 140 && bottom < caret.ownerDocument.documentElement.clientHeight - 80
}

function reveal(element: Element): void {
  const isCalm = element.ownerDocument.defaultView?.matchMedia('(prefers-reduced-motion: reduce)').matches
  element.scrollIntoView({ block: 'center', behavior: isCalm === true ? 'auto' : 'smooth' })
}
