// Documents that were opened, written in and left: what stays in the memory of a server that has long forgotten them.
import { setTimeout as pause } from 'node:timers/promises'
import type { Row } from '../row.ts'
import type { Context } from './context.ts'

/** Open at a time. */
const together = 250

export async function closedRooms(context: Context): Promise<readonly Row[]> {
  if (!context.servers.includes('stet')) return []
  const rooms = context.quick ? 2_000 : 10_000
  const server = await context.start('stet', { roomIdleMs: 100 })
  const { port, dialect } = server
  let last = 0
  const openAndClose = async (count: number): Promise<void> => {
    for (const end = last + count; last < end; last += together) {
      const documents = Array.from({ length: together }, (_, index) => `closed-${last + index}`)
      const { crowd } = await context.generator.call('open', {
        port,
        dialect,
        documents,
        clients: together,
        atOnce: 50,
        greet: true,
      })
      // Two edits each, so that there is something to forget.
      const load = { crowd, rate: together * 2, presence: false, warmUpMs: 0, ms: 1_000 }
      await context.generator.call('load', load)
      await context.generator.call('close', crowd)
    }
    while ((await server.rooms()) > 0) await pause(200)
  }
  try {
    // The code, the pools and the tables that grow once and are used again.
    await openAndClose(2_000)
    const before = await server.memory()
    await openAndClose(rooms)
    const after = await server.memory()
    const scenario = `${rooms} documents opened, written in and closed`
    context.say(`${scenario}: ${mib(after.heapBytes - before.heapBytes).toFixed(2)} MiB of heap are left`)
    return [
      {
        scenario,
        measure: 'heap and buffers that are left',
        unit: 'MiB',
        values: { stet: mib(after.heapBytes - before.heapBytes) },
        goal: { kind: 'at-most', value: 5 },
      },
      {
        scenario,
        measure: 'resident memory that is left (the page cache of SQLite too)',
        unit: 'MiB',
        values: { stet: mib(after.rssBytes - before.rssBytes) },
      },
    ]
  } finally {
    await server.stop()
  }
}

function mib(bytes: number): number {
  return bytes / 1024 / 1024
}
