import { expect, it } from 'vitest'
import { createCommitWatch } from './commit-watch.ts'

it('resolves when what waited at the call is stored, whatever comes after', async () => {
  let rows = 3
  const watch = createCommitWatch(() => ({ rows, bytes: 0 }))
  let stored = false
  const waiting = watch.stored().then(() => (stored = true))
  const commit = (count: number) => watch.event({ type: 'commit', rows: count, bytes: 1, ms: 1 })
  rows = 50
  commit(2)
  await Promise.resolve()
  expect(stored).toBe(false)
  commit(1)
  await waiting
  rows = 0
  await watch.stored()
})
