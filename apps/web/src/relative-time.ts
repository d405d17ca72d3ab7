// "3 minutes ago": how long since a moment, in the largest unit that is still honest.
import type { TableWords } from './language.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const units: readonly {
  readonly below: number
  readonly size: number
  readonly unit: Intl.RelativeTimeFormatUnit
}[] = [
  { below: hour, size: minute, unit: 'minute' },
  { below: day, size: hour, unit: 'hour' },
  { below: 7 * day, size: day, unit: 'day' },
  { below: 30 * day, size: 7 * day, unit: 'week' },
  { below: 365 * day, size: 30 * day, unit: 'month' },
  { below: Number.POSITIVE_INFINITY, size: 365 * day, unit: 'year' },
]

/** Both in ms since the epoch. A moment in the future (the two clocks disagree) counts as now. */
export function relativeTime(then: number, now: number, t: TableWords): string {
  const age = Math.max(0, now - then)
  if (age < 45 * second) return t('justNow')
  const { size, unit } = units.find(({ below }) => age < below) ?? { size: minute, unit: 'minute' }
  const count = Math.max(1, Math.floor(age / size))
  // Never "yesterday": at half past midnight, 25 hours ago was two dates back.
  return new Intl.RelativeTimeFormat(t.locale).format(-count, unit)
}

/** For the tooltip: the whole date and time in the reader's own zone. */
export function exactTime(then: number, locale = 'en', timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(then)
}
