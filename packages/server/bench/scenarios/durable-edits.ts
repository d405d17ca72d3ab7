// How many edits per second are confirmed to be on the disk: fifty people in fifty documents, each with some edits on
// their way. Beside it, what the disk does without a server when every edit is a transaction of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRemote } from '../remote.ts'
import type { Row } from '../row.ts'
import type { DiskCalls } from '../servers/bare-sqlite.ts'
import type { Context } from './context.ts'

export async function durableEdits(context: Context): Promise<readonly Row[]> {
  const scenario = 'edits confirmed to be on the disk'
  if (!context.servers.includes('stet')) return []
  const folder = mkdtempSync(join(tmpdir(), 'stet-bench-'))
  const disk = await startRemote<DiskCalls>(new URL('../servers/bare-sqlite.ts', import.meta.url), {
    args: [folder],
  })
  const server = await context.start('stet')
  const { port, dialect } = server
  const documents = Array.from({ length: 50 }, (_, index) => `durable-${index}`)
  const crowdOf = { port, dialect, documents, clients: 50, atOnce: 20, greet: false }
  const { crowd } = await context.generator.call('open', crowdOf)
  const ms = context.quick ? 2_000 : 4_000
  const floor = await disk.call('commit', { ms })
  await context.generator.call('save', { crowd, window: 20, ms: 1_000 })
  const before = await server.usage()
  const saved = await context.generator.call('save', { crowd, window: 20, ms })
  const after = await server.usage()
  await context.generator.call('close', crowd)
  await server.stop()
  await disk.stop()
  rmSync(folder, { recursive: true, force: true })
  context.say(`${scenario}: ${saved.perSecond.toFixed(0)}/s, bare SQLite ${floor.perSecond.toFixed(0)}/s`)
  const cpu = ((after.cpuMs - before.cpuMs) * 1000) / Math.max(1, saved.perSecond * (ms / 1000) * 1.25)
  const doubt =
    saved.ownCpu > 0.9 ? `the generator used ${Math.round(saved.ownCpu * 100)} % of its core` : undefined
  return [
    {
      scenario,
      measure: '50 documents, 20 edits on their way each',
      unit: 'edits/s',
      values: { stet: saved.perSecond, 'bare SQLite': floor.perSecond },
      doubt,
    },
    { scenario, measure: 'CPU per edit', unit: 'µs', values: { stet: cpu }, doubt },
    {
      scenario,
      measure: 'one transaction on this disk, p50',
      unit: 'ms',
      values: { 'bare SQLite': floor.p50Ms },
    },
    {
      scenario,
      measure: 'one transaction on this disk, p99',
      unit: 'ms',
      values: { 'bare SQLite': floor.p99Ms },
    },
  ]
}
