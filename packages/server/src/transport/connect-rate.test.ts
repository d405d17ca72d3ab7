import { afterEach, expect, it } from 'vitest'
import { handshake, openTcp } from '../testing/test-clients.ts'
import { createCleanup, startTestServer } from '../testing/test-server.ts'
import { createConnectRate, networkOf } from './connect-rate.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

it('a burst gets in, then the rate that is allowed, each address for itself', () => {
  const time = { now: 0 }
  const rate = createConnectRate({ perSecond: 2, burst: 3 }, () => time.now)
  expect([1, 2, 3, 4].map(() => rate.attempt('a'))).toEqual([0, 0, 0, 500])
  expect(rate.attempt('b')).toBe(0)
  time.now = 500
  expect([rate.attempt('a'), rate.attempt('a')]).toEqual([0, 500])
})

it('more addresses than are remembered cost bounded memory, and lock nobody out', () => {
  const rate = createConnectRate({ perSecond: 1, burst: 1 }, () => 0)
  let waits = 0
  for (let i = 0; i < 50_000; i += 1) waits += rate.attempt(String(i))
  expect(waits).toBe(0)
  // The first of them was forgotten, the last was not.
  expect(rate.attempt('0')).toBe(0)
  expect(rate.attempt('49999')).toBe(1_000)
})

it('an IPv6 network counts as one', () => {
  expect(networkOf('192.0.2.1')).toBe('192.0.2.1')
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2')
  expect(networkOf('2001:db8::6')).toBe('2001:db8:0:0')
  expect(networkOf('2001:db8:1:2::')).toBe('2001:db8:1:2')
  expect(networkOf('::1')).toBe('0:0:0:0')
})

it('over the wire: 429, and when to come again', async () => {
  // So slow that nothing comes back during the test, on however busy a machine.
  const limits = { connectsPerSecond: 0.01, connectBurst: 2 }
  const server = await startTestServer(cleanup, { limits })
  const attempt = async (): Promise<string> => {
    const { socket, answer } = openTcp(cleanup, server.port)
    socket.write(handshake('/sync/a'))
    socket.once('data', () => socket.end())
    return (await answer).split('\r\n\r\n')[0] ?? ''
  }
  expect(await attempt()).toContain('101 Switching Protocols')
  expect(await attempt()).toContain('101 Switching Protocols')
  const refused = await attempt()
  expect(refused).toContain('429')
  expect(refused.toLowerCase()).toMatch(/retry-after: (?:100|[1-9]\d)\b/u)
})
