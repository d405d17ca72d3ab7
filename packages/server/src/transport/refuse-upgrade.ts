// An upgrade that is not granted gets a whole HTTP response, so that a person with curl, a proxy's log and a
// client's error event all say why. After that the socket ends.
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** A peer that does not hang up after its answer is cut off after this long. Milliseconds. */
const lingerMs = 2000

export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 429 | 503
  readonly code: string
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

export function refuseUpgrade(socket: Duplex, { status, code, message, headers }: Refusal): void {
  const body = JSON.stringify({ error: { code, message } })
  const lines = Object.entries({
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
  // Reading on lets the peer receive the answer; closing with unread bytes would reset the connection under it.
  socket.resume()
  const timer = setTimeout(() => socket.destroy(), lingerMs)
  timer.unref()
  socket.on('close', () => clearTimeout(timer))
}
