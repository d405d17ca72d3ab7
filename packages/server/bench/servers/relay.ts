// Control: a bare ws relay. Everybody in a room gets what one of them sends; nothing is read, checked or stored. With
// "batching" it gathers what arrives in one turn of the event loop, and each socket gets all of it in one write. With
// "storing" it does the same, but first writes what it gathered to the end of a file and waits until it is on the disk;
// what arrives meanwhile is the next batch. Nobody could read that file: it is the least that an answer which must be
// durable costs. With "answering" it relays nothing, but asks and answers as a sync server does, with bytes that never
// change: what the exchange of a join costs when nothing has to be known for it.
import { fdatasync, openSync, writeSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { encodeFrame, encodeStateVector } from '@stet/protocol'
import { WebSocketServer } from 'ws'
import { serveCalls } from './server-calls.ts'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

interface Peer {
  readonly socket: WebSocket
  readonly raw: Duplex
}

interface Message {
  readonly from: Peer
  readonly data: Buffer
}

interface Room {
  readonly peers: Set<Peer>
  pending: Message[]
  /** A batch is on its way to the disk. */
  storing: boolean
}

const batching = process.argv[2] === 'batching'
const answering = process.argv[2] === 'answering'
const file =
  process.argv[2] === 'storing' ? openSync(join(process.argv[3] ?? '.', 'relayed'), 'a') : undefined
const question = encodeFrame({ type: 'sync-step-1', stateVector: encodeStateVector(new Map()) })
const answer = encodeFrame({ type: 'sync-step-2', update: new Uint8Array([0, 0]) })
const rooms = new Map<string, Room>()
const server = createServer()
const webSockets = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false })

server.on('upgrade', (request, raw, head) => {
  webSockets.handleUpgrade(request, raw, head, (socket) => serve({ socket, raw }, request.url ?? '/'))
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 })
await once(server, 'listening')
serveCalls((server.address() as AddressInfo).port)

function serve(peer: Peer, name: string): void {
  const room = rooms.get(name) ?? { peers: new Set(), pending: [], storing: false }
  rooms.set(name, room)
  room.peers.add(peer)
  const { socket } = peer
  socket.on('error', () => {})
  socket.on('close', () => {
    room.peers.delete(peer)
    if (room.peers.size === 0) rooms.delete(name)
  })
  if (answering) {
    socket.send(question)
    socket.on('message', () => socket.send(answer))
    return
  }
  socket.on('message', (data: Buffer) => {
    if (!batching && file === undefined) {
      for (const other of room.peers) if (other !== peer) other.socket.send(data)
      return
    }
    if (room.pending.push({ from: peer, data }) > 1 || room.storing) return
    if (file === undefined) setImmediate(() => send(room, take(room)))
    else setImmediate(() => store(room, file))
  })
}

function take(room: Room): readonly Message[] {
  const { pending } = room
  room.pending = []
  return pending
}

function store(room: Room, into: number): void {
  const messages = take(room)
  room.storing = true
  writeSync(into, Buffer.concat(messages.map(({ data }) => data)))
  fdatasync(into, (error) => {
    if (error !== null) throw error
    send(room, messages)
    room.storing = false
    if (room.pending.length > 0) store(room, into)
  })
}

function send(room: Room, messages: readonly Message[]): void {
  for (const peer of room.peers) {
    peer.raw.cork()
    for (const { from, data } of messages) if (from !== peer) peer.socket.send(data)
    peer.raw.uncork()
  }
}
