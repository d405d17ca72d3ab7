import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createCleanup } from '../testing/test-server.ts'
import { encodeBinaryMessage, encodeTextMessage } from './message-bytes.ts'
import type { AddressInfo } from 'node:net'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

it('a payload that is sent to many is framed once', () => {
  for (const length of [10, 100_000]) {
    const payloads = [new Uint8Array(length), new Uint8Array(length)]
    const [first, second] = payloads.map((payload) => encodeBinaryMessage(payload))
    expect(payloads.map((payload) => encodeBinaryMessage(payload))).toEqual([first, second])
    expect(encodeBinaryMessage(payloads[0]!)).toBe(first)
    expect(encodeBinaryMessage(payloads[1]!)).toBe(second)
    expect(first).not.toBe(second)
  }
})

it('messages of every length class arrive whole between what ws itself writes to the socket', async () => {
  const http = createServer()
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const payloads = [0, 1, 125, 126, 127, 65_535, 65_536, 200_000].map((length) => randomBytes(length))
  http.on('upgrade', (request, raw, head) => {
    server.handleUpgrade(request, raw, head, (socket) => {
      for (const payload of payloads) {
        raw.write(encodeBinaryMessage(payload))
        socket.ping()
        raw.write(encodeTextMessage('é'.repeat(payload.length % 1_000)))
      }
      socket.close(1000, 'done')
    })
  })
  http.listen(0, '127.0.0.1')
  cleanup.add(() => http.close())
  await once(http, 'listening')
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
  const received: (Buffer | string)[] = []
  let pings = 0
  client.on('ping', () => (pings += 1))
  client.on('message', (data: Buffer, isBinary) => received.push(isBinary ? data : data.toString()))
  const [code] = (await once(client, 'close')) as [number]
  expect(received).toEqual(payloads.flatMap((payload) => [payload, 'é'.repeat(payload.length % 1_000)]))
  expect([code, pings]).toEqual([1000, payloads.length])
})
