// What a server's word is worth: people write in bursts, the server is killed at a random moment and started again on the
// same data, and somebody who comes new is asked what is there. Whatever the server had confirmed must be. The same people
// write at the same moments to each server. A relay confirms nothing and keeps nothing.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ConfirmedWriter, readEntries } from '../generator/confirmed-writer.ts'
import { createRandom } from '../generator/random.ts'
import type { Row } from '../row.ts'
import type { ServerName } from '../servers/start.ts'
import type { Context } from './context.ts'

const seed = 26
const documents = 20
const writersPerDocument = 2
/** A key every 200 ms for one to four seconds, then as long a rest. */
const keyMs = 200
const burstMs = [1_000, 4_000] as const
/** Long enough for whoever writes to the disk now and then. */
const killAfterMs = [6_000, 14_000] as const

interface Outcome {
  confirmed: number
  lost: number
  killsThatLost: number
}

export async function kills(context: Context): Promise<readonly Row[]> {
  const count = context.quick ? 3 : 10
  const names = context.servers.filter((name) => name === 'stet' || name === 'hocuspocus')
  const scenario = `${count} kills while ${documents * writersPerDocument} people write in ${documents} documents`
  // At the same time: nothing here is a measure of speed.
  const outcomes = new Map(
    await Promise.all(names.map(async (name) => [name, await killOften(context, name, count)] as const)),
  )
  for (const [name, { confirmed, lost }] of outcomes)
    context.say(`${name}: ${lost} of ${confirmed} confirmed edits lost`)
  const row = (measure: string, unit: string, of: (outcome: Outcome) => number): Row => ({
    scenario,
    measure,
    unit,
    values: Object.fromEntries([...outcomes].map(([name, outcome]) => [name, of(outcome)])),
  })
  return [
    row('confirmed edits', 'edits', ({ confirmed }) => confirmed),
    {
      ...row('confirmed edits that are lost', 'edits', ({ lost }) => lost),
      goal: { kind: 'at-most', value: 0 },
    },
    row('confirmed edits that are lost', '%', ({ confirmed, lost }) => (100 * lost) / confirmed),
    row('kills that lost some', 'kills', ({ killsThatLost }) => killsThatLost),
  ]
}

async function killOften(context: Context, name: ServerName, count: number): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'stet-bench-kills-'))
  const random = createRandom(seed)
  const outcome: Outcome = { confirmed: 0, lost: 0, killsThatLost: 0 }
  try {
    for (let kill = 1; kill <= count; kill += 1) {
      const { confirmed, lost } = await killOnce(context, { name, folder, kill, random })
      outcome.confirmed += confirmed
      outcome.lost += lost
      outcome.killsThatLost += lost > 0 ? 1 : 0
    }
    return outcome
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function killOnce(
  context: Context,
  options: {
    readonly name: ServerName
    readonly folder: string
    readonly kill: number
    readonly random: () => number
  },
): Promise<{ readonly confirmed: number; readonly lost: number }> {
  const { name, folder, kill, random } = options
  const server = await context.start(name, { folder })
  const { port, dialect } = server
  const names = Array.from({ length: documents }, (_, index) => `kill-${kill}-${index}`)
  const writers = await Promise.all(
    names
      .flatMap((document) => Array.from({ length: writersPerDocument }, () => document))
      .map(async (document, index) => ({
        document,
        writer: await ConfirmedWriter.open(String(index), { port, dialect, document }),
      })),
  )
  const stop = new AbortController()
  const writing = writers.map(({ writer }) =>
    writeInBursts(writer, createRandom(random() * 2 ** 32), stop.signal),
  )
  await pause(between(killAfterMs, random()))
  await server.kill()
  stop.abort()
  await Promise.all(writing)

  const again = await context.start(name, { folder })
  let confirmed = 0
  let lost = 0
  for (const document of names) {
    const kept = await readEntries({ port: again.port, dialect, document })
    for (const each of writers) {
      if (each.document !== document) continue
      const entries = await each.writer.confirmed()
      confirmed += entries.length
      lost += entries.filter((entry) => !kept.has(entry)).length
    }
  }
  await again.stop()
  return { confirmed, lost }
}

async function writeInBursts(
  writer: ConfirmedWriter,
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  const rest = async (ms: number): Promise<void> => pause(ms, undefined, { signal }).catch(() => {})
  await rest(random() * burstMs[1])
  while (!signal.aborted) {
    for (let left = between(burstMs, random()); left > 0 && !signal.aborted; left -= keyMs) {
      writer.write()
      await rest(keyMs)
    }
    await rest(between(burstMs, random()))
  }
}

function between([least, most]: readonly [number, number], share: number): number {
  return least + (most - least) * share
}
