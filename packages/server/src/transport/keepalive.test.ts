import type { Duplex } from 'node:stream'
import { expect, it } from 'vitest'
import { createKeepalive, Pulse } from './keepalive.ts'
import type { WebSocket } from 'ws'

class FakePeer {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  sent = 0
  received = 0
  pings = 0
  terminated = false
  readonly #pulse = new Pulse()
  ping(): void {
    this.pings += 1
  }
  terminate(): void {
    this.terminated = true
  }
  keepAlive(): void {
    const { sent, received } = this
    const counts = { bytesRead: received, bytesWritten: sent, writableLength: 0 } as unknown as Duplex
    this.#pulse.check(this as unknown as WebSocket, counts)
  }
}

function watchOne() {
  const peer = new FakePeer()
  const keepalive = createKeepalive(1_000_000, [peer])
  return { keepalive, peer, [Symbol.dispose]: () => keepalive.stop() }
}

it('a peer that sends anything, were it one byte of a long message, stays', () => {
  using watched = watchOne()
  const { keepalive, peer } = watched
  for (let i = 0; i < 4; i += 1) {
    keepalive.sweep()
    peer.received += 1
  }
  expect(peer).toMatchObject({ pings: 4, terminated: false })
})

it('a peer that gave no sign since the last ping is cut off', () => {
  using watched = watchOne()
  const { keepalive, peer } = watched
  keepalive.sweep()
  expect(peer.terminated).toBe(false)
  keepalive.sweep()
  expect(peer.terminated).toBe(true)
})

it('a peer that is still reading a large document stays, and is cut off when it stops', () => {
  using watched = watchOne()
  const { keepalive, peer } = watched
  // One write of the whole document waits until its last byte has left.
  peer.bufferedAmount = 5_000
  for (peer.sent = 1_000; peer.sent < 5_000; peer.sent += 1_000) keepalive.sweep()
  expect(peer.terminated).toBe(false)
  keepalive.sweep()
  keepalive.sweep()
  expect(peer.terminated).toBe(true)
})
