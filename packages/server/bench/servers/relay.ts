// Control: a bare ws relay. Everybody in a room gets what one of them sends; nothing is read, checked or stored. With
// "batching" it gathers what arrives in one turn of the event loop, and each socket gets all of it in one write. With
// "answering" it relays nothing, but asks and answers as a sync server does, with bytes that never change: what the
// exchange of a join costs when nothing has to be known for it.
import { once } from 'node:events'
import { createServer } from 'node:http'
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
}

const batching = process.argv[2] === 'batching'
const answering = process.argv[2] === 'answering'
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
  const room = rooms.get(name) ?? { peers: new Set(), pending: [] }
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
    if (!batching) {
      for (const other of room.peers) if (other !== peer) other.socket.send(data)
      return
    }
    if (room.pending.push({ from: peer, data }) === 1) setImmediate(() => flush(room))
  })
}

function flush(room: Room): void {
  const { pending } = room
  room.pending = []
  for (const peer of room.peers) {
    peer.raw.cork()
    for (const { from, data } of pending) if (from !== peer) peer.socket.send(data)
    peer.raw.uncork()
  }
}
