// The status in one or two words. It must never say more than the connection knows: above all, "Saved" is said only when
// it says so, and "on this device" only when the device has it.
import type { Status } from '@stet/client'

export function statusWord(status: Pick<Status, 'state' | 'unsavedFrames' | 'keptOnDevice'>): string {
  const waiting = status.unsavedFrames > 0
  switch (status.state) {
    case 'saved':
      return 'Saved'
    case 'saving':
      return waiting ? 'Saving' : 'Connecting'
    case 'unsaved':
      if (!waiting) return 'Saving paused'
      return status.keptOnDevice ? 'Only on this device' : 'Not saved'
    case 'offline':
      return 'Offline'
    case 'readonly':
      return 'Read only'
    case 'error':
      return 'Problem'
    default:
      return status.state satisfies never
  }
}
