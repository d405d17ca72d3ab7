// What exactly is where: on the server, and on this device. The sentence of the status says what that means; these lines
// say what it is made of.
import type { Status } from '@stet/client'
import type { TableWords } from './language.ts'

export interface StatusDetailOptions {
  readonly status: Pick<Status, 'state' | 'unsavedFrames' | 'keptOnDevice'>
  /** When the server confirmed the last change made here; undefined before the first one. */
  readonly savedAt: Date | undefined
}

export function statusDetail(t: TableWords, { status, savedAt }: StatusDetailOptions): readonly string[] {
  const { state, unsavedFrames: count, keptOnDevice } = status
  // It is not known what such a server has.
  if (state === 'error' || (state === 'unsaved' && count === 0)) return []
  return [serverLine(t, count, savedAt), t(keptOnDevice ? 'onDeviceCopy' : 'onDeviceNone')]
}

function serverLine(t: TableWords, count: number, savedAt: Date | undefined): string {
  if (savedAt === undefined) return count === 0 ? t('onServer') : t('onServerBut', { count })
  const time = new Intl.DateTimeFormat(t.locale, { hour: '2-digit', minute: '2-digit' }).format(savedAt)
  return count === 0 ? t('onServerSince', { time }) : t('onServerButSince', { count, time })
}
