// Keeping somebody else's caret in sight, until I do something myself: then I am no longer looking over their shoulder.
import type { EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'

// Their caret is drawn in a frame after it was told, a busy page a little later.
const drawnAfterMs = 120

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
  /** By my own keys, wheel or finger, or because they left. Not after the returned function was called. */
  readonly onStop: () => void
}

/** Returns the way to stop. */
export function followCaret(view: EditorView, { awareness, clientId, onStop }: FollowOptions): () => void {
  const { ownerDocument } = view.dom
  let timer: ReturnType<typeof setTimeout> | undefined
  const mine = ['keydown', 'wheel', 'touchmove'] as const

  function changed({
    updated,
    removed,
  }: {
    readonly updated: readonly number[]
    readonly removed: readonly number[]
  }): void {
    if (removed.includes(clientId)) stopped()
    if (updated.includes(clientId)) soon()
  }

  // What others write above moves the caret, too.
  function soon(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      const caret = view.dom.querySelector(`[data-stet-caret="${clientId}"]`)
      if (caret && !isWellInSight(caret)) reveal(caret)
    }, drawnAfterMs)
  }

  function onPress(event: Event): void {
    if (event.target instanceof Node && view.dom.contains(event.target)) stopped()
  }

  function stopped(): void {
    stop()
    onStop()
  }

  function stop(): void {
    clearTimeout(timer)
    awareness.off('change', changed)
    for (const name of mine) ownerDocument.removeEventListener(name, stopped, { capture: true })
    ownerDocument.removeEventListener('pointerdown', onPress, { capture: true })
  }

  awareness.on('change', changed)
  for (const name of mine) ownerDocument.addEventListener(name, stopped, { capture: true, passive: true })
  ownerDocument.addEventListener('pointerdown', onPress, { capture: true })
  soon()
  return stop
}

function isWellInSight(caret: Element): boolean {
  const { top, bottom } = caret.getBoundingClientRect()
  return top > 140 && bottom < caret.ownerDocument.documentElement.clientHeight - 80
}

function reveal(element: Element): void {
  const isCalm = element.ownerDocument.defaultView?.matchMedia('(prefers-reduced-motion: reduce)').matches
  element.scrollIntoView({ block: 'center', behavior: isCalm === true ? 'auto' : 'smooth' })
}
