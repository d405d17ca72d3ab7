// The load generator, a process of its own: crowds of clients that type at random moments and take the time of every
// arrival. It watches itself, because numbers from a generator that is out of breath are worth nothing.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { answerCalls } from '../remote.ts'
import { nextEdit, presenceOf, readEdits } from './edits.ts'
import { Histogram } from './histogram.ts'
import { createRandom } from './random.ts'
import { WireClient } from './wire-client.ts'
import type {
  CrowdOptions,
  GeneratorCalls,
  LoadOptions,
  LoadResult,
  Opened,
  SavingOptions,
  SavingResult,
  Caught,
  StallOptions,
} from './generator-calls.ts'

interface Crowd {
  readonly clients: readonly WireClient[]
  /** Clients in a document besides the one that types. */
  readonly others: number
  readonly keepalive: NodeJS.Timeout
}

/** Edits are numbered on and on; of the youngest it is known when they were sent, and by whom. */
const remembered = 2 ** 20
const sentAt = new Float64Array(remembered)
const authors: (WireClient | undefined)[] = []
let lastEdit = 0
let lastCrowd = 0
const crowds = new Map<number, Crowd>()
/** What closed crowds have written, by document: client ids and clocks. */
const written = new Map<number, Map<string, Map<number, number>>>()
/** While readers catch up: the edits that each of them has. */
let caught: { readonly first: number; readonly has: Map<WireClient, Set<number>> } | undefined

/** What is being measured now: edits with a number from `first` on. */
let measured = { first: Infinity, latencies: new Histogram() }
let onSaved: ((client: WireClient, bytes: Buffer) => void) | undefined

answerCalls({
  open,
  load,
  save,
  stall,
  resume,
  close(crowd) {
    const { clients, keepalive } = crowdOf(crowd)
    clearInterval(keepalive)
    const clocks = new Map<string, Map<number, number>>()
    for (const client of clients) {
      client.close()
      const ofDocument = clocks.get(client.document) ?? new Map<number, number>()
      if (client.clock > 0) ofDocument.set(client.clientId, client.clock)
      clocks.set(client.document, ofDocument)
    }
    written.set(crowd, clocks)
    crowds.delete(crowd)
  },
} satisfies GeneratorCalls)

function crowdOf(id: number): Crowd {
  const crowd = crowds.get(id)
  if (crowd === undefined) throw new Error(`There is no crowd ${id}.`)
  return crowd
}

function onBytes(client: WireClient, bytes: Buffer): void {
  onSaved?.(client, bytes)
  const now = performance.now()
  readEdits(client, bytes, (edit) => {
    const slot = edit % remembered
    if (caught !== undefined && edit >= caught.first) caught.has.get(client)?.add(edit)
    if (edit < measured.first || authors[slot] === client) return
    measured.latencies.add(now - (sentAt[slot] ?? 0))
  })
}

