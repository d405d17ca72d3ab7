import { readdirSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { findYjsCopies, testLoopback } from './self-test.ts'
import { createCleanup, createTestFolder } from './testing/test-server.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

it('two clients sync over a server of their own, and nothing is left behind', async () => {
  const folder = createTestFolder(cleanup)
  const { savedMs, syncedMs } = await testLoopback(folder)
  expect(savedMs).toBeGreaterThan(0)
  expect(syncedMs).toBeGreaterThan(0)
  expect(readdirSync(folder)).toEqual([])
})

it('a folder that cannot be written to is an error that says so', async () => {
  await expect(testLoopback('/nonexistent/folder')).rejects.toThrow('ENOENT')
})

it('there is one yjs', () => {
  expect(findYjsCopies()).toHaveLength(1)
})
