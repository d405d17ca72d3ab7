// While someone types, every keystroke is saving and, some milliseconds later, saved: shown as it comes, the word would
// flicker. So the way back to "Saved" is shown a moment late. Never the other way round: an edit that is not saved is
// shown as such at once.
import type { Status } from '@stet/client'
import { useEffect, useReducer, useRef } from 'preact/hooks'

const calm = 600

export function useCalmStatus(status: Status): Status {
  const saving = useRef<{ readonly status: Status; readonly at: number } | undefined>(undefined)
  const [, rerender] = useReducer<number, undefined>((count) => count + 1, 0)
  const now = performance.now()
  if (status.state === 'saving') saving.current = { status, at: now }
  // Going offline or being refused ends the waiting: what comes after that is news.
  else if (status.state !== 'saved') saving.current = undefined
  const left = saving.current === undefined ? 0 : saving.current.at + calm - now
  const late = status.state === 'saved' && left > 0

  useEffect(() => {
    if (!late) return undefined
    const timer = setTimeout(() => rerender(undefined), left)
    return () => clearTimeout(timer)
  }, [late, left])
  return late ? (saving.current?.status ?? status) : status
}
