// A flood of malformed frames over real sockets: connection after connection opens, sends some, and is closed or closes.
// The process must outlive it, its memory must stay within bounds, and two honest people in the flooded document must
// be able to go on. As a reader, nothing that is sent may change or reach anything.
import { once } from 'node:events'
import { connect } from 'node:net'
import { stetSubprotocol, tokenSubprotocolPrefix } from '@stet/protocol'
import { brokenFrame, brokenHandshake, closing, createMessages } from './malformed.ts'
import { createRandom } from '../harness/random.ts'
import type { GuardedStet } from './scene.ts'
import type { Role } from '@stet/protocol'
import type { Random } from '../harness/random.ts'
import type { Socket } from 'node:net'

export interface FloodOptions {
  readonly frames: number
  readonly seed: number
  readonly document: string
  readonly role: Role
  /** Called now and then, with what was sent so far. */
  readonly onProgress?: (report: FloodReport) => Promise<void>
}

export interface FloodReport {
  readonly frames: number
  readonly connections: number
  /** Connections that ended with bytes after which no WebSocket can go on. */
  readonly broken: number
  /** Requests that were no handshakes. */
  readonly handshakes: number
  /** The most resident memory the process had at any look, in MiB. */
  readonly memory: number
}

/** Connections at the same time. */
const parallel = 16
/** A stet.v1 client is closed at its 20th refused frame. */
const mostFrames = 20
/** The server lets one address open 2,000 connections at once and 50 a second after that: an attacker has many. */
const connectionsPerAddress = 1_000
/** The same for one person, 200 at once. */
const connectionsPerPerson = 150
const lookEvery = 20_000

export async function flood(server: GuardedStet, options: FloodOptions): Promise<FloodReport> {
  const { document, role, onProgress } = options
  const random = createRandom(options.seed)
  const nextMessage = createMessages(random)
  const report = { frames: 0, connections: 0, broken: 0, handshakes: 0, memory: server.memory() }
  let token = ''
  let lookAt = lookEvery
  let looking: Promise<void> | undefined

  const look = async (): Promise<void> => {
    report.memory = Math.max(report.memory, server.memory())
    await onProgress?.(report)
  }

  const one = async (): Promise<void> => {
    const number = report.connections
    report.connections += 1
    if (number % connectionsPerPerson === 0) {
      token = await server.tokenFor(`mallory-${number / connectionsPerPerson}`, role)
    }
    const path = `/sync/${document}`
    if (random.below(20) === 0) {
      report.frames += 1
      report.handshakes += 1
      const socket = open(server.port, number)
      socket.end(brokenHandshake(random, path))
      await once(socket, 'close')
      return
    }
    const parts: Uint8Array[] = []
    for (let i = random.below(mostFrames); i >= 0; i -= 1) parts.push(nextMessage())
    if (random.below(2) === 0) {
      report.broken += 1
      parts.push(brokenFrame(random))
    }
    report.frames += parts.length
    const socket = open(server.port, number)
    const closed = once(socket, 'close')
    socket.write(handshake(path, token, random))
    // A socket that fails instead is closed as well.
    await Promise.race([joined(socket).catch(() => undefined), closed])
    socket.end(Buffer.concat([...parts, closing]))
    await closed
  }

  const worker = async (): Promise<void> => {
    while (report.frames < options.frames) {
      await one()
      if (report.frames >= lookAt) {
        lookAt += lookEvery
        looking = look()
      }
      await looking
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
  await look()
  return report
}

function open(port: number, number: number): Socket {
  // Only Linux has the whole of 127.0.0.0/8; elsewhere a short run gets by with one address.
  const address = Math.floor(number / connectionsPerAddress)
  const localAddress = `127.9.${(address >> 7) & 255}.${1 + (address & 127)}`
  const socket = connect({
    host: '127.0.0.1',
    port,
    ...(process.platform === 'linux' ? { localAddress } : {}),
  })
  socket.on('error', () => {})
  socket.resume()
  return socket
}

/** Resolves at the first frame after the handshake's answer: before it, frames only wait. */
async function joined(socket: Socket): Promise<void> {
  let head = ''
  while (!/\r\n\r\n./su.test(head)) {
    const [bytes] = (await once(socket, 'data')) as [Buffer]
    head += bytes.toString('latin1')
  }
}

function handshake(path: string, token: string, random: Random): string {
  const encoded = `${tokenSubprotocolPrefix}${Buffer.from(token).toString('base64url')}`
  // Stock clients have the token in the address, and are closed at the first frame that is refused.
  const stet = random.below(4) > 0
  return [
    `GET ${path}${stet ? '' : `?token=${token}`} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...(stet ? [`Sec-WebSocket-Protocol: ${stetSubprotocol}, ${encoded}`] : []),
    '',
    '',
  ].join('\r\n')
}
