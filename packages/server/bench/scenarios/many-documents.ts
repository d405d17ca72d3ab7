// Many small documents instead of one large crowd: three people in each, all of them typing now and then.
import { median } from '../row.ts'
import { doubtOf } from './context.ts'
import type { Column, Row } from '../row.ts'
import type { Context } from './context.ts'

const documents = 200
const clients = 600
const rate = 300

export async function manyDocuments(context: Context): Promise<readonly Row[]> {
  const scenario = `${documents} documents, ${clients} clients, ${rate} edits/s`
  const names = Array.from({ length: documents }, (_, index) => `many-${index}`)
  const cost: Partial<Record<Column, number>> = {}
  const p99: Partial<Record<Column, number>> = {}
  const doubts = new Set<string>()
  for (const name of context.servers) {
    const server = await context.start(name)
    const { port, dialect } = server
    const { crowd } = await context.generator.call('open', {
      port,
      dialect,
      documents: names,
      clients,
      atOnce: 20,
      greet: false,
    })
    await context.generator.call('load', { crowd, rate: rate * 3, presence: false, warmUpMs: 0, ms: 1_500 })
    const costs: number[] = []
    const lateness: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const ms = 1_500
      const before = await server.usage()
      const result = await context.generator.call('load', { crowd, rate, presence: false, warmUpMs: 0, ms })
      const after = await server.usage()
      const doubt = doubtOf(result)
      if (doubt !== undefined) doubts.add(doubt)
      if (result.delivered < result.expected) {
        doubts.add(`${name} delivered ${result.delivered} of ${result.expected}`)
      }
      costs.push(((after.cpuMs - before.cpuMs) * 1000) / Math.max(1, result.delivered))
      lateness.push(result.p99Ms)
    }
    cost[name] = median(costs)
    p99[name] = median(lateness)
    context.say(`${scenario}: ${name}: ${median(costs).toFixed(1)} µs per delivered edit`)
    await context.generator.call('close', crowd)
    await server.stop()
  }
  const doubt = doubts.size === 0 ? undefined : [...doubts].join('; ')
  return [
    { scenario, measure: 'CPU per delivered edit', unit: 'µs', values: cost, doubt },
    { scenario, measure: 'p99', unit: 'ms', values: p99, doubt },
  ]
}
