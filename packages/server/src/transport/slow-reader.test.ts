// Readers that stop reading, over real sockets: what they cost, and that they lose nothing.
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { decodeFrame, encodeFrame } from '@stet/protocol'
import { afterEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { connectStockClient, openTcp, handshake } from '../testing/test-clients.ts'
import { createCleanup, startTestServer } from '../testing/test-server.ts'
import type { Cleanup, TestServer } from '../testing/test-server.ts'
import type { Socket } from 'node:net'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const budget = 256 * 1024
const limits = { outgoingBytes: budget, incomingBytesPerSecond: 1e9, framesPerSecond: 1e6 }

interface Reader {
  readonly socket: Socket
  readonly doc: Y.Doc
  /** Resolves when the document has this text. */
  until(digest: string): Promise<void>
}

/** A client that can stop reading at the TCP socket, where nobody but the kernel still takes anything. */
async function openReader(server: TestServer, scope: Cleanup, document: string): Promise<Reader> {
  const { socket } = openTcp(scope, server.port)
  const doc = new Y.Doc()
  const { promise: synced, resolve: onSynced } = Promise.withResolvers<void>()
  let wanted: { readonly digest: string; readonly resolve: () => void } | undefined
  let bytes: Buffer = Buffer.alloc(0)
  // What came since, put together only when a message can be complete: readers get megabytes here.
  let chunks: Buffer[] = []
  let size = 0
  let needed = 0
  let open = false
  const check = (): void => {
    if (wanted !== undefined && digestOf(doc) === wanted.digest) wanted.resolve()
  }
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    size += chunk.length
    if (bytes.length + size < needed) return
    bytes = Buffer.concat([bytes, ...chunks])
    chunks = []
    size = 0
    needed = 0
    if (!open) {
      const end = bytes.indexOf('\r\n\r\n')
      if (end === -1) return
      open = true
      bytes = bytes.subarray(end + 4)
      socket.write(masked(encodeFrame({ type: 'sync-step-1', stateVector: new Uint8Array([0]) })))
    }
    let changed = false
    for (let message = takeMessage(); message !== undefined; message = takeMessage()) {
      const frame = decodeFrame(message)
      if (frame.type !== 'update' && frame.type !== 'sync-step-2') continue
      Y.applyUpdate(doc, frame.update)
      changed = true
      if (frame.type === 'sync-step-2') onSynced()
    }
    if (changed) check()
  })
  const takeMessage = (): Buffer | undefined => {
    const short = (bytes[1] ?? 0) & 0x7f
    const head = short < 126 ? 2 : short === 126 ? 4 : 10
    if (bytes.length < head) return undefined
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
    if (bytes.length < head + length) {
      needed = head + length
      return undefined
    }
    const message = bytes.subarray(head, head + length)
    const isPing = bytes[0] === 0x89
    bytes = bytes.subarray(head + length)
    return isPing ? takeMessage() : message
  }
  socket.write(handshake(`/sync/${document}`))
  await synced
  return {
    socket,
    doc,
    until: (digest) =>
      new Promise((resolve) => {
        wanted = { digest, resolve }
        check()
      }),
  }
}

function masked(payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0x82, 0x80 | payload.length, 0, 0, 0, 0]), payload])
}

function digestOf(doc: Y.Doc): string {
  return createHash('sha256').update(doc.getText('text').toJSON()).digest('hex')
}

it('readers that stopped reading cost their budget, not what is written, and have everything when they read again', async () => {
  const server = await startTestServer(cleanup, { limits })
  const readers: Reader[] = []
  for (let i = 0; i < 8; i += 1) readers.push(await openReader(server, cleanup, 'slow'))
  const writer = await connectStockClient(cleanup, server, 'slow')
  const witness = await connectStockClient(cleanup, server, 'slow')
  for (const { socket } of readers) socket.pause()
  const waiting = async (): Promise<number> => {
    const text = await (await fetch(`${server.url}/metrics`)).text()
    return Number(/^stet_outgoing_buffered_bytes (\S+)$/mu.exec(text)?.[1] ?? Number.NaN)
  }

  // Half of it is deleted again: what was written is far more than what there is in the end.
  let most = 0
  let written = 0
  for (let round = 0; round < 50; round += 1) {
    const text = `${round} `.padEnd(240_000, 'abcdefghij')
    writer.text.insert(writer.text.length, text)
    written += text.length
    if (round % 2 === 1) writer.text.delete(writer.text.length - text.length, text.length)
    await new Promise<void>((resolve) => {
      const check = (): void => {
        if (witness.text.length !== writer.text.length) return
        witness.doc.off('update', check)
        resolve()
      }
      witness.doc.on('update', check)
      check()
    })
    most = Math.max(most, await waiting())
  }
  expect(written).toBeGreaterThan(11_000_000)
  // The budget, the one frame that passed it, and what the system takes.
  expect(most).toBeGreaterThan(0)
  expect(most / readers.length).toBeLessThan(budget + 600_000)

  const digest = digestOf(writer.doc)
  const converged = readers.map((reader) => reader.until(digest))
  for (const { socket } of readers) socket.resume()
  await Promise.all(converged)
  expect(await waiting()).toBe(0)

  // And they hear what comes next.
  writer.text.insert(0, 'live')
  await Promise.all(readers.map((reader) => reader.until(digestOf(writer.doc))))
}, 60_000)

it('a reader that stays stuck is cut off, and nobody else notices', async () => {
  const server = await startTestServer(cleanup, { limits: { ...limits, stuckMs: 200, closeMs: 200 } })
  const stuck = await openReader(server, cleanup, 'stuck')
  const writer = await connectStockClient(cleanup, server, 'stuck')
  const closed = new Promise<void>((resolve) => stuck.socket.once('close', () => resolve()))
  stuck.socket.pause()
  const isGone = (): boolean => server.logged.some(({ message }) => message === 'A connection closed')
  // More than the system takes for a socket, and then on until somebody is refused a frame.
  for (let round = 0; round < 400 && !isGone(); round += 1) {
    writer.text.insert(0, 'x'.repeat(240_000))
    writer.text.delete(0, 240_000)
    // The server's clock is what this is about.
    await pause(20)
  }
  expect(isGone()).toBe(true)
  stuck.socket.resume()
  await closed
  expect(writer.provider.wsconnected).toBe(true)
}, 30_000)
