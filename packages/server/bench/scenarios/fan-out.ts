// Many clients in one document. At a modest rate: what one delivered edit costs the server, and how late it is. Then as
// fast as it goes: the highest rate at which 99 of 100 deliveries take less than a tenth of a second. The servers take
// turns at every step, so that whatever else the machine does falls on all of them.
import { median } from '../row.ts'
import { climb, createLadder } from './ladder.ts'
import { doubtOf } from './context.ts'
import type { Column, Row } from '../row.ts'
import type { BenchServer, ProgramName } from '../servers/start.ts'
import type { Context } from './context.ts'

export interface FanOutOptions {
  readonly clients: number
  /** Edits per second of all clients together. */
  readonly modestRate: number
  readonly firstRate: number
  /** Also with presence, and ten times as fast; and beside the others a relay that waits for the disk. */
  readonly more: boolean
}

type Values = Partial<Record<Column, number>>

interface Party {
  readonly server: BenchServer
  readonly crowd: number
}

export async function fanOut(context: Context, options: FanOutOptions): Promise<readonly Row[]> {
  const { clients, modestRate, firstRate } = options
  const parties: Party[] = []
  const floor = options.more ? (['storing relay'] as const) : []
  for (const name of [...context.servers, ...floor]) {
    const server = await context.start(name)
    const { port, dialect } = server
    const { crowd } = await context.generator.call('open', {
      port,
      dialect,
      documents: ['fan-out'],
      clients,
      atOnce: 20,
      greet: false,
    })
    parties.push({ server, crowd })
  }
  try {
    const scenario = `${clients} clients, one document`
    // A program that has just started is busy compiling itself; a server runs for weeks.
    for (const { crowd } of parties) {
      const load = {
        crowd,
        rate: modestRate * 10,
        presence: true,
        warmUpMs: 0,
        ms: context.quick ? 1_000 : 5_000,
      }
      await context.generator.call('load', load)
    }
    const rows = [
      ...(await modest(context, parties, { scenario, clients, rate: modestRate, presence: false })),
    ]
    if (options.more) {
      rows.push(
        ...(await modest(context, parties, { scenario, clients, rate: modestRate, presence: true })),
        ...(await modest(context, parties, { scenario, clients, rate: modestRate * 10, presence: false })),
      )
    }
    const climbers = parties.filter(({ server }) => server.name !== 'storing relay')
    rows.push(...(await highest(context, climbers, { scenario, clients, firstRate })))
    return rows
  } finally {
    for (const { server, crowd } of parties) {
      await context.generator.call('close', crowd)
      await server.stop()
    }
  }
}

async function modest(
  context: Context,
  parties: readonly Party[],
  options: { scenario: string; clients: number; rate: number; presence: boolean },
): Promise<readonly Row[]> {
  const { scenario, clients, rate, presence } = options
  const costs = new Map<ProgramName, number[]>()
  const lateness = new Map<ProgramName, number[]>()
  const middling = new Map<ProgramName, number[]>()
  const doubts = new Set<string>()
  for (let round = 0; round < (context.quick ? 1 : 3); round += 1) {
    for (const { server, crowd } of parties) {
      const warmUpMs = 500
      const ms = context.quick ? 1_500 : 2_000
      const before = await server.usage()
      const result = await context.generator.call('load', { crowd, rate, presence, warmUpMs, ms })
      const after = await server.usage()
      const doubt = doubtOf(result)
      if (doubt !== undefined) doubts.add(doubt)
      if (result.delivered < result.expected) {
        doubts.add(`${server.name} delivered ${result.delivered} of ${result.expected}`)
      }
      // The warm-up costs as well: its edits are counted at the rate that was asked for.
      const delivered = (result.delivered * (warmUpMs + ms)) / ms
      add(costs, server.name, ((after.cpuMs - before.cpuMs) * 1000) / Math.max(1, delivered))
      add(lateness, server.name, result.p99Ms)
      add(middling, server.name, result.p50Ms)
      context.say(
        `${scenario}: ${server.name} ${rate}/s${presence ? ' with presence' : ''}: p50 ${result.p50Ms} ms, p99 ${result.p99Ms} ms`,
      )
    }
  }
  const what = `${rate} edits/s${presence ? ' and carets' : ''}`
  const doubt = doubts.size === 0 ? undefined : [...doubts].join('; ')
  const target = clients === 100 && rate === 100 && !presence
  return [
    {
      scenario,
      measure: `CPU per delivered edit, ${what}`,
      unit: 'µs',
      values: medians(costs),
      goal: target ? { kind: 'ratio-at-most', to: 'batching relay', ratio: 1.25 } : undefined,
      doubt,
    },
    { scenario, measure: `p50, ${what}`, unit: 'ms', values: medians(middling), doubt },
    {
      scenario,
      measure: `p99, ${what}`,
      unit: 'ms',
      values: medians(lateness),
      goal: target ? { kind: 'at-most', value: 8 } : undefined,
      doubt,
    },
  ]
}

