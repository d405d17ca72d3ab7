/**
 * Runs a plan and judges it. First the trouble; then everything is mended and given time, and the promises are checked:
 * all hold the same, the same as the log, and see exactly each other. Then everybody connects anew once, because a stock
 * client keeps what it heard from another tab to itself until then, and all is checked again.
 */
import { parseDocumentName } from '@stet/protocol'
import * as Y from 'yjs'
import { SimClient } from './client.ts'
import { SimDisk } from './disk.ts'
import { claimsOfDoc, fingerprint } from './oracle.ts'
import { hashText, Random } from './random.ts'
import type { Operation, Plan } from './plan.ts'
import { SimServer } from './server.ts'
import { SimFailure, World } from './world.ts'

export interface Report {
  readonly seed: number
  /** Hash of everything that happened: equal for equal plans. */
  readonly hash: string
  readonly failure: SimFailure | undefined
  readonly counts: Counts
}

export type Counts = Readonly<Record<(typeof countNames)[number], number>>

export const countNames = [
  'happenings',
  'edits',
  'acks',
  'crashes',
  'appends',
  'failedAppends',
  'rows',
  'resyncs',
] as const

export async function runPlan(plan: Plan, print?: (line: string) => void): Promise<Report> {
  const world = new World(print)
  const disk = new SimDisk(world, plan.seed)
  const limits = {
    roomIdleMs: plan.roomIdleMs,
    tickMs: plan.roomIdleMs === 0 ? 100 : 1_000,
    keepaliveMs: 20_000,
  }
  const server = new SimServer({ world, disk, seed: plan.seed, limits })
  const random = new Random(plan.seed, 'run')
  const clients = plan.clients.map((planned, index) => {
    const document = parseDocumentName(planned.document)
    const { role, stet } = planned
    const name = `c${index}`
    // Two tabs of one browser are one person's.
    const first = plan.tabs.find((pair) => pair[1] === index)?.[0] ?? index
    const principal = planned.principal ?? `c${first}`
    return new SimClient({ name, principal, document, role, stet, world, server, seed: plan.seed })
  })
  for (const client of clients) {
    world.after(random.between(0, 2_000), () => {
      client.goOnline()
      if (client.awareness.own === '{}') client.show(JSON.stringify({ user: { name: client.name } }))
    })
  }
  for (const [first, second] of plan.tabs) clients[first]!.link(clients[second]!)
  for (const { at, operation } of plan.steps) {
    world.after(at, () => {
      world.note(JSON.stringify(operation))
      perform(operation, { world, disk, server, clients })
    })
  }

  let failure: SimFailure | undefined
  try {
    await world.runUntil((plan.steps.at(-1)?.at ?? 0) + 3_000)
    world.note('mended')
    mend({ disk, server, clients })
    // Longer than a broken connection can go unnoticed, and a renewal of presence on top.
    await world.runUntil(world.now + 60_000)
    check({ disk, server, clients, equal: plan.tabs.length === 0 })
    for (const client of clients) client.drop()
    const before = clients.map((client) => client.watchdogCloses)
    await world.runUntil(world.now + 80_000)
    check({ disk, server, clients, equal: true })
    clients.forEach((client, index) => {
      if (client.watchdogCloses !== before[index])
        throw new SimFailure('keepalive', `${client.name} heard nothing for 30 s`)
    })
  } catch (error) {
    failure =
      error instanceof SimFailure
        ? error
        : new SimFailure('throw', error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  const documents = [...new Set(clients.map((client) => client.document))]
  return {
    seed: plan.seed,
    hash: hashText(failure?.kind ?? 'well', Number.parseInt(world.hash, 16))
      .toString(16)
      .padStart(8, '0'),
    failure,
    counts: {
      happenings: world.happened,
      edits: clients.reduce((sum, client) => sum + client.edits, 0),
      acks: server.acks,
      crashes: server.crashes,
      appends: disk.appends,
      failedAppends: disk.failedAppends,
      rows: documents.reduce((sum, document) => sum + disk.rows(document).length, 0),
      resyncs: clients.reduce((sum, client) => sum + client.resyncs, 0),
    },
  }
}

interface Actors {
  readonly world: World
  readonly disk: SimDisk
  readonly server: SimServer
  readonly clients: readonly SimClient[]
}

function perform(operation: Operation, { world, disk, server, clients }: Actors): void {
  switch (operation.op) {
    case 'edit':
      for (const edit of operation.edits) clients[operation.client]!.edit(edit)
      if (operation.thenDrop) clients[operation.client]!.drop()
      break
    case 'online':
      clients[operation.client]!.goOnline()
      break
    case 'offline':
      clients[operation.client]!.goOffline()
      break
    case 'drop':
      clients[operation.client]!.drop()
      break
    case 'show':
      clients[operation.client]!.show(operation.state ?? undefined)
      break
    case 'reload':
      clients[operation.client]!.reload(operation)
      break
    case 'crash':
      server.crash()
      world.after(operation.downMs, () => server.start())
      break
    case 'all-drop':
      for (const client of clients) client.drop()
      break
    case 'restart':
      server.restart()
      break
    case 'disk':
      disk.mood = operation.mood
      world.after(operation.ms, () => {
        if (disk.mood === operation.mood) disk.mood = 'well'
      })
      break
    case 'loads-fail':
      disk.loadsFail = true
      world.after(operation.ms, () => {
        disk.loadsFail = false
      })
      break
  }
}

function mend({ disk, server, clients }: Omit<Actors, 'world'>): void {
  disk.mood = 'well'
  disk.loadsFail = false
  server.start()
  for (const client of clients) client.goOnline()
}

function check(options: Omit<Actors, 'world'> & { readonly equal: boolean }): void {
  const { disk, server, clients } = options
  if (server.engine?.storageHealthy !== true)
    throw new SimFailure('unhealthy', 'the engine says that it cannot save')
  for (const client of clients) {
    if (!client.connected) throw new SimFailure('not-connected', `${client.name} is not connected`)
    if (client.unsaved !== 0)
      throw new SimFailure('not-saved', `${client.unsaved} frames of ${client.name} are never acked`)
  }
  for (const document of new Set(clients.map((client) => client.document))) {
    const here = clients.filter((client) => client.document === document)
    const replayed = new Y.Doc()
    for (const row of disk.rows(document)) Y.applyUpdate(replayed, row)
    if (replayed.store.pendingStructs !== null || replayed.store.pendingDs !== null) {
      throw new SimFailure('log-gap', `the log of ${document} does not resolve`)
    }
    const wanted = fingerprint(replayed)
    for (const client of here) {
      const missing = disk.holdings(document).lacks(claimsOfDoc(client.doc))
      if (options.equal && missing !== undefined)
        throw new SimFailure('not-stored', `${client.name} holds what the log lacks: ${missing}`)
      if (options.equal && fingerprint(client.doc) !== wanted) {
        throw new SimFailure(
          'diverged',
          `${client.name} differs from the log\n${fingerprint(client.doc)}\n${wanted}`,
        )
      }
    }
    checkPresence(here, server.engine.presence(document))
  }
}

function checkPresence(
  clients: readonly SimClient[],
  table: readonly { readonly clientId: number; readonly state: string }[],
): void {
  const wanted = new Map<number, string>()
  for (const client of clients) {
    if (client.awareness.own !== undefined) wanted.set(client.doc.clientID, client.awareness.own)
  }
  const expected = listing(wanted)
  const atServer = listing(new Map(table.map((entry) => [entry.clientId, entry.state])))
  if (atServer !== expected)
    throw new SimFailure('presence', `the server shows ${atServer}, connected are ${expected}`)
  for (const client of clients) {
    const seen = listing(client.awareness.states)
    if (seen !== expected)
      throw new SimFailure('presence', `${client.name} sees ${seen}, connected are ${expected}`)
  }
}

function listing(states: ReadonlyMap<number, string>): string {
  return JSON.stringify([...states].sort((a, b) => a[0] - b[0]))
}
