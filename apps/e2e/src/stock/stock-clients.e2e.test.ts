// Stock y-websocket clients, as published, in Node: any editor that speaks y-websocket can use a Stet server.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider as Provider3 } from 'y-websocket'
import { WebsocketProvider as Provider2 } from 'y-websocket-2'
import * as Y from 'yjs'
import { startStet, temporaryFolder, type StetProcess } from '../harness/stet-process.ts'

let server: StetProcess
const data = temporaryFolder('stock-clients')
const providers: (Provider2 | Provider3)[] = []

beforeAll(async () => {
  server = await startStet({ data: data.path })
})

afterAll(async () => {
  for (const provider of providers) provider.destroy()
  await server.stop('SIGTERM')
  data.remove()
})

// Node has a WebSocket of its own, but a stock set-up in Node hands in `ws`.
const options = { WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket, disableBc: true }

function connect<P extends Provider2 | Provider3>(
  Provider: new (url: string, room: string, doc: Y.Doc, options: object) => P,
  document: string,
): P {
  const provider = new Provider(server.syncUrl, document, new Y.Doc(), options)
  providers.push(provider)
  return provider
}

test('y-websocket 2.1 and 3.1 clients converge in root types of their own, text, map and array', async () => {
  const two = connect(Provider2, 'versions')
  const three = connect(Provider3, 'versions')
  two.doc.getText('codemirror').insert(0, 'written by two. ')
  three.doc.getMap('settings').set('font', 'serif')
  three.doc.getArray('rows').push([{ nested: ['json', 1, null, true] }])
  await until(three.doc, () => three.doc.getText('codemirror').toJSON() === 'written by two. ')
  three.doc.getText('codemirror').insert(16, 'Written by three.')
  three.doc.getText('codemirror').delete(0, 8)
  await until(two.doc, () => two.doc.getText('codemirror').toJSON() === 'by two. Written by three.')
  await until(two.doc, () => two.doc.getMap('settings').get('font') === 'serif')
  await until(two.doc, () => two.doc.getArray('rows').length === 1)
  expect(two.doc.getArray('rows').toJSON()).toEqual([{ nested: ['json', 1, null, true] }])

  const late = connect(Provider3, 'versions')
  await until(late.doc, () => late.doc.getText('codemirror').toJSON() === 'by two. Written by three.')
  expect(late.doc.getMap('settings').toJSON()).toEqual({ font: 'serif' })
})

test('presence reaches everyone, changes, and ends with the connection', async () => {
  const two = connect(Provider2, 'presence')
  const three = connect(Provider3, 'presence')
  two.awareness.setLocalStateField('user', { name: 'Two' })
  three.awareness.setLocalStateField('user', { name: 'Three' })
  await until(three.awareness, () => nameOf(three, two) === 'Two')
  await until(two.awareness, () => nameOf(two, three) === 'Three')
  const late = connect(Provider3, 'presence')
  await until(late.awareness, () => nameOf(late, two) === 'Two' && nameOf(late, three) === 'Three')
  three.awareness.setLocalState(null)
  await until(two.awareness, () => !two.awareness.getStates().has(three.doc.clientID))
  two.destroy()
  await until(late.awareness, () => !late.awareness.getStates().has(two.doc.clientID))
})

test('a quiet 3.1 client stays connected for 70 seconds', async () => {
  const quiet = connect(Provider3, 'quiet')
  await until(quiet, () => quiet.wsconnected)
  // Without a presence of its own nothing at all passes on this connection but what the server sends.
  quiet.awareness.setLocalState(null)
  const statuses: string[] = []
  quiet.on('status', ({ status }: { status: string }) => statuses.push(status))
  // The span is the subject of the test: the stock client gives up after 30 s without a message.
  await new Promise((resolve) => {
    setTimeout(resolve, 70_000)
  })
  expect(statuses).toEqual([])
  expect(quiet.wsconnected).toBe(true)
})

function nameOf(observer: Provider2 | Provider3, other: Provider2 | Provider3): unknown {
  const state = observer.awareness.getStates().get(other.doc.clientID) as
    | { user?: { name: string } }
    | undefined
  return state?.user?.name
}

interface Events {
  on(name: never, listener: () => void): unknown
  off(name: never, listener: () => void): unknown
}

/** Resolves as soon as the condition holds, looking again whenever the source reports a change. */
async function until(source: Events, holds: () => boolean): Promise<void> {
  const names = ['update', 'change', 'status'] as never[]
  while (!holds()) {
    await new Promise<void>((resolve) => {
      const wake = () => {
        for (const name of names) source.off(name, wake)
        resolve()
      }
      for (const name of names) source.on(name, wake)
    })
  }
}
