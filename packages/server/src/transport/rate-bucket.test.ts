import { expect, it } from 'vitest'
import { RateBucket } from './rate-bucket.ts'

it('a burst costs nothing, and what exceeds it is paid for in time', () => {
  const bucket = new RateBucket({ perSecond: 100, burst: 500 }, 0)
  expect(bucket.spend(500, 0)).toBe(0)
  expect(bucket.spend(50, 0)).toBe(500)
  expect(bucket.spend(0, 500)).toBe(0)
  expect(bucket.spend(1, 500)).toBe(10)
})

it('tokens are gained up to the burst, and no more', () => {
  const bucket = new RateBucket({ perSecond: 100, burst: 500 }, 0)
  bucket.spend(500, 0)
  expect(bucket.spend(501, 1_000_000)).toBe(10)
})

it('what is only taken when it is there leaves no debt', () => {
  const bucket = new RateBucket({ perSecond: 2, burst: 1 }, 0)
  expect(bucket.take(0)).toBe(0)
  for (let i = 0; i < 100; i += 1) expect(bucket.take(0)).toBe(500)
  expect(bucket.take(500)).toBe(0)
})

it('a clock set back makes nobody wait longer', () => {
  const bucket = new RateBucket({ perSecond: 1, burst: 1 }, 10_000)
  bucket.take(10_000)
  expect(bucket.take(0)).toBe(1_000)
  expect(bucket.take(1_000)).toBe(0)
})
