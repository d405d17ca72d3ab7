// When the server last confirmed what was written here. Being told "saved" on opening is no such moment.
import type { Status } from '@stet/client'
import { useEffect, useRef, useState } from 'preact/hooks'

export function useSavedAt({ state, unsavedFrames }: Status): Date | undefined {
  const [savedAt, setSavedAt] = useState<Date>()
  const waited = useRef(false)
  useEffect(() => {
    if (unsavedFrames > 0) waited.current = true
    else if (state === 'saved' && waited.current) {
      waited.current = false
      setSavedAt(new Date())
    }
  }, [state, unsavedFrames])
  return savedAt
}
