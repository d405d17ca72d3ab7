// pnpm bench [--quick] [--json] [--only <scenario>] [--servers stet,relay] [--history <file>] [--profile <folder>]
//
// Stet against its controls, all in this one run, on this machine: a bare ws relay, one that batches its writes, and
// Hocuspocus with SQLite. Absolute numbers belong to the machine; the ratios are the result.
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { formatRows } from './format-rows.ts'
import { startRemote } from './remote.ts'
import { scenarios } from './scenarios/index.ts'
import { serverNames, startServer } from './servers/start.ts'
import type { GeneratorCalls } from './generator/generator-calls.ts'
import type { Row } from './row.ts'
import type { BenchServer, ProgramName, StartOptions } from './servers/start.ts'

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    servers: { type: 'string', default: serverNames.join(',') },
    history: { type: 'string', default: '../shared/bench/automerge-paper.json.gz' },
    profile: { type: 'string' },
  },
})

const started = performance.now()
const wanted = flags.servers.split(',')
const servers = serverNames.filter((name) => wanted.includes(name))
const running = new Set<BenchServer>()
const generator = await startRemote<GeneratorCalls>(new URL('./generator/main.ts', import.meta.url))

async function start(name: ProgramName, options: StartOptions = {}): Promise<BenchServer> {
  const { profile } = flags
  const server = await startServer(name, { ...options, profile })
  running.add(server)
  return server
}

const rows: Row[] = []
const context = {
  generator,
  quick: flags.quick,
  servers,
  history: flags.history,
  start,
  say: (text: string) => process.stderr.write(`${text}\n`),
}
try {
  for (const { name, run } of scenarios) {
    if (flags.only !== undefined && !flags.only.includes(name)) continue
    if (flags.quick && flags.only === undefined && !scenarios.find((one) => one.name === name)?.quick)
      continue
    rows.push(...(await run(context)))
  }
} finally {
  for (const server of running) await server.stop()
  await generator.stop()
}

const machine = {
  date: new Date().toISOString(),
  node: process.version,
  cores: cpus().length,
  cpu: cpus()[0]?.model ?? 'unknown',
  // Ours is part of it: two processes at work are a load of two.
  load: loadavg().map((value) => Number(value.toFixed(1))),
  seconds: Math.round((performance.now() - started) / 1000),
}
if (flags.json) process.stdout.write(`${JSON.stringify({ machine, rows }, undefined, 2)}\n`)
else process.stdout.write(formatRows(machine, rows))
