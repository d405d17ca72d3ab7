// The events of a WebSocket go to one object. All sockets share two listeners: a closure for each event of each socket
// would cost more memory than most connections need for everything else.
import type { RawData, WebSocket } from 'ws'

export interface SocketUser {
  /** A message from the peer. */
  received(data: RawData, isBinary: boolean): void
  /** The socket is gone. */
  closed(code: number): void
}

const userOf = Symbol('user')
type ServedSocket = WebSocket & { [userOf]?: SocketUser }

/** To be called once for a socket. */
export function serveSocket(socket: ServedSocket, user: SocketUser): void {
  socket[userOf] = user
  socket.on('message', onMessage)
  socket.on('close', onClose)
}

function onMessage(this: ServedSocket, data: RawData, isBinary: boolean): void {
  this[userOf]?.received(data, isBinary)
}

function onClose(this: ServedSocket, code: number): void {
  this[userOf]?.closed(code)
}
