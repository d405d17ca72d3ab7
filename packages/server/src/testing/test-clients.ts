// The other end of the wire for tests: stock y-websocket clients, bare WebSockets and bare TCP.
import { once } from 'node:events'
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Cleanup, TestServer } from './test-server.ts'
import type { Socket } from 'node:net'

export interface StockClient {
  readonly doc: Y.Doc
  readonly text: Y.Text
  readonly provider: WebsocketProvider
}

/** A y-websocket client as anybody would write it. Resolves when it is synced. */
export async function connectStockClient(
  cleanup: Cleanup,
  { syncUrl }: TestServer,
  document: string,
): Promise<StockClient> {
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(syncUrl, document, doc, {
    // The types ask for a browser's class; ws has what y-websocket uses of it.
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  cleanup.add(() => {
    provider.destroy()
    doc.destroy()
  })
  if (!provider.synced) await new Promise((resolve) => provider.once('sync', resolve))
  return { doc, text: doc.getText('text'), provider }
}

/** Resolves when the condition holds, checked at every change of the documents and their presence. */
export async function untilClients(clients: readonly StockClient[], holds: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const check = (): void => {
    if (holds()) resolve()
  }
  for (const { doc, provider } of clients) {
    doc.on('update', check)
    provider.awareness.on('change', check)
  }
  check()
  await promise
  for (const { doc, provider } of clients) {
    doc.off('update', check)
    provider.awareness.off('change', check)
  }
}

/** Two honest people in a document of their own still work together: resolves once both have both edits. */
export async function convergeElsewhere(
  cleanup: Cleanup,
  server: TestServer,
  document: string,
): Promise<void> {
  const ann = await connectStockClient(cleanup, server, document)
  const bob = await connectStockClient(cleanup, server, document)
  const length = ann.text.length
  ann.text.insert(0, 'Ann ')
  bob.text.insert(bob.text.length, ' Bob')
  // At the same place the two may stand in either order.
  await untilClients(
    [ann, bob],
    () => ann.text.length === length + 8 && bob.text.toJSON() === ann.text.toJSON(),
  )
  ann.provider.destroy()
  bob.provider.destroy()
}

export interface BareSocket {
  readonly socket: WebSocket
  /** Text frames received, parsed. */
  readonly texts: readonly Record<string, unknown>[]
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  /** Resolves with the first text frame, past or future, of this type. */
  text(type: string): Promise<Record<string, unknown>>
}

/** An open WebSocket with no client behind it. */
export async function openBareSocket(
  cleanup: Cleanup,
  url: string,
  protocols: string[] = [],
): Promise<BareSocket> {
  const socket = new WebSocket(url, protocols, { perMessageDeflate: false })
  cleanup.add(() => socket.terminate())
  const texts: Record<string, unknown>[] = []
  const waiting: { type: string; resolve: (text: Record<string, unknown>) => void }[] = []
  socket.on('error', () => {})
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return
    const text = JSON.parse(data.toString()) as Record<string, unknown>
    texts.push(text)
    for (const { type, resolve } of waiting) if (text['type'] === type) resolve(text)
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  await once(socket, 'open')
  return {
    socket,
    texts,
    closed,
    text(type) {
      const known = texts.find((text) => text['type'] === type)
      return known ? Promise.resolve(known) : new Promise((resolve) => waiting.push({ type, resolve }))
    },
  }
}

/** A TCP connection that sends bytes and collects what comes back until the server ends it. */
export function openTcp(cleanup: Cleanup, port: number): { socket: Socket; answer: Promise<string> } {
  const socket = connect({ port, host: '127.0.0.1' })
  cleanup.add(() => socket.destroy())
  socket.on('error', () => {})
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const answer = new Promise<string>((resolve) => socket.on('close', () => resolve(text)))
  return { socket, answer }
}

export const handshake = (path: string, extra: readonly string[] = []): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...extra,
    '',
    '',
  ].join('\r\n')
