import { IDBFactory } from 'fake-indexeddb'
import { encodeFrame, encodeServerText } from '@stet/protocol'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { createConnection } from './connection.ts'
import type { DocumentConnection } from './document-connection.ts'
import type { ConnectionError } from './connection-error.ts'
import type { ConnectOptions } from './options.ts'
import { offlineGraceMs, overdueAfterMs, type Status } from './save-status.ts'
import { FakeServer } from './testing/fake-server.ts'

class Tab extends EventTarget {
  visibilityState = 'visible'
}

let server: FakeServer
let page: EventTarget
let tab: Tab
let indexedDB: IDBFactory
let random: number
const connections: DocumentConnection[] = []

beforeEach(() => {
  // setImmediate stays real: the in-memory IndexedDB runs on it.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
  server = new FakeServer()
  page = new EventTarget()
  tab = new Tab()
  indexedDB = new IDBFactory()
  random = 0.5
})

afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.destroy()))
  vi.useRealTimers()
})

function connect(options: Partial<ConnectOptions> = {}): DocumentConnection {
  const connection = createConnection(
    { url: 'ws://test/sync', document: 'doc', offline: false, shareBetweenTabs: false, ...options },
    { now: () => performance.now(), random: () => random, WebSocket: server.WebSocket, indexedDB, page, tab },
  )
  // Errors that a test does not ask about are not for the console.
  connection.on('error', () => {})
  connections.push(connection)
  return connection
}

/** Lets `ms` pass, and everything that is on its way arrive. */
async function pass(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
}

function once(connection: DocumentConnection, name: 'kept' | 'synced' | 'error'): Promise<unknown> {
  return new Promise((resolve) => {
    const off = connection.on(name, (...values: unknown[]) => {
      off()
      resolve(values[0])
    })
  })
}

/** The status once it is `state`, by events alone. */
function until(connection: DocumentConnection, state: Status['state']): Promise<Status> {
  if (connection.status.state === state) return Promise.resolve(connection.status)
  return new Promise((resolve) => {
    const off = connection.on('status', (status) => {
      if (status.state !== state) return
      off()
      resolve(status)
    })
  })
}

/** How long a client waits to come back after a close, when chance says so. */
async function waits(chance: number): Promise<number> {
  server = new FakeServer()
  random = chance
  const connection = connect()
  await pass()
  server.last.end(1012)
  const from = performance.now()
  while (server.sockets.length < 2) await pass(10)
  await connection.destroy()
  return performance.now() - from
}

/** Whether the person is asked when the tab is closed now. */
function asksBeforeClosing(): boolean {
  const event = new Event('beforeunload', { cancelable: true })
  page.dispatchEvent(event)
  return event.defaultPrevented
}

function fault(): never {
  throw new Error('a bug of the page')
}

const textOf = (connection: DocumentConnection) => connection.doc.getText('t')

