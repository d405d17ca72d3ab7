// One connection against an engine that joins when the test says so.
import { ProtocolError, stetSubprotocol } from '@stet/protocol'
import { afterEach, expect, it, vi } from 'vitest'
import { EventEmitter } from 'node:events'
import { Duplex } from 'node:stream'
import { setImmediate as endOfTurn } from 'node:timers/promises'
import { defaultServerLimits } from '../limits.ts'
import { silentLogger } from '../logger.ts'
import { createCleanup } from '../testing/test-server.ts'
import { serveConnection } from './connection.ts'
import type { Grant, HeldAccess, Holder } from '../access/live-access.ts'
import type { ServerLimits } from '../limits.ts'
import type { Engine, JoinOptions, Session } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'
import type { WebSocket } from 'ws'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

/** What serveConnection uses of a WebSocket. */
class FakeSocket extends EventEmitter {
  readyState = 1
  protocol: string
  bufferedAmount = 0
  /** Texts that went out, parsed. */
  readonly sent: unknown[] = []
  isPaused = false
  /** The network socket below it. */
  readonly raw = new Duplex({
    read() {},
    write: (chunk: Buffer, _encoding, done) => {
      for (let at = 0; at < chunk.length;) {
        const short = chunk.readUInt8(at + 1)
        const start = at + (short < 126 ? 2 : 4)
        const end = start + (short < 126 ? short : chunk.readUInt16BE(at + 2))
        this.sent.push(JSON.parse(chunk.toString('utf8', start, end)))
        at = end
      }
      done()
    },
  })
  closedWith: { code: number; reason: string } | undefined

  constructor(protocol: string) {
    super()
    this.protocol = protocol
    cleanup.add(() => this.emit('close'))
  }
  pause(): void {
    this.isPaused = true
  }
  resume(): void {
    this.isPaused = false
  }
  close(code: number, reason: string): void {
    this.readyState = 2
    this.closedWith = { code, reason }
  }
  gone(): void {
    this.readyState = 3
    this.emit('close')
  }
  receive(...bytes: number[]): void {
    this.emit('message', Buffer.from(bytes), true)
  }
  receiveText(text: string): void {
    this.emit('message', Buffer.from(text), false)
  }
}

function start({ protocol = '', limits = {} }: { protocol?: string; limits?: Partial<ServerLimits> } = {}) {
  const socket = new FakeSocket(protocol)
  const received: unknown[] = []
  let left = 0
  const acknowledged: number[] = []
  const { promise, resolve, reject } = Promise.withResolvers<Session>()
  const settled = Promise.allSettled([promise])
  let joining: JoinOptions | undefined
  let holder: Holder | undefined
  const renewals: string[] = []
  let released = 0
  const access: HeldAccess & { grant: Grant } = {
    document: 'a' as DocumentName,
    principal: 'ann',
    name: 'Ann',
    grant: { role: 'write' },
    renew: (token) => void renewals.push(token),
    release: () => void (released += 1),
  }
  const engine: Engine = {
    join(options) {
      joining = options
      return promise
    },
    presence: () => [],
    storageHealthy: true,
    drain: async () => {},
    rooms: () => 0,
    queued: () => ({ rows: 0, bytes: 0 }),
  }
  const connection = serveConnection({
    id: 1,
    socket: socket as unknown as WebSocket,
    raw: socket.raw,
    hold(given) {
      holder = given
      return access
    },
    context: {
      engine,
      limits: { ...defaultServerLimits, ...limits },
      log: silentLogger,
      onAcknowledged: (ms) => void acknowledged.push(ms),
      onClosed: () => {},
    },
  })
  const session: Session = {
    receive: (frame) => void received.push([...frame]),
    receiveText: (text) => void received.push(text),
    regrant: (grant) => void received.push(grant),
    expel: ({ code }) => void received.push(code),
    drained: () => {},
    leave: () => void (left += 1),
  }
  return {
    socket,
    connection,
    acknowledged,
    received,
    session,
    left: () => left,
    access,
    holder: () => holder!,
    renewals,
    released: () => released,
    joining: () => joining,
    joined: async (as: Session = session): Promise<void> => {
      resolve(as)
      await promise
    },
    refused: async (error: Error): Promise<void> => {
      reject(error)
      await settled
    },
  }
}

it('what arrives while the document loads is delivered afterwards, in order', async () => {
  const { socket, received, joined, joining } = start({ protocol: stetSubprotocol })
  expect(joining()).toMatchObject({ document: 'a', principal: 'ann', name: 'Ann', role: 'write', stet: true })
  socket.receive(1)
  socket.receiveText('two')
  socket.receive(3)
  expect(received).toEqual([])
  await joined()
  socket.receive(4)
  expect(received).toEqual([[1], 'two', [3], [4]])
})

it('too much before the document is loaded closes with a code to come back, by bytes and by number', async () => {
  const bytes = start({ limits: { waitingBytes: 10 } })
  bytes.socket.receive(...Array.from({ length: 10 }, () => 0))
  expect(bytes.socket.closedWith).toBeUndefined()
  bytes.socket.receive(0)
  expect(bytes.socket.closedWith?.code).toBe(1013)
  await bytes.joined()
  expect(bytes.received).toEqual([])
  expect(bytes.left()).toBe(1)

  const number = start({ limits: { waitingMessages: 2 } })
  for (let i = 0; i < 3; i += 1) number.socket.receive()
  expect(number.socket.closedWith?.code).toBe(1013)
})

