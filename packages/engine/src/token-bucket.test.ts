import { expect, test } from 'vitest'
import { TokenBucket } from './token-bucket.ts'

test('a burst goes through, then one per interval, and never more than the burst', () => {
  const bucket = new TokenBucket({ burst: 2, everyMs: 100, now: 0 })
  expect([0, 0, 0, 99, 100, 150, 200].map((now) => bucket.take(now))).toEqual([
    true,
    true,
    false,
    false,
    true,
    false,
    true,
  ])
  expect([10_000, 10_000, 10_000].map((now) => bucket.take(now))).toEqual([true, true, false])
})

test('a clock that is set back locks nobody out', () => {
  const bucket = new TokenBucket({ burst: 1, everyMs: 100, now: 1_000_000 })
  expect([bucket.take(1_000_000), bucket.take(0), bucket.take(100)]).toEqual([true, false, true])
})
