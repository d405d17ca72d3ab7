// The smallest proof that this program can do its work on this machine: a whole server on a new data file and a free
// port, two clients in one document, and what one writes is saved and reaches the other. Run by `stet doctor`.
import { createRequire } from 'node:module'
import { realpathSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { decodeFrame, decodeServerText, encodeFrame, stetSubprotocol } from '@stet/protocol'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createServer } from './create-server.ts'
import { openSqliteStorage } from './storage/sqlite.ts'
import type { Logger } from './logger.ts'

export interface SelfTestReport {
  /** From the writing of one client until it was told "saved". Milliseconds. */
  readonly savedMs: number
  /** From the writing of one client until the other had it. */
  readonly syncedMs: number
}

/** Milliseconds. A slow disk takes one of them. */
const deadline = 15_000

/** `folder`: where the data file may be for a moment. Rejects with an Error that says what did not happen. */
export async function testLoopback(folder: string, log?: Logger): Promise<SelfTestReport> {
  const place = await mkdtemp(join(folder, '.stet-doctor-'))
  try {
    const storage = await openSqliteStorage({ path: join(place, 'stet.sqlite') })
    const server = await createServer({ storage, metrics: 'off', ...(log ? { log } : {}) })
    const clients: Client[] = []
    try {
      const url = `${server.url.replace('http', 'ws')}/sync/doctor`
      const writer = await connect(url)
      clients.push(writer)
      const reader = await connect(url)
      clients.push(reader)
      const start = performance.now()
      const both = Promise.all([
        writer.saved.then(() => performance.now() - start),
        reader.changed.then(() => performance.now() - start),
      ])
      writer.write('hello')
      const [savedMs, syncedMs] = await Promise.race([both, late()])
      if (reader.text() !== 'hello') throw new Error('What arrived is not what was written.')
      return { savedMs, syncedMs }
    } finally {
      for (const client of clients) client.close()
      await server.close()
    }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/**
 * The folders of every yjs that the parts of the server would load. More than one: documents of one part are not
 * documents to another, and edits get lost.
 */
export function findYjsCopies(): readonly string[] {
  const parts = [
    import.meta.url,
    ...['@stet/document', '@stet/engine'].map((name) => import.meta.resolve(name)),
  ]
  const copies = parts.flatMap((part) => {
    try {
      return [realpathSync(dirname(createRequire(part).resolve('yjs/package.json')))]
    } catch {
      // A part without yjs of its own.
      return []
    }
  })
  return [...new Set(copies)]
}

interface Client {
  readonly saved: Promise<void>
  readonly changed: Promise<void>
  write(text: string): void
  text(): string
  close(): void
}

/** Resolves when the client has what the server holds. */
async function connect(url: string): Promise<Client> {
  const doc = new Y.Doc()
  const socket = new WebSocket(url, [stetSubprotocol])
  const saved = Promise.withResolvers<void>()
  const changed = Promise.withResolvers<void>()
  const synced = Promise.withResolvers<void>()
  let answered = 0
  socket.on('error', (error) => synced.reject(error))
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) {
      const message = decodeServerText(data.toString())
      if (message?.type === 'saved' && message.frames > answered) saved.resolve()
      return
    }
    const frame = decodeFrame(data)
    if (frame.type === 'sync-step-1') {
      answered += 1
      const update = Y.encodeStateAsUpdate(doc, frame.stateVector)
      socket.send(encodeFrame({ type: 'sync-step-2', update }))
      socket.send(encodeFrame({ type: 'sync-step-1', stateVector: Y.encodeStateVector(doc) }))
    } else if (frame.type === 'sync-step-2') {
      synced.resolve()
    } else if (frame.type === 'update') {
      Y.applyUpdate(doc, frame.update)
      changed.resolve()
    }
  })
  await Promise.race([synced.promise, late()])
  return {
    saved: saved.promise,
    changed: changed.promise,
    write(text) {
      doc.getText('text').insert(0, text)
      socket.send(encodeFrame({ type: 'update', update: Y.encodeStateAsUpdate(doc) }))
    },
    text: () => doc.getText('text').toJSON(),
    close: () => socket.terminate(),
  }
}

function late(): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`There was no answer within ${deadline / 1000} seconds.`)),
      deadline,
    )
    timer.unref()
  })
}