describe('saved', () => {
  test('is shown only after the server confirmed, through connect, typing and confirmation', async () => {
    server.confirms = false
    const connection = connect()
    const seen: string[] = []
    connection.on('status', ({ state, unsavedFrames }) => seen.push(`${state} ${unsavedFrames}`))
    await pass()
    expect(connection.provider.synced).toBe(true)
    expect(connection.status.state).toBe('saving')
    server.last.confirm()
    await pass()
    expect(connection.status.state).toBe('saved')
    textOf(connection).insert(0, 'a')
    textOf(connection).insert(1, 'b')
    expect(connection.status).toMatchObject({ state: 'saving', unsavedFrames: 2 })
    server.last.say({ type: 'saved', frames: 2 })
    await pass()
    expect(connection.status).toMatchObject({ state: 'saving', unsavedFrames: 1 })
    server.last.say({ type: 'saved', frames: 3 })
    await pass()
    expect(connection.status).toMatchObject({ state: 'saved', unsavedFrames: 0 })
    expect(server.text()).toBe('ab')
    expect(seen).toEqual(['saving 0', 'saving 1', 'saved 0', 'saving 1', 'saving 2', 'saving 1', 'saved 0'])
  })

  test('waits for the server to ask, when it is slow to ask', async () => {
    server.asks = false
    const connection = connect()
    await pass()
    expect(connection.status).toMatchObject({ state: 'saving', message: 'Loading the document.' })
    textOf(connection).insert(0, 'early')
    await pass()
    // The live update was confirmed, but it may lean on what the server has not asked for yet.
    expect(connection.status).toMatchObject({ state: 'saving', unsavedFrames: 1 })
    server.last.ask()
    await pass()
    expect(connection.status.state).toBe('saved')
  })

  test('turns unsaved after 8 s without confirmation and back with it', async () => {
    const connection = connect()
    await pass()
    server.confirms = false
    textOf(connection).insert(0, 'x')
    await pass(overdueAfterMs - 1)
    expect(connection.status.state).toBe('saving')
    await pass(1)
    expect(connection.status.state).toBe('unsaved')
    server.last.confirm()
    await pass()
    expect(connection.status.state).toBe('saved')
  })

  test('a server without stet.v1 is used, and never called saved', async () => {
    server.protocol = ''
    const connection = connect()
    await pass()
    textOf(connection).insert(0, 'x')
    await pass()
    expect(server.text()).toBe('x')
    expect(connection.status).toMatchObject({
      state: 'unsaved',
      message: 'Connected, but this server does not confirm saving.',
    })
  })

  test('what the server sends is not mistaken for an edit of ours', async () => {
    const [a, b] = [connect(), connect()]
    await pass()
    textOf(a).insert(0, 'from a')
    await pass()
    expect(textOf(b).toJSON()).toBe('from a')
    expect(b.status).toMatchObject({ state: 'saved', unsavedFrames: 0 })
    expect(server.sockets[1]?.updates).toBe(1)
  })
})

describe('an outage', () => {
  test('shows saved, offline with the count, saving, saved; and the edits arrive', async () => {
    const connection = connect()
    await pass()
    textOf(connection).insert(0, 'before ')
    await pass()
    const states: string[] = []
    connection.on('status', ({ state }) => {
      if (states.at(-1) !== state) states.push(state)
    })
    server.door = 'refuse'
    server.last.end(1006)
    await pass()
    expect(connection.status.state).toBe('saved')
    await pass(offlineGraceMs)
    expect(connection.status.state).toBe('offline')
    textOf(connection).insert(7, 'during')
    await pass()
    // There is no offline copy in this test, so nothing keeps this edit.
    expect(connection.status).toMatchObject({ state: 'unsaved', unsavedFrames: 1, keptOnDevice: false })
    server.door = 'open'
    await pass(30_000)
    expect(connection.status.state).toBe('saved')
    expect(server.text()).toBe('before during')
    expect(states).toEqual(['offline', 'unsaved', 'saving', 'saved'])
  })

  test('waits before each new attempt for a time that chance decides', async () => {
    const [first, second] = [await waits(0.1), await waits(0.9)]
    expect(first).toBeGreaterThanOrEqual(200 + 100)
    expect(second).toBeGreaterThanOrEqual(200 + 900)
    expect(first).toBeLessThan(350)
  })

  test('the wait grows with failed attempts and stays below 10 s', async () => {
    random = 1
    server.door = 'refuse'
    connect()
    await pass(120_000)
    const attempts = server.sockets.length
    expect(attempts).toBeGreaterThan(6)
    expect(attempts).toBeLessThan(30)
    await pass(10_000)
    expect(server.sockets.length).toBeGreaterThan(attempts)
  })

  test('the wait grows also when each attempt syncs and is closed right after', async () => {
    random = 1
    connect()
    for (let ms = 0; ms < 60_000; ms += 50) {
      await pass(50)
      for (const socket of server.open) socket.end(1011)
    }
    expect(server.sockets.length).toBeGreaterThan(6)
    expect(server.sockets.length).toBeLessThan(16)
  })

  test('an attempt under way when the network comes back is not waited for', async () => {
    server.door = 'silent'
    const connection = connect()
    await pass(3000)
    server.door = 'open'
    tab.dispatchEvent(new Event('visibilitychange'))
    await pass(100)
    expect(connection.status.state).toBe('offline')
    page.dispatchEvent(new Event('online'))
    await pass()
    expect(connection.status.state).toBe('saved')
  })

  test('an attempt that hangs is given up after 15 s', async () => {
    server.door = 'silent'
    const connection = connect()
    await pass(1)
    server.door = 'open'
    await pass(14_000)
    expect(connection.status.state).toBe('offline')
    await pass(5000)
    expect(connection.status.state).toBe('saved')
  })

  test('ends at once when the network comes back or the page is looked at', async () => {
    random = 1
    const connection = connect()
    await pass()
    server.door = 'refuse'
    server.last.end(1006)
    await pass(20_000)
    server.door = 'open'
    page.dispatchEvent(new Event('online'))
    await pass()
    expect(connection.status.state).toBe('saved')

    server.last.end(1006)
    await pass(1)
    tab.dispatchEvent(new Event('visibilitychange'))
    await pass()
    expect(connection.status.state).toBe('saved')
  })

  test('is noticed at once when the device says that it is offline', async () => {
    const connection = connect()
    await pass()
    server.door = 'refuse'
    page.dispatchEvent(new Event('offline'))
    await pass(offlineGraceMs)
    expect(connection.status.state).toBe('offline')
  })

  test('peers see us again at once, and we them', async () => {
    const [a, b] = [
      connect({ user: { name: 'Ada', color: '#112233' } }),
      connect({ user: { name: 'Bob', color: '#445566' } }),
    ]
    await pass()
    expect(b.awareness.getStates().get(a.doc.clientID)).toEqual({ user: { name: 'Ada', color: '#112233' } })
    const before = a.awareness.meta.get(a.doc.clientID)?.clock ?? 0
    server.sockets[0]?.end(1006)
    await pass()
    expect(a.awareness.getStates().has(b.doc.clientID)).toBe(false)
    await pass(2000)
    expect(server.last.presence.at(-1)).toMatchObject({ clientId: a.doc.clientID })
    expect(server.last.presence.at(-1)?.clock).toBeGreaterThan(before)
    expect(b.awareness.getStates().get(a.doc.clientID)).toEqual({ user: { name: 'Ada', color: '#112233' } })
    // The server told us of Bob with the clock he had before the outage.
    expect(a.awareness.getStates().get(b.doc.clientID)).toEqual({ user: { name: 'Bob', color: '#445566' } })
  })
})

