// Somebody who writes, one numbered entry per update, and keeps a book of how many the server confirmed. Speaks to every
// server that confirms anything, in its own way.
import { decodeFrame, encodeFrame } from '@stet/protocol'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { confirmationIn, inDialect, isAnswer, openingOf } from './dialect.ts'
import type { Dialect } from './dialect.ts'

export interface Place {
  readonly port: number
  readonly dialect: Dialect
  /** ASCII, shorter than 128 characters. */
  readonly document: string
}

export class ConfirmedWriter {
  readonly #name: string
  readonly #doc = new Y.Doc()
  readonly #closed: Promise<void>
  #written = 0
  #confirmed = 0

  /** Resolves when the server has answered. */
  static async open(name: string, place: Place): Promise<ConfirmedWriter> {
    const { socket, answered } = join(place)
    const writer = new ConfirmedWriter(name, place, socket)
    await answered
    return writer
  }

  private constructor(name: string, place: Place, socket: WebSocket) {
    this.#name = name
    this.#closed = new Promise((resolve) => socket.on('close', () => resolve()))
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      const confirmation = confirmationIn(place.dialect, place.document, data, !isBinary)
      if (confirmation === undefined) return
      this.#confirmed = 'more' in confirmation ? this.#confirmed + confirmation.more : confirmation.upTo
    })
    this.#doc.on('update', (update: Uint8Array) => {
      socket.send(inDialect(place.dialect, place.document, encodeFrame({ type: 'update', update })))
    })
  }

  write(): void {
    this.#written += 1
    this.#doc.getMap('entries').set(`${this.#name}-${this.#written}`, 'words')
  }

  /** Once the connection is gone, which it must be: all entries that the server ever confirmed. */
  async confirmed(): Promise<readonly string[]> {
    await this.#closed
    // The server may confirm our empty answer to its own question as well.
    const count = Math.min(this.#confirmed, this.#written)
    return Array.from({ length: count }, (_, index) => `${this.#name}-${index + 1}`)
  }
}

/** The entries that somebody who comes new is shown. */
export async function readEntries(place: Place): Promise<ReadonlySet<string>> {
  const { socket, answered } = join(place)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, await answered)
  socket.terminate()
  return new Set(doc.getMap('entries').keys())
}

function join({ port, dialect, document }: Place): {
  readonly socket: WebSocket
  readonly answered: Promise<Uint8Array>
} {
  const { path, subprotocol, messages } = openingOf({ dialect, document, clocks: new Map() })
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}${path}`,
    subprotocol === undefined ? [] : [subprotocol],
  )
  socket.on('open', () => {
    for (const message of messages) socket.send(message)
  })
  const answered = new Promise<Uint8Array>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isBinary || !isAnswer(dialect, document, data)) return
      // Hocuspocus has a kind of its own for an answer, which differs in its number only.
      const frame = dialect === 'hocuspocus' ? data.subarray(document.length + 1) : data
      const answer = decodeFrame(Buffer.concat([Buffer.from([0]), frame.subarray(1)]))
      if (answer.type === 'sync-step-2') resolve(answer.update)
    })
  })
  return { socket, answered }
}
