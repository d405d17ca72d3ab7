// A WebSocket client that costs next to nothing, so that the generator does not become the bottleneck: a TCP socket
// that reads into one buffer shared by all, takes frames apart only until it has joined, and then hands on raw bytes.
import { randomInt } from 'node:crypto'
import { connect } from 'node:net'
import { inDialect, isAnswer, keepalive, openingOf } from './dialect.ts'
import type { Socket } from 'node:net'
import type { Dialect } from './dialect.ts'

export interface WireClientOptions {
  readonly port: number
  readonly dialect: Dialect
  readonly document: string
  /** What it holds already, by client id. */
  readonly clocks: ReadonlyMap<number, number>
  /** A frame sent right after the opening ones, as stock clients send their presence. */
  readonly greeting?: (client: WireClient) => Uint8Array
  /** Bytes that arrived after joining. The buffer is used again after the call. */
  readonly onBytes: (client: WireClient, bytes: Buffer) => void
}

const readBuffer = Buffer.alloc(256 * 1024)
const mask = Buffer.from([0x5a, 0x11, 0xc3, 0x77])
const endOfHead = Buffer.from('\r\n\r\n')

export class WireClient {
  readonly document: string
  readonly dialect: Dialect
  /** Its Yjs client id, and how many characters it has written. */
  readonly clientId = randomInt(1, 2 ** 31)
  clock = 0
  /** The beginning of something that the next bytes complete. */
  carried: Buffer | undefined
  /** Bytes of the answer it joined with. */
  answerBytes = 0
  readonly #socket: Socket
  readonly #onBytes: WireClientOptions['onBytes']
  #closed = false

  /** Resolves when the server's answer to the first question is here. */
  static open(options: WireClientOptions): Promise<WireClient> {
    return new Promise((resolve, reject) => {
      const client = new WireClient(options, () => resolve(client), reject)
    })
  }

  private constructor(options: WireClientOptions, onJoined: () => void, onFailed: (error: Error) => void) {
    const { port, dialect, document, clocks } = options
    this.document = document
    this.dialect = dialect
    this.#onBytes = options.onBytes
    const opening = openingOf({ dialect, document, clocks })
    let head: Buffer | undefined = Buffer.alloc(0)
    let joining: FrameReader | undefined

    const open = (): void => {
      for (const message of opening.messages) this.send(message)
      if (options.greeting !== undefined) this.sendFrame(options.greeting(this))
      if (dialect === 'relay') onJoined()
      else joining = new FrameReader()
    }
    const read = (bytes: Buffer): void => {
      if (head !== undefined) {
        head = Buffer.concat([head, bytes])
        const end = head.indexOf(endOfHead)
        if (end === -1) return
        if (!head.subarray(0, 15).toString().startsWith('HTTP/1.1 101')) {
          onFailed(new Error(`The server answered: ${head.toString().slice(0, 300)}`))
          return
        }
        const rest = head.subarray(end + endOfHead.length)
        head = undefined
        open()
        if (rest.length > 0) read(rest)
      } else if (joining === undefined) {
        this.#onBytes(this, bytes)
      } else {
        for (const message of joining.push(bytes)) {
          if (!isAnswer(dialect, document, message)) continue
          this.answerBytes = message.length
          joining = undefined
          onJoined()
          return
        }
      }
    }

    this.#socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: readBuffer,
        callback(count, buffer) {
          read(Buffer.from(buffer.buffer, buffer.byteOffset, count))
          return true
        },
      },
    })
    this.#socket.setNoDelay(true)
    this.#socket.on('error', onFailed)
    this.#socket.on('close', () => {
      this.#closed = true
      onFailed(new Error('The server closed the connection.'))
    })
    const protocol =
      opening.subprotocol === undefined ? '' : `Sec-WebSocket-Protocol: ${opening.subprotocol}\r\n`
    this.#socket.write(
      `GET ${opening.path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${protocol}\r\n`,
    )
  }

  get closed(): boolean {
    return this.#closed
  }

  /** One binary message. */
  send(payload: Uint8Array): void {
    this.#socket.write(masked(0x82, payload))
  }

  sendFrame(frame: Uint8Array): void {
    this.send(inDialect(this.dialect, this.document, frame))
  }

  /** A sign of life, that nobody has to answer. */
  keepAlive(): void {
    this.#socket.write(masked(0x8a, new Uint8Array()))
    const message = keepalive(this.dialect, this.document)
    if (message !== undefined) this.send(message)
  }

  /** Nothing is taken from the system any more, which will soon take nothing from the server. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  close(): void {
    this.#socket.destroy()
  }
}

function masked(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const bytes = Buffer.allocUnsafe(head + 4 + length)
  bytes[0] = opcode
  bytes[1] = 0x80 | (head === 2 ? length : head === 4 ? 126 : 127)
  if (head === 4) bytes.writeUInt16BE(length, 2)
  if (head === 10) bytes.writeBigUInt64BE(BigInt(length), 2)
  bytes.set(mask, head)
  for (let i = 0; i < length; i += 1) bytes[head + 4 + i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0)
  return bytes
}

/** Messages out of bytes; a server neither masks nor, here, splits them. */
class FrameReader {
  #bytes = Buffer.alloc(0)

  push(bytes: Buffer): readonly Buffer[] {
    this.#bytes = Buffer.concat([this.#bytes, bytes])
    const messages: Buffer[] = []
    for (;;) {
      const buffer = this.#bytes
      const short = (buffer[1] ?? 0) & 0x7f
      const head = short < 126 ? 2 : short === 126 ? 4 : 10
      if (buffer.length < head) return messages
      const length =
        short < 126 ? short : short === 126 ? buffer.readUInt16BE(2) : Number(buffer.readBigUInt64BE(2))
      if (buffer.length < head + length) return messages
      messages.push(buffer.subarray(head, head + length))
      this.#bytes = buffer.subarray(head + length)
    }
  }
}