describe('the end of a connection', () => {
  test.each([
    [4400, 'bad-frame'],
    [4401, 'unauthorized'],
    [4403, 'forbidden'],
    [4404, 'not-found'],
    [4499, 'closed'],
    [1009, 'too-large'],
  ])('close code %i is final: %s', async (code, name) => {
    const connection = connect()
    await pass()
    server.last.end(code)
    await pass(60_000)
    expect(server.sockets).toHaveLength(1)
    expect(connection.status).toMatchObject({ state: 'error', error: { code: name } })
    page.dispatchEvent(new Event('online'))
    await pass(60_000)
    expect(server.sockets).toHaveLength(1)
    connection.connect()
    await pass()
    expect(connection.status.state).toBe('saved')
  })

  test.each([1006, 1011, 1012, 1013, 4500, 4599])('close code %i is tried again', async (code) => {
    const connection = connect()
    await pass()
    server.last.end(code)
    await pass(2000)
    expect(connection.status.state).toBe('saved')
  })

  test('a final close before anything was there rejects ready', async () => {
    server.door = 'silent'
    const connection = connect()
    const refused = connection.ready.catch((error: unknown) => error)
    while (server.sockets.length === 0) await pass()
    server.last.end(4404)
    expect(await refused).toMatchObject({ code: 'not-found' })
  })

  test('the reason of a final close may name the error', async () => {
    const connection = connect()
    await pass()
    server.last.end(4400, 'document-full')
    await pass()
    expect(connection.status).toMatchObject({ state: 'error', error: { code: 'document-full' } })
  })

  test('a refused update says what the server said, also through the close that follows', async () => {
    const connection = connect()
    await pass()
    const errors: ConnectionError[] = []
    connection.on('error', (error) => errors.push(error))
    server.confirms = false
    textOf(connection).insert(0, 'x')
    server.last.say({ type: 'error', code: 'document-full', message: 'too big' })
    await pass()
    expect(connection.status).toMatchObject({
      state: 'error',
      error: { code: 'document-full', message: 'This document has reached its size limit.' },
    })
    server.last.end(4400, 'document-full')
    await pass()
    expect(connection.status).toMatchObject({ state: 'error', error: { code: 'document-full' } })
    expect(errors.map((error) => [error.code, error.cause])).toEqual([['document-full', 'too big']])
  })

  test('a reader is shown readonly', async () => {
    const connection = connect()
    await pass()
    server.last.say({ type: 'error', code: 'read-only', message: 'read only' })
    await pass()
    expect(connection.status.state).toBe('readonly')
  })

  test('a server that cannot save is unsaved until it can', async () => {
    const connection = connect()
    await pass()
    server.confirms = false
    textOf(connection).insert(0, 'x')
    server.last.say({ type: 'error', code: 'storage-unavailable', message: 'disk full' })
    await pass()
    expect(connection.status.state).toBe('unsaved')
    server.last.say({ type: 'storage-ok' })
    await pass()
    expect(connection.status.state).toBe('saving')
    server.last.confirm()
    await pass()
    expect(connection.status.state).toBe('saved')
  })

  test('disconnect stays away, and connect comes back', async () => {
    const connection = connect()
    await pass()
    connection.disconnect()
    textOf(connection).insert(0, 'x')
    await pass(60_000)
    page.dispatchEvent(new Event('online'))
    await pass(60_000)
    expect(server.sockets).toHaveLength(1)
    connection.connect()
    await pass()
    expect(connection.status.state).toBe('saved')
    expect(server.text()).toBe('x')
  })
})

