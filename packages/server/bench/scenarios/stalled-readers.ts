// A hundred readers stop reading while fifty megabytes are written, and then read again. (A relay would hold all of it a
// hundred times over, so there is nothing to compare with but the bound.)
import type { Row } from '../row.ts'
import type { Context } from './context.ts'

const readers = 100
const edits = 1_000
const bytesPerEdit = 50_000
/** What the server keeps for one peer at most, and the one frame that passes it. */
const budgetMiB = 4 + 0.25

export async function stalledReaders(context: Context): Promise<readonly Row[]> {
  if (!context.servers.includes('stet')) return []
  const scenario = `${readers} stalled readers, ${(edits * bytesPerEdit) / 1e6} MB written`
  const server = await context.start('stet')
  const { port, dialect } = server
  const { crowd } = await context.generator.call('open', {
    port,
    dialect,
    documents: ['stalled'],
    clients: readers + 1,
    atOnce: 20,
    greet: false,
  })
  const before = await server.memory()
  await context.generator.call('stall', { crowd, edits, bytesPerEdit })
  const after = await server.memory()
  const caught = await context.generator.call('resume', crowd)
  await context.generator.call('close', crowd)
  await server.stop()
  const written = (edits * bytesPerEdit) / 2 ** 20
  const grown = (after.heapBytes - before.heapBytes) / 2 ** 20
  context.say(`${scenario}: ${grown.toFixed(0)} MiB more, ${caught.whole} of ${readers} have everything`)
  return [
    {
      scenario,
      measure: 'memory per reader, without the document itself',
      unit: 'MiB',
      values: { stet: Math.max(0, grown - written) / readers },
      goal: { kind: 'at-most', value: budgetMiB },
      doubt: caught.whole === readers ? undefined : `only ${caught.whole} readers had everything in the end`,
    },
    { scenario, measure: 'until all had everything', unit: 's', values: { stet: caught.ms / 1000 } },
  ]
}
