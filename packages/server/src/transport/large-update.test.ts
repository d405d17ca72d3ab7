// A book pasted at once, or a long time offline: more than one frame of ordinary size, and saved all the same.
import { afterEach, expect, it } from 'vitest'
import { connectStockClient, untilClients } from '../testing/test-clients.ts'
import { createCleanup, startTestServer } from '../testing/test-server.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

it('a paste of 3 MB reaches the others and those who come later', async () => {
  const server = await startTestServer(cleanup)
  const ann = await connectStockClient(cleanup, server, 'book')
  const ben = await connectStockClient(cleanup, server, 'book')
  const book = 'What people write together stands. '.repeat(90_000)
  ann.text.insert(0, book)
  await untilClients([ben], () => ben.text.length === book.length)
  const late = await connectStockClient(cleanup, server, 'book')
  await untilClients([late], () => late.text.length === book.length)
  expect(late.text.toJSON()).toBe(book)
})