describe('frames', () => {
  test('chat goes and comes as text and never reaches the provider as bytes', async () => {
    const connection = connect()
    const heard: unknown[] = []
    connection.on('chat', (message) => heard.push(message))
    expect(() => connection.sendChat('too early')).toThrow(expect.objectContaining({ code: 'not-connected' }))
    await pass()
    connection.sendChat('Hi')
    expect(server.last.texts).toEqual(['{"type":"chat","text":"Hi"}'])
    server.last.say({ type: 'chat', text: 'Hi back', from: 'Bob' })
    await pass()
    expect(heard).toEqual([{ text: 'Hi back', from: 'Bob' }])
    expect(() => connection.sendChat('')).toThrow(TypeError)
    expect(() => connection.sendChat('x'.repeat(4001))).toThrow('1 to 4000 characters')
  })

  test('a text frame counts as a sign of life for the provider', async () => {
    const connection = connect()
    await pass()
    connection.provider.wsLastMessageReceived = 0
    server.last.say({ type: 'storage-ok' })
    await pass()
    expect(connection.provider.wsLastMessageReceived).toBeGreaterThan(0)
  })

  test('a text frame of a newer server is ignored, one that is no frame is reported; both keep the socket', async () => {
    const connection = connect()
    await pass()
    const error = once(connection, 'error')
    server.last.say({ type: 'from-the-future' })
    server.last.deliver('{')
    expect(await error).toMatchObject({ code: 'bad-text-frame' })
    expect(connection.status.state).toBe('saved')
    expect(server.sockets).toHaveLength(1)
  })

  test('a binary frame that cannot be read is reported, and the connection made anew', async () => {
    const connection = connect()
    await pass()
    const error = once(connection, 'error')
    server.last.deliver(Uint8Array.of(0, 9, 9))
    expect(await error).toMatchObject({ name: 'ConnectionError' })
    await pass(2000)
    expect(server.sockets).toHaveLength(2)
    expect(connection.status.state).toBe('saved')
  })

  test('a listener of the page that throws costs neither the socket nor the text', async () => {
    const [a, b] = [connect(), connect()]
    await pass()
    const error = once(b, 'error')
    b.awareness.on('change', fault)
    a.setUser({ name: 'Ada', color: '#112233' })
    expect(await error).toMatchObject({ message: 'a bug of the page' })
    b.awareness.off('change', fault)
    textOf(a).insert(0, 'x')
    await pass()
    expect(textOf(b).toJSON()).toBe('x')
    expect(server.sockets).toHaveLength(2)
  })

  test('a denial by y-protocols is an error, not a line in the console', async () => {
    const connection = connect()
    await pass()
    const error = once(connection, 'error')
    server.last.deliver(encodeFrame({ type: 'auth-denied', reason: 'no' }))
    expect(await error).toMatchObject({ code: 'forbidden', cause: 'no' })
    expect(connection.status.state).toBe('error')
  })

  test("others' presence is not sent back to the server", async () => {
    const [a, b] = [connect(), connect()]
    await pass()
    a.setUser({ name: 'Ada', color: '#112233' })
    await pass()
    expect(b.awareness.getStates().get(a.doc.clientID)).toBeDefined()
    expect(server.sockets[1]?.presence.every((entry) => entry.clientId === b.doc.clientID)).toBe(true)
  })

  test('presence too large for any server is not sent, and reported', async () => {
    const connection = connect()
    await pass()
    const error = once(connection, 'error')
    const sent = server.last.presence.length
    connection.awareness.setLocalStateField('note', 'x'.repeat(5000))
    expect(await error).toMatchObject({ code: 'bad-awareness' })
    expect(server.last.presence).toHaveLength(sent)
  })
})

