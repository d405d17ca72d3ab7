// A moment as "3 minutes ago" that keeps itself true while it is shown, with the exact time on hover and for machines.
import { useEffect, useState } from 'preact/hooks'
import { exactTime, relativeTime } from './relative-time.ts'
import { useWords } from './use-words.ts'

export function TimeAgo({ time }: { readonly time: number }) {
  const t = useWords()
  const now = useNow()
  return (
    <time dateTime={new Date(time).toISOString()} title={exactTime(time, t.locale)}>
      {relativeTime(time, now, t)}
    </time>
  )
}

const every = 30_000

function useNow(): number {
  const [, setTick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), every)
    return () => clearInterval(timer)
  }, [])
  return Date.now()
}