async function open(options: CrowdOptions): Promise<Opened> {
  const { port, dialect, documents, clients: count, atOnce, greet } = options
  const known = options.knows === undefined ? undefined : written.get(options.knows)
  const waits = new Histogram()
  const started = performance.now()
  const clients: WireClient[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let i = next; i < count; i = next) {
      next += 1
      const since = performance.now()
      const document = documents[i % documents.length] ?? 'document'
      const clocks = known?.get(document) ?? new Map<number, number>()
      const greeting = greet ? { greeting: (client: WireClient) => presenceOf(client, 1) } : {}
      clients.push(await WireClient.open({ port, dialect, document, clocks, onBytes, ...greeting }))
      waits.add(performance.now() - since)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const ms = performance.now() - started
  const keepalive = setInterval(() => {
    for (const client of clients) client.keepAlive()
  }, 15_000)
  lastCrowd += 1
  crowds.set(lastCrowd, { clients, others: count / documents.length - 1, keepalive })
  const bytes = clients.reduce((sum, { answerBytes }) => sum + answerBytes, 0)
  return { crowd: lastCrowd, ms, p99Ms: waits.quantile(0.99), bytes }
}

function type(client: WireClient): void {
  lastEdit += 1
  const slot = lastEdit % remembered
  authors[slot] = client
  const frame = nextEdit(client, lastEdit)
  sentAt[slot] = performance.now()
  client.sendFrame(frame)
}

async function load({ crowd, rate, presence, warmUpMs, ms }: LoadOptions): Promise<LoadResult> {
  const { clients, others } = crowdOf(crowd)
  const random = createRandom(1)
  const lag = monitorEventLoopDelay({ resolution: 2 })
  lag.enable()
  const cpu = process.cpuUsage()
  const started = performance.now()
  const countFrom = started + warmUpMs
  const end = countFrom + ms
  let due = started
  let moves = 1
  const latencies = new Histogram()
  measured = { first: Infinity, latencies }
  for (let now = started; now < end; now = performance.now()) {
    if (measured.first === Infinity && now >= countFrom) measured = { first: lastEdit + 1, latencies }
    for (; due <= now && due < end; due += (-Math.log(1 - random()) * 1000) / rate) {
      const client = clients[Math.floor(random() * clients.length)]
      if (client === undefined || client.closed) continue
      type(client)
      if (presence) client.sendFrame(presenceOf(client, (moves += 1)))
    }
    await pause(1)
  }
  const edits = Math.max(0, lastEdit + 1 - measured.first)
  const { user, system } = process.cpuUsage(cpu)
  const took = performance.now() - started
  lag.disable()
  const expected = edits * others
  // What is still on its way gets a moment; whatever has not come by then has not come.
  for (let i = 0; i < 100 && latencies.count < expected; i += 1) await pause(10)
  measured = { first: Infinity, latencies: new Histogram() }
  return {
    edits,
    expected,
    delivered: latencies.count,
    p50Ms: latencies.quantile(0.5),
    p99Ms: latencies.quantile(0.99),
    ownCpu: (user + system) / 1000 / took,
    ownLagMs: Math.max(0, lag.percentile(99) / 1e6 - 2),
    lost: clients.filter(({ closed }) => closed).length,
  }
}

async function save({ crowd, window, ms }: SavingOptions): Promise<SavingResult> {
  const { clients } = crowdOf(crowd)
  const sent = new Map(clients.map((client) => [client, 0]))
  const saved = new Map(clients.map((client) => [client, 0]))
  const before = Buffer.from('"saved","frames":')
  const state = { running: true }
  const refill = (client: WireClient): void => {
    const confirmed = saved.get(client) ?? 0
    for (let count = sent.get(client) ?? 0; state.running && count - confirmed < window; count += 1) {
      type(client)
      sent.set(client, count + 1)
    }
  }
  onSaved = (client, bytes) => {
    const at = bytes.lastIndexOf(before)
    if (at === -1) return
    const frames = Number.parseInt(bytes.toString('latin1', at + before.length, at + before.length + 12), 10)
    if (frames > (saved.get(client) ?? 0)) saved.set(client, frames)
    refill(client)
  }
  const cpu = process.cpuUsage()
  for (const client of clients) refill(client)
  await pause(ms / 4)
  const total = (): number => [...saved.values()].reduce((sum, count) => sum + count, 0)
  const first = total()
  const started = performance.now()
  await pause(ms)
  const took = performance.now() - started
  const last = total()
  state.running = false
  await pause(200)
  onSaved = undefined
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: ((last - first) / took) * 1000, ownCpu: (user + system) / 1000 / (took * 1.25 + 200) }
}

async function stall({ crowd, edits, bytesPerEdit }: StallOptions): Promise<void> {
  const [writer, ...readers] = crowdOf(crowd).clients
  if (writer === undefined) return
  for (const reader of readers) reader.pause()
  caught = { first: lastEdit + 1, has: new Map(readers.map((reader) => [reader, new Set<number>()])) }
  for (let i = 0; i < edits; i += 1) {
    lastEdit += 1
    writer.sendFrame(nextEdit(writer, lastEdit, bytesPerEdit))
    // Not faster than a disk takes it, so that it is the readers who are late.
    await pause(5)
  }
}

async function resume(crowd: number): Promise<Caught> {
  const [, ...readers] = crowdOf(crowd).clients
  if (caught === undefined) throw new Error('Nobody was stalled.')
  const { first, has } = caught
  const started = performance.now()
  const whole = (): number => [...has.values()].filter((edits) => edits.size === lastEdit + 1 - first).length
  for (const reader of readers) reader.resume()
  for (let i = 0; i < 600 && whole() < readers.length; i += 1) await pause(100)
  const result = { whole: whole(), ms: performance.now() - started }
  caught = undefined
  return result
}