/** The tokens that were shown, in order. */
function shownTokens(): string[] {
  return server.sockets.map(({ url, protocols }) => {
    expect([url, protocols[0]]).toEqual(['ws://test/sync/doc', 'stet.v1'])
    const base64 = (protocols[1] ?? '').slice('stet.token.'.length).replaceAll('-', '+').replaceAll('_', '/')
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)))
  })
}

describe('the role', () => {
  test('takes writing away and gives it back on the open socket, with what was written meanwhile', async () => {
    const connection = connect()
    await pass()
    server.last.say({ type: 'role', role: 'comment' })
    await pass()
    expect(connection.status).toMatchObject({
      state: 'readonly',
      message: 'You can read this document but not change it.',
    })
    server.confirms = false
    textOf(connection).insert(0, 'meanwhile')
    server.last.say({ type: 'error', code: 'read-only', message: 'no' })
    await pass()
    expect(connection.status).toMatchObject({ state: 'readonly', unsavedFrames: 1 })
    server.confirms = true
    server.last.say({ type: 'role', role: 'write' })
    server.last.ask()
    await pass()
    expect(connection.status).toMatchObject({ state: 'saved', unsavedFrames: 0 })
    expect(server.text()).toBe('meanwhile')
  })
})

describe('the document schema', () => {
  test('is offered with the token as one more subprotocol', async () => {
    connect({ token: () => 't', schema: { version: 1, hash: 'abc' } })
    await pass()
    expect(server.last.protocols).toEqual(['stet.v1', 'stet.token.dA', 'stet.schema.1.abc'])
  })

  test('a newer one in the document is told once, also after a reconnect', async () => {
    const connection = connect({ schema: { version: 1, hash: 'abc' } })
    const told: unknown[] = []
    connection.on('schema', (schema) => told.push(schema))
    await pass()
    server.last.say({ type: 'schema', version: 2, hash: 'def' })
    await pass()
    server.last.end(1012)
    await pass(2000)
    server.last.say({ type: 'schema', version: 2, hash: 'def' })
    await pass()
    expect(told).toEqual([{ version: 2, hash: 'def' }])
    expect(connection.newerSchema).toEqual({ version: 2, hash: 'def' })
    expect(connection.status.state).toBe('saved')
  })

  test('that no server could read is refused at once', () => {
    expect(() => connect({ schema: { version: 0, hash: '' } })).toThrow(/option "schema"/)
  })
})

