import { Duplex } from 'node:stream'
import { setImmediate as endOfTurn } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { cutToBytes, SocketOutlet } from './socket-outlet.ts'
import type { WebSocket } from 'ws'

function outletWith(outgoingBytes: number) {
  const writes: Buffer[] = []
  // Set while the peer reads nothing: the system has what was written last, and will say when it is through.
  let held: (() => void) | undefined
  let reads = true
  const write = (chunk: Buffer, done: () => void): void => {
    writes.push(chunk)
    if (reads) done()
    else held = done
  }
  const raw = new Duplex({
    writableHighWaterMark: 100,
    read() {},
    write: (chunk: Buffer, _encoding, done) => write(chunk, done),
    writev: (chunks, done) => write(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)), done),
  })
  const socket = {
    readyState: 1,
    closed: undefined as { code: number; reason: string } | undefined,
    close(code: number, reason: string) {
      socket.readyState = 2
      socket.closed = { code, reason }
    },
  }
  let drained = 0
  const outlet = new SocketOutlet({
    socket: socket as unknown as WebSocket,
    raw,
    limits: { outgoingBytes, stuckMs: 30_000 },
    owner: { drained: () => void (drained += 1), telling: () => {} },
  })
  return {
    outlet,
    socket,
    writes,
    raw,
    drained: () => drained,
    stopReading: () => void (reads = false),
    /** The peer reads all, one write at a time. */
    readSlowly: async () => {
      while (held !== undefined) {
        const done = held
        held = undefined
        done()
        await endOfTurn()
      }
    },
    /** The peer reads all, and goes on reading. */
    readAll: async () => {
      reads = true
      held?.()
      held = undefined
      await endOfTurn()
      await endOfTurn()
    },
  }
}

it('frames are refused once the bound is passed, and nobody is closed for it', async () => {
  const { outlet, socket, stopReading, drained } = outletWith(1_000)
  stopReading()
  const taken = Array.from({ length: 20 }, () => outlet.sendFrame(new Uint8Array(100)))
  await endOfTurn()
  expect(taken.filter(Boolean).length).toBeLessThan(12)
  expect(taken.at(-1)).toBe(false)
  expect(outlet.waitingBytes).toBeLessThan(2_000)
  expect([socket.closed, drained()]).toEqual([undefined, 0])
})

it('a peer that reads again gets all that was taken, and then the engine hears of it once', async () => {
  const { outlet, writes, stopReading, readAll, drained } = outletWith(1_000)
  stopReading()
  let taken = 0
  for (let i = 0; i < 20; i += 1) {
    if (outlet.sendFrame(new Uint8Array(100))) taken += 1
    await endOfTurn()
  }
  expect(outlet.sendFrame(new Uint8Array(1))).toBe(false)
  await readAll()
  expect(Buffer.concat(writes)).toHaveLength(taken * 102)
  expect(drained()).toBe(1)
  expect(outlet.sendFrame(new Uint8Array(1))).toBe(true)
})

it('the engine hears of it also when the last write was too small to be waited for', async () => {
  const { outlet, stopReading, readSlowly, drained } = outletWith(20_200)
  stopReading()
  outlet.sendFrame(new Uint8Array(98))
  await endOfTurn()
  for (const size of [20_000, 20]) expect(outlet.sendFrame(new Uint8Array(size))).toBe(true)
  expect(outlet.sendFrame(new Uint8Array(1))).toBe(false)
  await endOfTurn()
  await readSlowly()
  expect([outlet.waitingBytes, drained()]).toEqual([0, 1])
})

it('a document larger than the bound is taken whole, what follows it is refused until it is through', async () => {
  const { outlet, writes, stopReading, readAll, drained } = outletWith(1_000)
  stopReading()
  expect(outlet.sendFrame(new Uint8Array(50_000))).toBe(true)
  expect(outlet.sendFrame(new Uint8Array(10))).toBe(false)
  await endOfTurn()
  await readAll()
  expect(Buffer.concat(writes)).toHaveLength(50_004)
  expect(drained()).toBe(1)
})

it('a peer that was refused a frame and then reads nothing for a while is closed, to come again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const { outlet, socket, stopReading } = outletWith(1_000)
    stopReading()
    outlet.sendFrame(new Uint8Array(2_000))
    outlet.sendFrame(new Uint8Array(1))
    vi.advanceTimersByTime(29_999)
    expect(socket.closed).toBeUndefined()
    vi.advanceTimersByTime(1)
    expect(socket.closed).toEqual({ code: 1013, reason: 'too-slow' })
  } finally {
    vi.useRealTimers()
  }
})

it('texts go out while frames are refused, up to a bound of their own', async () => {
  const { outlet, socket, stopReading } = outletWith(1_000)
  stopReading()
  outlet.sendFrame(new Uint8Array(2_000))
  await endOfTurn()
  outlet.sendText('{"type":"saved","frames":1}')
  expect(outlet.sendFrame(new Uint8Array(1))).toBe(false)
  expect(socket.closed).toBeUndefined()
  for (let i = 0; i < 300; i += 1) outlet.sendText('x'.repeat(1_024))
  expect(socket.closed?.code).toBe(1013)
  expect(outlet.waitingBytes).toBeLessThan(600_000)
})

it('what is sent in one turn leaves in one write', async () => {
  const { outlet, writes } = outletWith(1_000)
  outlet.sendFrame(new Uint8Array([7]))
  outlet.sendText('two')
  expect(writes).toEqual([])
  await endOfTurn()
  expect(writes).toEqual([Buffer.from([0x82, 1, 7, 0x81, 3, ...Buffer.from('two')])])
})

it('what was sent before a close leaves before it', () => {
  const { outlet, socket, writes } = outletWith(1_000)
  outlet.sendText('last words')
  outlet.close(1012, 'restarting')
  expect(Buffer.concat(writes).toString()).toContain('last words')
  expect(socket.closed?.code).toBe(1012)
})

it('a socket that is gone swallows what it is given', async () => {
  const { outlet, socket, writes } = outletWith(1_000)
  outlet.sendFrame(new Uint8Array(1))
  socket.readyState = 3
  expect(outlet.sendFrame(new Uint8Array(1))).toBe(true)
  outlet.sendText('text')
  outlet.close(1011, 'again')
  await endOfTurn()
  expect(writes).toEqual([])
  expect(socket.closed).toBeUndefined()
  expect(outlet.waitingBytes).toBe(0)
})

it('a close reason is cut to what fits on the wire, never inside a character', () => {
  expect(cutToBytes('short', 123)).toBe('short')
  expect(cutToBytes('😀'.repeat(40), 123)).toBe('😀'.repeat(30))
  const { outlet, socket } = outletWith(1_000)
  outlet.close(4400, 'é'.repeat(200))
  expect(Buffer.byteLength(socket.closed?.reason ?? '')).toBe(122)
})
