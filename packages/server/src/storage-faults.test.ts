// Any one call of the storage fails, at every place of a session in which everything happens that a server does with
// it. Nobody is told "saved" for what is not, nothing has to be started again, and all is there in the end.
// `STET_FAULTS_ON=sqlite` runs it on files instead of in memory, `STET_FAULT_CALLS=12` with that many calls of each method.
import { join } from 'node:path'
import { decodeFrame, encodeFrame, parseDocumentName, stetSubprotocol } from '@stet/protocol'
import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createServer } from './create-server.ts'
import { createMemoryStorage } from './storage/memory.ts'
import { openSqliteStorage } from './storage/sqlite.ts'
import { createFaultyStorage } from './testing/faulty-storage.ts'
import { createCleanup, createTestFolder } from './testing/test-server.ts'
import type { StetServer } from './create-server.ts'
import type { Storage } from './storage/types.ts'
import type { Fault, FaultyStorage } from './testing/faulty-storage.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const document = parseDocumentName('plan')
const callsOfEach = Number(process.env['STET_FAULT_CALLS'] ?? 1)
const onDisk = process.env['STET_FAULTS_ON'] === 'sqlite'

/** What a session has to call, or it shows nothing. */
const needed = [
  'append',
  'close',
  'compactable',
  'create',
  'describe',
  'list',
  'load',
  'readForCompaction',
  'replaceWithSnapshot',
  'trimArchive',
]

/** A place where documents outlive a server. */
interface Place {
  open(): Promise<Storage>
}

function createPlace(): Place {
  if (onDisk) {
    const path = join(createTestFolder(cleanup), 'stet.sqlite')
    return { open: () => openSqliteStorage({ path }) }
  }
  const storage = createMemoryStorage()
  return { open: async () => ({ ...storage, close: async () => {} }) }
}

it(
  'whichever call fails, before or after it was done: no false ack, no restart, and everything is there',
  async () => {
    const { calls } = await runSession()
    expect([...calls.keys()].toSorted()).toEqual(expect.arrayContaining(needed))
    const faults = [...calls].flatMap(([method, count]) =>
      Array.from(
        { length: Math.min(count, method === 'append' ? 2 * callsOfEach : callsOfEach) },
        (_, index) => [
          { method, call: index + 1, when: 'before' } as const,
          { method, call: index + 1, when: 'after' } as const,
        ],
      ).flat(),
    )
    // Most of a session is waiting for timers and threads: several run side by side.
    const work = faults.values()
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        for (const fault of work) {
          await runSession(fault).catch((error: unknown) => {
            throw new Error(`with a fault ${fault.when} call ${fault.call} of ${fault.method}`, {
              cause: error,
            })
          })
        }
      }),
    )
    console.log(`${faults.length} faults in ${calls.size} methods`)
  },
  callsOfEach * 600_000,
)

/** Everything once. Rejects when something a person relies on did not hold. */
async function runSession(fault?: Fault): Promise<FaultyStorage> {
  const place = createPlace()
  const raw = await place.open()
  const storage = createFaultyStorage(raw, fault)
  const server = await createServer({
    storage,
    compaction: { rows: 4, everyMs: 20, failureRestMs: 1, trimEveryMs: 1, retentionMs: 0 },
    engineLimits: { retryFirstMs: 1, retryLongestMs: 4, roomIdleMs: 1, tickMs: 5 },
  })
  const ask = asker(server)
  await ask('POST', '/api/documents', [201, 409], { document, title: 'The plan' })
  await ask('GET', '/api/documents', [200])
  await ask('GET', `/api/documents/${document}`, [200])

  const ann = new Y.Doc()
  const writer = new Writer(server, ann)
  for (let i = 0; i < 8; i += 1) {
    await writer.save(`${i} `)
    // What was acked is stored at this moment.
    const stored = await contentOf(raw)
    expect(stored).toContain(`${i} `)
  }
  // A compaction that failed is tried again when the document has changed.
  for (let i = 0; !(storage.hasDone('replaceWithSnapshot') && storage.hasDone('trimArchive')); i += 1) {
    await writer.save(`more ${i} `)
    await storage.nextCall('compactable')
  }
  await ask('GET', `/api/documents/${document}/export?format=yjs`, [200])
  await writer.save('after the snapshot')
  writer.leave()

  // Somebody new, perhaps after the room was unloaded.
  const bob = new Y.Doc()
  const reader = new Writer(server, bob)
  await reader.synced()
  reader.leave()
  expect(bob.getText('text').toJSON()).toBe(ann.getText('text').toJSON())

  await server.close()
  // Once more, if that failed: on disk there is a lock.
  await raw.close()
  const again = await place.open()
  expect(await contentOf(again)).toBe(ann.getText('text').toJSON())
  await again.close()
  return storage
}