describe('the token', () => {
  test('is asked for before every attempt and offered as a subprotocol, not in the address', async () => {
    let count = 0
    connect({ token: () => Promise.resolve(`secret?/+ü ${++count}`) })
    await pass()
    server.last.end(1012)
    await pass(2000)
    expect(shownTokens()).toEqual(['secret?/+ü 1', 'secret?/+ü 2'])
  })

  test('that is empty is none', async () => {
    connect({ token: () => '' })
    await pass()
    expect(server.last.protocols).toEqual(['stet.v1'])
  })

  test('that runs out is renewed on the open socket, and edits go on', async () => {
    let count = 0
    const connection = connect({ token: () => `t${++count}` })
    await pass()
    server.last.say({ type: 'token-expiring', at: 60_000 })
    textOf(connection).insert(0, 'x')
    await pass()
    expect(server.last.texts).toEqual(['{"type":"token","token":"t2"}'])
    expect(server.sockets).toHaveLength(1)
    expect(connection.status.state).toBe('saved')
  })

  test('that cannot be renewed is asked for again while the socket is open, and after it is not', async () => {
    let fails = false
    const connection = connect({ token: () => (fails ? Promise.reject(new Error('503')) : 'fresh') })
    await pass()
    fails = true
    server.last.say({ type: 'token-expiring', at: 60_000 })
    expect(await once(connection, 'error')).toMatchObject({ code: 'token-failed' })
    fails = false
    await pass(5000)
    expect(server.last.texts).toEqual(['{"type":"token","token":"fresh"}'])
    fails = true
    server.last.say({ type: 'token-expiring', at: 60_000 })
    await pass()
    server.last.end(1012)
    fails = false
    await pass(20_000)
    expect(server.sockets.map(({ texts }) => texts.length)).toEqual([1, 0])
  })

  test('without a way to get one, an expiring token is left to run out', async () => {
    const connection = connect()
    await pass()
    server.last.say({ type: 'token-expiring', at: 60_000 })
    await pass()
    expect(server.last.texts).toEqual([])
    server.last.end(4401, 'unauthorized')
    await pass(60_000)
    expect(server.sockets).toHaveLength(1)
    expect(connection.status).toMatchObject({ state: 'error', error: { code: 'unauthorized' } })
  })

  test('that the server refuses is asked for again, ever more slowly, and what was written is sent then', async () => {
    let asked = 0
    const connection = connect({ token: () => `t${++asked}` })
    await pass()
    server.door = 'turn-away'
    server.last.end(4401, 'unauthorized')
    textOf(connection).insert(0, 'kept')
    const waited: number[] = []
    while (waited.length < 8) {
      const from = performance.now()
      const { length } = server.sockets
      while (server.sockets.length === length) await pass(50)
      waited.push(performance.now() - from)
    }
    await pass(offlineGraceMs)
    expect(connection.status.message).toBe(
      'Signing in again. 1 change waits and could not be kept on this device.',
    )
    expect(waited[0]).toBeLessThan(1000)
    expect(waited.at(-1)).toBeGreaterThan(20_000)
    expect(asked).toBe(server.sockets.length)
    server.door = 'open'
    await pass(70_000)
    expect(connection.status).toMatchObject({ state: 'saved', unsavedFrames: 0 })
    expect(server.text()).toBe('kept')
  })

  test('whose person has no access any more ends it: 4403 is final', async () => {
    const connection = connect({ token: () => 't' })
    await pass()
    server.last.say({ type: 'error', code: 'forbidden', message: 'The access was taken back.' })
    server.last.end(4403, 'forbidden')
    await pass(60_000)
    expect(server.sockets).toHaveLength(1)
    expect(connection.status).toMatchObject({ state: 'error', error: { code: 'forbidden' } })
  })

  test('that cannot be had is reported and asked for again', async () => {
    let fails = true
    const connection = connect({
      token: () => (fails ? Promise.reject(new Error('401')) : Promise.resolve('t')),
    })
    expect(await once(connection, 'error')).toMatchObject({ code: 'token-failed' })
    expect(server.sockets).toHaveLength(0)
    fails = false
    await pass(5000)
    expect(connection.status.state).toBe('saved')
  })
})

