// Whether the person is at the page: away while it is hidden, idle after a minute without a sign of life. Others are told
// of the latter, so that nobody waits for an answer.

export interface Activity {
  readonly isIdle: boolean
  /** Idle, or the page is hidden: what happens on it now is not seen. */
  readonly isAway: boolean
}

export const idleAfterMs = 60_000

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart', 'scroll'] as const

/** Tells of every change. Returns the way to stop. */
export function watchActivity(document: Document, onChange: (activity: Activity) => void): () => void {
  let isIdle = false
  let isAway = document.hidden
  let last = performance.now()
  let timer = setTimeout(look, idleAfterMs)

  function look(): void {
    const left = last + idleAfterMs - performance.now()
    if (left > 0) timer = setTimeout(look, left)
    else change(true)
  }

  // Some of these come a hundred times a second: only the time is written down.
  function onSign(): void {
    last = performance.now()
    if (!isIdle) return
    timer = setTimeout(look, idleAfterMs)
    change(false)
  }

  function onVisibility(): void {
    if (!document.hidden) onSign()
    change(isIdle)
  }

  function change(idle: boolean): void {
    const away = idle || document.hidden
    if (idle === isIdle && away === isAway) return
    isIdle = idle
    isAway = away
    onChange({ isIdle, isAway })
  }

  for (const sign of signs) document.addEventListener(sign, onSign, { capture: true, passive: true })
  document.addEventListener('visibilitychange', onVisibility)
  return () => {
    clearTimeout(timer)
    for (const sign of signs) document.removeEventListener(sign, onSign, { capture: true })
    document.removeEventListener('visibilitychange', onVisibility)
  }
}
