import { describe, expect, test } from 'vitest'
import { createWords } from '@stet/editor/words'
import { english } from './messages/english.ts'
import { exactTime, relativeTime } from './relative-time.ts'

const t = createWords({ locale: 'en', source: english })
const now = Date.UTC(2026, 10, 23, 12)
const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

describe('relative time', () => {
  test.each([
    [0, 'just now'],
    [44 * second, 'just now'],
    [45 * second, '1 minute ago'],
    [3 * minute + 59 * second, '3 minutes ago'],
    [59 * minute + 59 * second, '59 minutes ago'],
    [hour, '1 hour ago'],
    [23 * hour, '23 hours ago'],
    [day, '1 day ago'],
    [6 * day, '6 days ago'],
    [7 * day, '1 week ago'],
    [29 * day, '4 weeks ago'],
    [30 * day, '1 month ago'],
    [364 * day, '12 months ago'],
    [365 * day, '1 year ago'],
    [1000 * day, '2 years ago'],
  ])('%i ms ago reads "%s"', (age, words) => {
    expect(relativeTime(now - age, now, t)).toBe(words)
  })

  test('a moment ahead of our clock is now, not "in 2 hours"', () => {
    expect(relativeTime(now + 2 * hour, now, t)).toBe('just now')
  })

  test('the exact time names day, month, year and clock time', () => {
    expect(exactTime(now, 'en-GB', 'UTC')).toBe('23 November 2026 at 12:00')
  })
})