describe('the copy on this device', () => {
  test('an edit made offline is kept, shown after a reload offline, and saved when the server is back', async () => {
    server.door = 'refuse'
    const first = connect({ offline: true })
    await once(first, 'kept')
    textOf(first).insert(0, 'kept words')
    expect(first.status.keptOnDevice).toBe(false)
    await once(first, 'kept')
    await pass(offlineGraceMs)
    expect(first.status).toMatchObject({
      state: 'offline',
      keptOnDevice: true,
      message: 'Offline. 1 change waits to be sent; it is kept on this device.',
    })
    await first.destroy()

    const second = connect({ offline: true })
    await second.ready
    expect(textOf(second).toJSON()).toBe('kept words')
    await pass(offlineGraceMs)
    // What an earlier visit made is not counted as a change of this one.
    expect(second.status).toMatchObject({
      state: 'offline',
      unsavedFrames: 0,
      keptOnDevice: true,
      message: 'Offline. You can go on writing; changes are kept on this device.',
    })
    server.door = 'open'
    await pass(20_000)
    expect((await until(second, 'saved')).keptOnDevice).toBe(true)
    expect(server.text()).toBe('kept words')
  })

  test('is complete before ready, and ready does not wait for the server', async () => {
    server.door = 'silent'
    const first = connect({ offline: true })
    await once(first, 'kept')
    textOf(first).insert(0, 'x')
    await first.destroy()
    const second = connect({ offline: true })
    await second.ready
    expect(textOf(second).toJSON()).toBe('x')
  })

  test('without a copy and without a server there is nothing to show yet', async () => {
    server.door = 'refuse'
    const connection = connect({ offline: true })
    let ready = false
    void connection.ready.then(
      () => (ready = true),
      () => {},
    )
    await once(connection, 'kept')
    await pass(5000)
    expect(ready).toBe(false)
    server.door = 'open'
    await pass(20_000)
    expect(ready).toBe(true)
  })

  test('that cannot be written is said, with the words still on their way to the server', async () => {
    const store = {
      load: () => Promise.resolve([]),
      append: () => Promise.reject(new Error('no disk')),
      compact: () => Promise.resolve(),
      clear: () => Promise.resolve(),
      close: () => {},
    }
    const connection = connect({ offline: store })
    await until(connection, 'saved')
    const error = once(connection, 'error')
    textOf(connection).insert(0, 'x')
    expect(await error).toMatchObject({ message: 'no disk' })
    await pass()
    expect(connection.status).toMatchObject({ state: 'saved', keptOnDevice: false })
    server.door = 'refuse'
    server.last.end(1006)
    textOf(connection).insert(0, 'y')
    await pass(offlineGraceMs)
    expect(connection.status).toMatchObject({ state: 'unsaved', keptOnDevice: false })
  })

  test('is written at once when the page hides, without waiting for the end of a turn', async () => {
    const appended: number[] = []
    const store = {
      load: () => Promise.resolve([]),
      append: (updates: readonly Uint8Array[]) => {
        appended.push(updates.length)
        return Promise.resolve()
      },
      compact: () => Promise.resolve(),
      clear: () => Promise.resolve(),
      close: () => {},
    }
    const connection = connect({ offline: store })
    await pass()
    textOf(connection).insert(0, 'x')
    page.dispatchEvent(new Event('pagehide'))
    expect(appended).toEqual([1])
    textOf(connection).insert(0, 'y')
    tab.visibilityState = 'hidden'
    tab.dispatchEvent(new Event('visibilitychange'))
    expect(appended).toEqual([1, 1])
  })

  test('forget deletes it, and nothing is kept from then on', async () => {
    const connection = connect({ offline: true })
    await until(connection, 'saved')
    textOf(connection).insert(0, 'x')
    await once(connection, 'kept')
    await connection.forget()
    expect(await indexedDB.databases()).toEqual([])
    textOf(connection).insert(0, 'y')
    await pass()
    expect(connection.status.keptOnDevice).toBe(false)
    await connection.destroy()
    expect(await indexedDB.databases()).toEqual([])
  })

  test('asked for where there is none is an error event, not a throw', async () => {
    const connection = createConnection(
      { url: 'ws://test/sync', document: 'doc', offline: true, shareBetweenTabs: false },
      {
        now: () => performance.now(),
        random: () => random,
        WebSocket: server.WebSocket,
        indexedDB: undefined,
        page: undefined,
        tab: undefined,
      },
    )
    connections.push(connection)
    expect(await once(connection, 'error')).toMatchObject({ code: 'offline-unavailable' })
    await pass()
    expect(connection.status).toMatchObject({ state: 'saved', keptOnDevice: false })
  })
})