async function highest(
  context: Context,
  parties: readonly Party[],
  { scenario, clients, firstRate }: { scenario: string; clients: number; firstRate: number },
): Promise<readonly Row[]> {
  const climbing = parties.map((party) => ({
    ...party,
    ladder: createLadder(firstRate, context.quick ? 1 : 2),
  }))
  const doubts = new Map<ProgramName, string>()
  /** CPU per delivered edit (µs) at the last step that passed, which is the highest. */
  const costs: Values = {}
  while (climbing.some(({ ladder }) => ladder.next() !== undefined)) {
    for (const { server, crowd, ladder } of climbing) {
      const rate = ladder.next()
      if (rate === undefined) continue
      const load = { crowd, rate, presence: false, warmUpMs: 400, ms: 1_000 }
      const before = await server.usage()
      const result = await context.generator.call('load', load)
      const after = await server.usage()
      const passed = climb(ladder, result, load.ms)
      if (passed) {
        const delivered = (result.delivered * (load.warmUpMs + load.ms)) / load.ms
        costs[server.name] = ((after.cpuMs - before.cpuMs) * 1000) / delivered
      }
      const doubt = doubtOf(result)
      if (!passed && doubt !== undefined) doubts.set(server.name, doubt)
      context.say(
        `${scenario}: ${server.name} ${Math.round(rate)}/s: p99 ${result.p99Ms} ms, ${passed ? 'passed' : 'too slow'}` +
          ` (generator: ${Math.round(result.ownCpu * 100)} % CPU, ${result.ownLagMs.toFixed(1)} ms late)`,
      )
      // Whatever still waits in the server must not fall on its next step.
      if (!passed) await context.generator.call('load', { ...load, rate: 10, warmUpMs: 0, ms: 500 })
    }
  }
  const values: Values = {}
  for (const { server, ladder } of climbing) values[server.name] = ladder.best
  const row = {
    scenario,
    measure: 'highest rate with p99 < 100 ms',
    unit: 'edits/s',
    values,
    doubt:
      doubts.size === 0
        ? undefined
        : [...doubts].map(([name, doubt]) => `${name} is at least this good: ${doubt}`).join('; '),
  }
  const cost: Row = { scenario, measure: 'CPU per delivered edit, highest rate', unit: 'µs', values: costs }
  const ratio = clients === 100 ? 0.8 : clients === 500 ? 0.75 : undefined
  if (ratio === undefined) return [row, cost]
  const rows: Row[] = [{ ...row, goal: { kind: 'ratio-at-least', to: 'batching relay', ratio } }]
  if (clients === 100) rows.push({ ...row, goal: { kind: 'ratio-at-least', to: 'hocuspocus', ratio: 8 } })
  return [...rows, cost]
}

function add(table: Map<ProgramName, number[]>, name: ProgramName, value: number): void {
  table.set(name, [...(table.get(name) ?? []), value])
}

function medians(table: ReadonlyMap<ProgramName, readonly number[]>): Values {
  return Object.fromEntries([...table].map(([name, numbers]) => [name, median(numbers)]))
}
