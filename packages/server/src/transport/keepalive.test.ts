import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { createKeepalive } from './keepalive.ts'
import type { WebSocket } from 'ws'

class FakePeer extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  sent = 0
  pings = 0
  terminated = false
  ping(): void {
    this.pings += 1
  }
  terminate(): void {
    this.terminated = true
    this.emit('close')
  }
}

function watchOne() {
  const keepalive = createKeepalive(1_000_000)
  const peer = new FakePeer()
  keepalive.watch(peer as unknown as WebSocket, () => peer.sent)
  return { keepalive, peer, [Symbol.dispose]: () => keepalive.stop() }
}

it('a peer that answers, or sends anything, stays', () => {
  using watched = watchOne()
  const { keepalive, peer } = watched
  for (const sign of ['pong', 'message', 'ping', 'pong']) {
    keepalive.sweep()
    peer.emit(sign)
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