describe('tabs', () => {
  test('an edit of a tab that the server refuses to see is saved through another tab', async () => {
    const a = connect({ shareBetweenTabs: true, document: 'shared' })
    const b = connect({ shareBetweenTabs: true, document: 'shared' })
    await pass()
    expect(b.status.state).toBe('saved')
    server.sockets[0]?.end(4403)
    await pass()
    textOf(a).insert(0, 'from the other tab')
    expect(textOf(b).toJSON()).toBe('from the other tab')
    expect(b.status).toMatchObject({ state: 'saving', unsavedFrames: 1 })
    await pass(5000)
    expect(server.text()).toBe('from the other tab')
    expect(b.status.state).toBe('saved')
  })

  test('edits of another tab that a sync carried are not sent once more', async () => {
    const a = connect({ shareBetweenTabs: true, document: 'shared' })
    const b = connect({ shareBetweenTabs: true, document: 'shared' })
    await pass()
    server.sockets[0]?.end(4403)
    textOf(a).insert(0, 'x')
    server.sockets[1]?.ask()
    await pass()
    expect(server.text()).toBe('x')
    expect(b.status.state).toBe('saved')
    await pass(10_000)
    expect(server.sockets[1]?.updates).toBe(2)
  })

  test('closing is asked about while an edit is unsaved, and only then', async () => {
    const connection = connect()
    await pass()
    expect(asksBeforeClosing()).toBe(false)
    server.confirms = false
    textOf(connection).insert(0, 'x')
    expect(asksBeforeClosing()).toBe(true)
    server.last.confirm()
    await pass()
    expect(asksBeforeClosing()).toBe(false)
    textOf(connection).insert(0, 'y')
    await connection.destroy()
    expect(asksBeforeClosing()).toBe(false)
  })

  test('closing is never asked about when told not to', async () => {
    const add = vi.spyOn(page, 'addEventListener')
    const connection = connect({ warnBeforeUnload: false })
    textOf(connection).insert(0, 'x')
    await pass()
    expect(add).not.toHaveBeenCalledWith('beforeunload', expect.anything())
  })
})

describe('destroy', () => {
  test('leaves a doc and awareness that were handed in alive, and hears nothing of them', async () => {
    const doc = new Y.Doc()
    const awareness = new Awareness(doc)
    const connection = connect({ doc, awareness, offline: true })
    await until(connection, 'saved')
    let destroyed = 0
    doc.on('destroy', () => destroyed++)
    awareness.on('destroy', () => destroyed++)
    await connection.destroy()
    const { status } = connection
    doc.getText('t').insert(0, 'still here')
    expect(destroyed).toBe(0)
    expect(awareness.getLocalState()).toEqual({})
    expect(connection.status).toBe(status)
    awareness.destroy()
  })

  test('waits for the last write to this device', async () => {
    server.door = 'refuse'
    const connection = connect({ offline: true })
    await once(connection, 'kept')
    textOf(connection).insert(0, 'last words')
    await connection.destroy()
    const again = connect({ offline: true })
    await again.ready
    expect(textOf(again).toJSON()).toBe('last words')
  })

  test('takes off every listener and leaves no timer that repeats', async () => {
    const added = vi.spyOn(page, 'addEventListener')
    const removed = vi.spyOn(page, 'removeEventListener')
    const doc = new Y.Doc()
    const connection = connect({ doc, offline: true })
    await until(connection, 'saved')
    textOf(connection).insert(0, 'x')
    await connection.destroy()
    await connection.destroy()
    expect(removed.mock.calls.map(([name]) => name).sort()).toEqual(
      added.mock.calls.map(([name]) => name).sort(),
    )
    expect(doc._observers.get('update')?.size ?? 0).toBe(0)
    // y-websocket leaves one timer that finds nothing to do.
    await pass(10_000)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('before anything was there rejects ready', async () => {
    const connection = connect({ connect: false })
    const rejected = connection.ready.catch((error: unknown) => error)
    await connection.destroy()
    expect(await rejected).toMatchObject({ code: 'destroyed' })
  })
})

test('an error nobody listens for is at least in the console', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const connection = createConnection(
    { url: 'ws://test/sync', document: 'doc', offline: false, shareBetweenTabs: false },
    {
      now: () => performance.now(),
      random: () => 0,
      WebSocket: server.WebSocket,
      indexedDB: undefined,
      page: undefined,
      tab: undefined,
    },
  )
  connections.push(connection)
  await pass()
  server.last.end(4404)
  expect(warn).toHaveBeenCalledWith('stet:', expect.objectContaining({ code: 'not-found' }))
  warn.mockRestore()
})

test('a confirmation for a frame of an earlier socket confirms nothing on the new one', async () => {
  const connection = connect()
  await pass()
  server.confirms = false
  textOf(connection).insert(0, 'x')
  const old = server.last
  old.end(1006)
  old.dispatchEvent(new MessageEvent('message', { data: encodeServerText({ type: 'saved', frames: 9 }) }))
  await pass(2000)
  expect(server.sockets).toHaveLength(2)
  expect(connection.status.state).toBe('saving')
})
