// The words of an announcer, for a live region on the page.
import { useEffect, useState } from 'preact/hooks'
import type { Announcer, AnnouncerOptions } from './announcer.ts'

/** `create` is called again when one of `inputs` changes. */
export function useAnnouncement<State>(
  state: State,
  create: (options: AnnouncerOptions) => Announcer<State>,
  inputs: readonly unknown[],
): string {
  const [spoken, setSpoken] = useState('')
  const [announcer, setAnnouncer] = useState<Announcer<State>>()
  useEffect(() => {
    const made = create({
      say: setSpoken,
      now: () => performance.now(),
      setTimer: (ms, run) => {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
    })
    setAnnouncer(made)
    return () => made.stop()
  }, inputs)
  useEffect(() => announcer?.heard(state), [announcer, state])
  return spoken
}
