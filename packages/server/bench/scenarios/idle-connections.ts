// Connections that do nothing: what each costs in memory.
import { setTimeout as pause } from 'node:timers/promises'
import type { Column, Row } from '../row.ts'
import type { Context } from './context.ts'

export async function idleConnections(context: Context): Promise<readonly Row[]> {
  const clients = context.quick ? 500 : 2_000
  const scenario = `${clients} idle connections`
  const documents = Array.from({ length: 20 }, (_, index) => `idle-${index}`)
  const heap: Partial<Record<Column, number>> = {}
  const rss: Partial<Record<Column, number>> = {}
  for (const name of context.servers) {
    const server = await context.start(name)
    const { port, dialect } = server
    const crowdOf = { port, dialect, documents, atOnce: 50, greet: false }
    // What the first connections cost is the code, not the connections: it is compiled, and compiled better, only as it
    // runs. So as many as are measured come and go before, and a few stay.
    const warm = await context.generator.call('open', { ...crowdOf, clients })
    await context.generator.call('close', warm.crowd)
    const first = await context.generator.call('open', { ...crowdOf, clients: 200 })
    const before = await server.memory()
    const { crowd } = await context.generator.call('open', { ...crowdOf, clients })
    // Idle are those who have arrived: what waits for a second to see whether they show themselves is over.
    await pause(2_000)
    const after = await server.memory()
    heap[name] = (after.heapBytes - before.heapBytes) / clients / 1024
    rss[name] = (after.rssBytes - before.rssBytes) / clients / 1024
    context.say(`${scenario}: ${name}: ${heap[name].toFixed(1)} KiB of heap each`)
    await context.generator.call('close', crowd)
    await context.generator.call('close', first.crowd)
    await server.stop()
  }
  return [
    {
      scenario,
      measure: 'heap and buffers per connection',
      unit: 'KiB',
      values: heap,
      goal: { kind: 'ratio-at-most', to: 'relay', ratio: 1.2 },
    },
    { scenario, measure: 'resident memory per connection', unit: 'KiB', values: rss },
  ]
}
