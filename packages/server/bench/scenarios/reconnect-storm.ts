// A thousand clients that come back at once and hold everything already, as after a restart of the server or a proxy.
import { median } from '../row.ts'
import type { Column, Row } from '../row.ts'
import type { Context } from './context.ts'

const clients = 1_000

export async function reconnectStorm(context: Context): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const greet of [false, true]) {
    const scenario = `${clients} clients come back to 10 documents${greet ? ', and show themselves' : ''}`
    const documents = Array.from({ length: 10 }, (_, index) => `storm-${index}`)
    const cpu: Partial<Record<Column, number>> = {}
    const slowest: Partial<Record<Column, number>> = {}
    for (const name of [...context.servers, 'answering relay' as const]) {
      const server = await context.start(name)
      const { port, dialect } = server
      const crowdOf = { port, dialect, documents, greet }
      const costs: number[] = []
      const waits: number[] = []
      const writers = await context.generator.call('open', { ...crowdOf, clients: 50, atOnce: 20 })
      const typing = { crowd: writers.crowd, rate: 1_000, presence: false, warmUpMs: 0, ms: 1_000 }
      await context.generator.call('load', typing)
      await context.generator.call('close', writers.crowd)
      for (let round = 0; round < 3; round += 1) {
        const before = await server.usage()
        const storm = { ...crowdOf, clients, atOnce: 250, knows: writers.crowd }
        const opened = await context.generator.call('open', storm)
        // Whatever it does for them after they have joined belongs to the price.
        const quiet = { ...typing, crowd: opened.crowd, rate: 0.001, ms: 500 }
        await context.generator.call('load', quiet)
        const after = await server.usage()
        await context.generator.call('close', opened.crowd)
        costs.push(after.cpuMs - before.cpuMs)
        waits.push(opened.p99Ms)
      }
      cpu[name] = median(costs)
      slowest[name] = median(waits)
      context.say(`${scenario}: ${name}: ${median(costs).toFixed(0)} ms CPU`)
      await server.stop()
    }
    rows.push(
      {
        scenario,
        measure: 'CPU for all',
        unit: 'ms',
        values: cpu,
        goal: { kind: 'ratio-at-most', to: 'relay', ratio: 1 },
      },
      { scenario, measure: 'p99 until joined', unit: 'ms', values: slowest },
    )
  }
  return rows
}
