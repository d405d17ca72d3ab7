import { parseDocumentName } from '@stet/protocol'
import { afterEach, expect, it } from 'vitest'
import { createLatencies } from './latencies.ts'
import { runLoad, whyNotThisLoad } from './load-check.ts'
import { createMemoryStorage } from './storage/memory.ts'
import { createCleanup, startTestServer } from './testing/test-server.ts'
import { startGuardedServer, tokenOf } from './testing/guarded-server.ts'
import type { Storage } from './storage/types.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const load = { document: 'bench', clients: 4, rate: 50, seconds: 1 }

it('every edit is counted once as saved, and once for everybody else', async () => {
  const { syncUrl } = await startTestServer(cleanup)
  const report = await runLoad({ ...load, syncUrl })
  expect(report.edits).toBe(200)
  expect(report).toMatchObject({
    editsPerSecond: 200,
    saved: 200,
    delivered: 600,
    toDeliver: 600,
    errors: {},
  })
  for (const { p50, p99, longest } of [report.savedMs, report.deliveredMs]) {
    expect(p50).toBeGreaterThan(0)
    expect(p99).toBeGreaterThanOrEqual(p50)
    expect(longest).toBeGreaterThanOrEqual(p99)
  }
})

it('a slow disk is seen in both times', async () => {
  const memory = createMemoryStorage()
  const storage: Storage = {
    ...memory,
    append: async (rows) => {
      // The time is what is measured.
      await new Promise((resolve) => setTimeout(resolve, 60))
      await memory.append(rows)
    },
  }
  const { syncUrl } = await startTestServer(cleanup, { storage })
  const { savedMs, deliveredMs } = await runLoad({ ...load, rate: 5, syncUrl })
  expect(savedMs.p50).toBeGreaterThan(50)
  expect(deliveredMs.p50).toBeGreaterThan(50)
})

it('with a token it writes where it may, and is told where it may not', async () => {
  const { syncUrl } = await startGuardedServer(cleanup)
  const document = parseDocumentName('plan')
  const one = { ...load, clients: 2, syncUrl, document }
  expect(await runLoad({ ...one, token: await tokenOf() })).toMatchObject({ saved: 100, errors: {} })
  await expect(runLoad(one)).rejects.toThrow('token')
  await expect(runLoad({ ...one, document: 'other', token: await tokenOf() })).rejects.toThrow(
    'gives no access to this document',
  )
})

it('a server that is not there is said, with its address', async () => {
  await expect(runLoad({ ...load, syncUrl: 'ws://127.0.0.1:1/sync' })).rejects.toThrow(
    'ws://127.0.0.1:1/sync/bench cannot be reached',
  )
})

it.each([
  [{ clients: 1, rate: 1, seconds: 1 }, 'clients must be from 2 to 200, not 1.'],
  [{ clients: 2.5, rate: 1, seconds: 1 }, 'clients must be a whole number'],
  [{ clients: 2, rate: 0, seconds: 1 }, 'rate must be from 0.1 to 50, not 0.'],
  [{ clients: 2, rate: NaN, seconds: 1 }, 'not NaN'],
  [{ clients: 2, rate: 1, seconds: 9999 }, 'seconds must be from 1 to 600'],
  [{ clients: 200, rate: 50, seconds: 1 }, '1990000 deliveries a second; at most 100000'],
])('%j is refused', async (numbers, message) => {
  expect(whyNotThisLoad(numbers)).toContain(message)
  await expect(runLoad({ syncUrl: 'ws://127.0.0.1:1/sync', document: 'a', ...numbers })).rejects.toThrow(
    message,
  )
})

it('latencies: half and nearly all, to a tenth of a millisecond', () => {
  const latencies = createLatencies()
  expect(latencies.summary()).toEqual({ p50: 0, p99: 0, longest: 0 })
  for (let ms = 1; ms <= 100; ms += 1) latencies.add(ms - 0.05)
  latencies.add(-1)
  latencies.add(1e9)
  expect(latencies.summary()).toEqual({ p50: 50, p99: 100, longest: 30_000 })
})
