// Stet as it is deployed: SQLite, every commit on stable storage before anybody hears of it. Only the limits that
// would slow down the load itself are raised: connections per document, and what one connection may send.
import { join } from 'node:path'
import { createServer, openSqliteStorage } from '../../src/index.ts'
import { serveCalls } from './server-calls.ts'

const [folder = '.', roomIdleMs = ''] = process.argv.slice(2)
const storage = await openSqliteStorage({ path: join(folder, 'stet.sqlite') })
const server = await createServer({
  storage,
  limits: { framesPerSecond: 1e6, incomingBytesPerSecond: 1e9, connectBurst: 1e6 },
  engineLimits: {
    sessionsPerRoom: 2_000,
    ...(roomIdleMs === '' ? {} : { roomIdleMs: Number(roomIdleMs), tickMs: 100 }),
  },
})
serveCalls(server.port, {
  async rooms() {
    const text = await (await fetch(`${server.url}/metrics`)).text()
    return Number(/^stet_rooms (\d+)$/mu.exec(text)?.[1])
  },
})