it('a socket that closes while the document loads leaves as soon as it has joined', async () => {
  const { socket, received, joined, left } = start()
  socket.receive(1)
  socket.gone()
  await joined()
  expect(left()).toBe(1)
  expect(received).toEqual([])
})

it('a document that cannot be loaded closes with 4500, and says why to those who understand', async () => {
  const stock = start()
  await stock.refused(new ProtocolError('load-failed', 'The disk is away.'))
  expect(stock.socket.closedWith).toEqual({ code: 4500, reason: 'The disk is away.' })
  expect(stock.socket.sent).toEqual([])
  const stet = start({ protocol: stetSubprotocol })
  await stet.refused(new ProtocolError('load-failed', 'The disk is away.'))
  expect(stet.socket.sent).toEqual([{ type: 'error', code: 'load-failed', message: 'The disk is away.' }])
})

it('a document that takes too long to load closes with 4500, and the late join leaves again', async () => {
  const { socket, joined, left } = start({ limits: { joinMs: 0 } })
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(socket.closedWith?.code).toBe(4500)
  await joined()
  expect(left()).toBe(1)
})

it('an error that nobody foresaw, at joining or at a frame, ends this connection with 1011', async () => {
  const joining = start()
  await joining.refused(new TypeError('oops'))
  expect(joining.socket.closedWith?.code).toBe(1011)
  const frame = start()
  await frame.joined({
    ...frame.session,
    receive() {
      throw new TypeError('oops')
    },
  })
  frame.socket.receive(1)
  expect(frame.socket.closedWith?.code).toBe(1011)
})

it('after a close nothing that was still on its way is delivered; leaving happens once', async () => {
  const { socket, received, joined, joining, left } = start()
  await joined()
  joining()?.outlet.close(4400, 'no')
  socket.receive(1)
  expect(received).toEqual([])
  socket.gone()
  expect(left()).toBe(1)
})

it('frames are plain arrays, not Buffers whose slice shares memory', async () => {
  const { socket, joined, session } = start()
  const frames: Uint8Array[] = []
  await joined({ ...session, receive: (frame) => void frames.push(frame) })
  socket.receive(1, 2, 3)
  expect(Buffer.isBuffer(frames[0])).toBe(false)
})

it('once hushed nothing more is delivered, and who is sent away is told to come back', async () => {
  const { socket, connection, received, joined } = start({ protocol: stetSubprotocol })
  await joined()
  socket.receive(1)
  connection.hush()
  socket.receive(2)
  connection.sendAway()
  expect(received).toEqual([[1]])
  expect(socket.sent).toEqual([expect.objectContaining({ type: 'error', code: 'restarting' })])
  expect(socket.closedWith?.code).toBe(1012)
})

it('the time until "saved" is told to the metrics', async () => {
  const { socket, joined, joining, acknowledged } = start({ protocol: stetSubprotocol })
  await joined()
  socket.receive(0, 2, 2, 0, 0)
  joining()?.outlet.sendText('{"type":"saved","frames":1}')
  expect(acknowledged).toHaveLength(1)
})

it('access that changes while the document loads counts from the first frame on', async () => {
  const { socket, access, holder, received, joined } = start()
  socket.receive(1)
  access.grant = { role: 'read' }
  holder().onGrant(access.grant)
  await joined()
  expect(received).toEqual([{ role: 'read' }, [1]])
  holder().onGrant({ role: 'write' })
  holder().onEnd(new ProtocolError('forbidden', 'The access was taken back.'))
  expect(received.slice(2)).toEqual([{ role: 'write' }, 'forbidden'])
})

it('access that ends while the document loads ends the connection, and nothing of it is delivered', async () => {
  const { socket, holder, received, left, joined } = start({ protocol: stetSubprotocol })
  socket.receive(1)
  holder().onEnd(new ProtocolError('forbidden', 'The access was taken back.'))
  expect(socket.closedWith?.code).toBe(4403)
  expect(socket.sent).toEqual([{ type: 'error', code: 'forbidden', message: 'The access was taken back.' }])
  await joined()
  expect([received, left()]).toEqual([[], 1])
})

it('fresh tokens go to where the access is held, and it is let go of when the socket closes', async () => {
  const { socket, holder, joining, renewals, released, joined } = start({ protocol: stetSubprotocol })
  await joined()
  joining()?.renewal?.renew('fresh')
  expect(renewals).toEqual(['fresh'])
  holder().onUnavailable(new ProtocolError('access-unavailable', 'Try again.'))
  await endOfTurn()
  expect(socket.sent).toEqual([{ type: 'error', code: 'access-unavailable', message: 'Try again.' }])
  socket.gone()
  expect(released()).toBe(1)
})

it('a peer that sends too fast is not read for a while, and everything it sent is delivered', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const limits = { framesPerSecond: 10, burstSeconds: 2, longestPauseMs: 1_000 }
    const { socket, received, joined } = start({ limits })
    await joined()
    for (let i = 0; i < 20; i += 1) socket.receive(i)
    expect(socket.isPaused).toBe(false)
    // What the network had delivered already still comes.
    for (let i = 20; i < 25; i += 1) socket.receive(i)
    expect(socket.isPaused).toBe(true)
    vi.advanceTimersByTime(450)
    expect(socket.isPaused).toBe(true)
    vi.advanceTimersByTime(50)
    expect(socket.isPaused).toBe(false)
    expect(received).toHaveLength(25)
    for (let i = 0; i < 100; i += 1) socket.receive(0)
    vi.advanceTimersByTime(1_000)
    expect(socket.isPaused).toBe(false)
  } finally {
    vi.useRealTimers()
  }
})
