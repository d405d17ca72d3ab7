// The status in one or two words. It must never say more than the connection knows: above all, "Saved" is said only when
// it says so, and "on this device" only when the device has it.
import type { Status } from '@stet/client'
import type { SiteWords } from './language.ts'
import type { SiteKey } from './messages/english.ts'

export function statusWord(status: Pick<Status, 'state' | 'unsavedFrames' | 'keptOnDevice'>): SiteKey {
  const waiting = status.unsavedFrames > 0
  switch (status.state) {
    case 'saved':
      return 'saved'
    case 'saving':
      return waiting ? 'saving' : 'connecting'
    case 'unsaved':
      if (!waiting) return 'savingPaused'
      return status.keptOnDevice ? 'onlyOnThisDevice' : 'notSaved'
    case 'offline':
      return 'offline'
    case 'readonly':
      return 'readOnly'
    case 'error':
      return 'problem'
    default:
      return status.state satisfies never
  }
}

/** The same in a sentence. A problem is told by its code, which the server gives. */
export function statusSentence(t: SiteWords, status: Status): string {
  const count = status.unsavedFrames
  switch (status.state) {
    case 'saved':
      return t('savedSentence')
    case 'saving':
      return count === 0 ? t('connectingSentence') : t('savingSentence', { count })
    case 'unsaved':
      if (count === 0) return t('pausedSentence')
      return t(status.keptOnDevice ? 'waitingKept' : 'waitingNotKept', { count })
    case 'offline':
      if (count === 0) return t(status.keptOnDevice ? 'offlineKept' : 'offlineNotKept')
      return t(status.keptOnDevice ? 'waitingKept' : 'waitingNotKept', { count })
    case 'readonly':
      return count === 0 ? t('readOnlySentence') : t('readOnlyLost', { count })
    case 'error':
      return t.problem(status.error ?? { code: '', message: status.message })
    default:
      return status.state satisfies never
  }
}
