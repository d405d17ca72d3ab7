// One client of the load check: types one letter at a time, and says when each was saved and what arrived of others.
// It keeps no copy of what others wrote: applying it would take longer than sending it.
import {
  decodeFrame,
  decodeServerText,
  encodeFrame,
  stetSubprotocol,
  tokenSubprotocolPrefix,
} from '@stet/protocol'
import { WebSocket } from 'ws'
import * as Y from 'yjs'

export interface LoadClient {
  /** Its Yjs client ID. */
  readonly id: number
  write(): void
  close(): void
}

export interface LoadClientOptions {
  readonly url: string
  readonly token: string | undefined
  readonly onSaved: (ms: number) => void
  /** Edits `from` up to, not including, `to` of a client have arrived. */
  readonly onArrived: (client: number, from: number, to: number) => void
  /** A code of the protocol, or "closed" with the close code. */
  readonly onError: (code: string) => void
}

/** Milliseconds. */
const connectMs = 20_000

/** Resolves when the client hears of every edit; rejects with an Error that says why it does not. */
export function connectLoadClient(options: LoadClientOptions): Promise<LoadClient> {
  const { url, token, onSaved, onArrived, onError } = options
  const doc = new Y.Doc()
  const text = doc.getText('load')
  const protocols = [stetSubprotocol]
  if (token !== undefined) {
    protocols.push(`${tokenSubprotocolPrefix}${Buffer.from(token).toString('base64url')}`)
  }
  const socket = new WebSocket(url, protocols, { perMessageDeflate: false })
  const { promise, resolve, reject } = Promise.withResolvers<LoadClient>()
  const late = setTimeout(() => reject(new Error(`${url} did not answer in time.`)), connectMs)
  /** When the edits that are not said to be saved were written; the oldest first. */
  const waiting: number[] = []
  /** Counted frames before the first edit, and all of those that were confirmed. */
  let before = 0
  let confirmed = 0
  let isReady = false
  let isClosing = false

  const client: LoadClient = {
    id: doc.clientID,
    write() {
      waiting.push(performance.now())
      const known = Y.encodeStateVector(doc)
      text.insert(text.length, 'x')
      socket.send(encodeFrame({ type: 'update', update: Y.encodeStateAsUpdate(doc, known) }))
    },
    close() {
      isClosing = true
      socket.close()
      // Whoever does not answer the close within a moment is cut off.
      setTimeout(() => socket.terminate(), 1000).unref()
    },
  }

  const read = (bytes: Uint8Array): void => {
    const frame = decodeFrame(bytes)
    switch (frame.type) {
      case 'sync-step-1':
        // Asked once, on connecting; nobody writes before everybody is there.
        before += 1
        socket.send(
          encodeFrame({ type: 'sync-step-2', update: Y.encodeStateAsUpdate(doc, frame.stateVector) }),
        )
        return
      case 'sync-step-2':
        isReady = true
        clearTimeout(late)
        resolve(client)
        return
      case 'update': {
        const { from, to } = Y.parseUpdateMeta(frame.update)
        for (const [writer, end] of to)
          if (writer !== doc.clientID) onArrived(writer, from.get(writer) ?? 0, end)
        return
      }
      default:
    }
  }

  socket.on('open', () => {
    socket.send(encodeFrame({ type: 'sync-step-1', stateVector: Y.encodeStateVector(doc) }))
  })
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return read(data)
    const message = decodeServerText(data.toString())
    if (message?.type === 'saved') {
      const now = performance.now()
      for (; confirmed < message.frames; confirmed += 1) {
        if (confirmed < before) continue
        const written = waiting.shift()
        if (written !== undefined) onSaved(now - written)
      }
    }
    if (message?.type === 'error') {
      if (isReady && !isClosing) onError(message.code)
      reject(new Error(message.message))
    }
  })
  // Says what the answer to the upgrade was, a refusal included.
  socket.on('error', (error) => reject(new Error(`${url} cannot be reached or refuses: ${error.message}.`)))
  socket.on('close', (code, reason) => {
    clearTimeout(late)
    if (isReady && !isClosing) onError(`closed with ${code}`)
    reject(
      new Error(
        `${url} closed the connection (${code}${reason.length > 0 ? `, ${reason.toString()}` : ''}).`,
      ),
    )
  })
  return promise
}
