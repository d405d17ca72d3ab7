import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { createSocketOutlet, cutToBytes } from './socket-outlet.ts'
import type { WebSocket } from 'ws'

function outletWith(outgoingBytes: number) {
  const raw = new PassThrough()
  const sent: number[] = []
  const socket = {
    readyState: 1,
    bufferedAmount: 0,
    closed: undefined as { code: number; reason: string } | undefined,
    send(data: Uint8Array | string) {
      sent.push(data.length)
      socket.bufferedAmount += data.length
    },
    close(code: number, reason: string) {
      socket.readyState = 2
      socket.closed = { code, reason }
    },
  }
  const outlet = createSocketOutlet({ socket: socket as unknown as WebSocket, raw, outgoingBytes })
  return { outlet, socket, raw, sent }
}

it('a peer that stops reading is closed with a code to come back once the bound is passed', () => {
  const { outlet, socket, sent } = outletWith(100)
  for (let i = 0; i < 20; i += 1) outlet.sendFrame(new Uint8Array(10))
  expect(socket.closed?.code).toBe(1013)
  expect(sent.length).toBe(11)
})

it('a document larger than the bound goes out, with what follows it, as long as the peer reads', () => {
  const { outlet, socket, sent } = outletWith(100)
  outlet.sendFrame(new Uint8Array(5000))
  for (let i = 0; i < 5; i += 1) outlet.sendFrame(new Uint8Array(10))
  expect(socket.closed).toBeUndefined()
  socket.bufferedAmount = 0
  outlet.sendFrame(new Uint8Array(5000))
  expect(socket.closed).toBeUndefined()
  expect(sent).toHaveLength(7)
})

it('a peer that asks for the large document again and again without reading is closed', () => {
  const { outlet, socket, sent } = outletWith(100)
  outlet.sendFrame(new Uint8Array(5000))
  outlet.sendFrame(new Uint8Array(5000))
  expect(socket.closed?.code).toBe(1013)
  expect(sent).toEqual([5000])
})

it('frames of one turn leave in one write', async () => {
  const { outlet, raw } = outletWith(100)
  outlet.sendFrame(new Uint8Array(1))
  outlet.sendText('two')
  expect(raw.writableCorked).toBe(1)
  await new Promise((resolve) => setImmediate(resolve))
  expect(raw.writableCorked).toBe(0)
})

it('a socket that is gone swallows what it is given', () => {
  const { outlet, socket, sent } = outletWith(100)
  socket.readyState = 3
  outlet.sendFrame(new Uint8Array(1))
  outlet.sendText('text')
  outlet.close(1011, 'again')
  expect(sent).toEqual([])
  expect(socket.closed).toBeUndefined()
})

it('a close reason is cut to what fits on the wire, never inside a character', () => {
  expect(cutToBytes('short', 123)).toBe('short')
  expect(cutToBytes('😀'.repeat(40), 123)).toBe('😀'.repeat(30))
  const { outlet, socket } = outletWith(100)
  outlet.close(4400, 'é'.repeat(200))
  expect(Buffer.byteLength(socket.closed?.reason ?? '')).toBe(122)
})