async function contentOf(storage: Storage): Promise<string> {
  const doc = new Y.Doc()
  for (const update of await storage.load(document)) Y.applyUpdate(doc, update)
  return doc.getText('text').toJSON()
}

/** A request that may fail once, as a failing disk makes it, and then must work. */
function asker({ url }: StetServer) {
  return async (method: string, path: string, fine: readonly number[], body?: object): Promise<void> => {
    const once = async (): Promise<number> => {
      const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
      const headers = body === undefined ? {} : { 'content-type': 'application/json' }
      const response = await fetch(`${url}${path}`, { ...init, headers })
      await response.arrayBuffer()
      return response.status
    }
    const status = await once()
    if (fine.includes(status)) return
    expect(status).toBe(503)
    expect(fine).toContain(await once())
  }
}

/** A client that comes back when it is closed, and sends what was not acked again, as every Yjs client does. */
class Writer {
  readonly #server: StetServer
  readonly #doc: Y.Doc
  #socket: WebSocket | undefined
  /** Counted frames of this connection, and how many of them were acked. */
  #sent = 0
  #saved = 0
  #left = false
  readonly #waiting = new Set<() => void>()
  #isSynced = false
  /** Whether this connection was sent all that was written before it. */
  #hasAnswered = false

  constructor(server: StetServer, doc: Y.Doc) {
    this.#server = server
    this.#doc = doc
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      // Without a connection it waits for the next one, whose sync step 2 holds it.
      if (origin === this || this.#socket?.readyState !== WebSocket.OPEN) return
      this.#count(encodeFrame({ type: 'update', update }))
    })
    this.#connect()
  }

  async save(text: string): Promise<void> {
    const shared = this.#doc.getText('text')
    shared.insert(shared.length, text)
    await this.#until(() => this.#hasAnswered && this.#saved === this.#sent)
  }

  synced(): Promise<void> {
    return this.#until(() => this.#isSynced)
  }

  leave(): void {
    this.#left = true
    this.#socket?.close()
  }

  #connect(): void {
    const socket = new WebSocket(`${this.#server.url.replace('http', 'ws')}/sync/${document}`, [
      stetSubprotocol,
    ])
    this.#socket = socket
    this.#sent = 0
    this.#saved = 0
    this.#isSynced = false
    this.#hasAnswered = false
    socket.on('error', () => {})
    socket.on('open', () =>
      socket.send(encodeFrame({ type: 'sync-step-1', stateVector: Y.encodeStateVector(this.#doc) })),
    )
    socket.on('message', (data: Buffer, binary) => {
      if (binary) this.#read(new Uint8Array(data))
      else {
        const message = JSON.parse(data.toString()) as { type: string; frames?: number }
        if (message.type === 'saved') this.#saved = message.frames ?? 0
      }
      for (const wake of this.#waiting) wake()
    })
    socket.on('close', () => {
      if (!this.#left) this.#connect()
    })
  }

  #read(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes)
    if (frame.type === 'sync-step-1') {
      const update = Y.encodeStateAsUpdate(this.#doc, frame.stateVector)
      this.#hasAnswered = true
      this.#count(encodeFrame({ type: 'sync-step-2', update }))
    }
    if (frame.type === 'sync-step-2' || frame.type === 'update') Y.applyUpdate(this.#doc, frame.update, this)
    if (frame.type === 'sync-step-2') this.#isSynced = true
  }

  #count(frame: Uint8Array): void {
    this.#sent += 1
    this.#socket?.send(frame)
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake)
          resolve()
        }
        this.#waiting.add(wake)
      })
    }
  }
}
