// An older editor hears of a newer one in the document, over real sockets.
import { afterEach, expect, it } from 'vitest'
import { openBareSocket } from '../testing/test-clients.ts'
import { createCleanup, startTestServer } from '../testing/test-server.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

it('who offered an older document schema is told of a newer one, and nobody else', async () => {
  const server = await startTestServer(cleanup)
  const url = `${server.syncUrl}/doc`
  const older = await openBareSocket(cleanup, url, ['stet.v1', 'stet.schema.1.aaa'])
  const silent = await openBareSocket(cleanup, url, ['stet.v1'])
  const newer = await openBareSocket(cleanup, url, ['stet.v1', 'stet.schema.2.bbb'])
  expect(newer.socket.protocol).toBe('stet.v1')
  expect(await older.text('schema')).toEqual({ type: 'schema', version: 2, hash: 'bbb' })
  const late = await openBareSocket(cleanup, url, ['stet.v1', 'stet.schema.1.ccc'])
  expect(await late.text('schema')).toEqual({ type: 'schema', version: 2, hash: 'bbb' })
  // A message that reaches everybody comes after whatever else was to be told.
  newer.socket.send(JSON.stringify({ type: 'chat', text: 'Hi' }))
  await Promise.all([silent.text('chat'), newer.text('chat')])
  for (const socket of [silent, newer]) expect(socket.texts.map(({ type }) => type)).toEqual(['chat'])
})
