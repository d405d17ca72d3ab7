/**
 * Runs a plan and judges it. First the trouble; then everything is mended and given time, and the promises are checked:
 * all hold the same, the same as the log, and see exactly each other. Then everybody connects anew once, because a stock
 * client keeps what it heard from another tab to itself until then, and all is checked again.
 */
import { parseDocumentName } from '@stet/protocol'
import * as Y from 'yjs'
import { anonymous } from '../src/access.ts'
import { AccessBook } from './access-book.ts'
import { SimClient } from './client.ts'
import { SimDisk } from './disk.ts'
import { claimsOfDoc, fingerprint, lacks } from './oracle.ts'
import { hashText, Random } from './random.ts'
import type { Operation, Plan } from './plan.ts'
import { SimServer } from './server.ts'
import { Thief } from './thief.ts'
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
  'compactions',
  'stalls',
  'forgeries',
] as const

export async function runPlan(plan: Plan, print?: (line: string) => void): Promise<Report> {
  const world = new World(print)
  const access = new AccessBook(world)
  const disk = new SimDisk({ world, access, seed: plan.seed })
  const limits = {
    roomIdleMs: plan.roomIdleMs,
    tickMs: plan.roomIdleMs === 0 ? 100 : 1_000,
    keepaliveMs: 20_000,
    // Most documents of the simulation are shorter than that, the long ones are loaded with pauses.
    loadSliceBytes: 20_000,
  }
  const server = new SimServer({ world, disk, access, seed: plan.seed, limits })
  const random = new Random(plan.seed, 'run')
  const clients = plan.clients.map((planned, index) => {
    const document = parseDocumentName(planned.document)
    const { role, stet } = planned
    const name = `c${index}`
    // Two tabs of one browser are one person's.
    const first = plan.tabs.find((pair) => pair[1] === index)?.[0] ?? index
    const principal = plan.clients[first]?.principal ?? `c${first}`
    access.enter(principal, role)
    return new SimClient({ name, principal, document, role, stet, world, server, seed: plan.seed })
  })
  for (const client of clients) {
    world.after(random.between(0, 2_000), () => {
      client.goOnline()
      if (client.awareness.own === '{}') client.show(JSON.stringify({ user: { name: client.name } }))
    })
  }
  for (const [first, second] of plan.tabs) clients[first]!.link(clients[second]!)
  access.enter('mallory', 'write')
  const thieves: Thief[] = []
  for (const [index, { at, operation }] of plan.steps.entries()) {
    world.after(at, () => {
      world.note(JSON.stringify(operation))
      perform(operation, { world, disk, server, clients, thieves, seed: plan.seed + index })
    })
  }

  let failure: SimFailure | undefined
  try {
    await world.runUntil((plan.steps.at(-1)?.at ?? 0) + 3_000)
    world.note('mended')
    mend({ disk, server, clients, thieves })
    await checkCaughtUp(world, { disk, clients })
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
      compactions: disk.compactions,
      stalls: server.stalls,
      forgeries: thieves.reduce((sum, thief) => sum + thief.attempts, 0),
    },
  }
}

type Performers = Actors & {
  readonly thieves: Thief[]
  readonly seed: number
}

interface Actors {
  readonly world: World
  readonly disk: SimDisk
  readonly server: SimServer
  readonly clients: readonly SimClient[]
}

function perform(operation: Operation, performers: Performers): void {
  const { world, disk, server, clients, thieves, seed } = performers
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
    case 'stall':
      clients[operation.client]!.stall(operation.ms)
      break
    case 'role': {
      const { principal } = clients[operation.client]!
      server.changeRole(principal, operation.role)
      world.after(operation.ms, () => giveBack(principal, { server, clients }))
      break
    }
    case 'expire':
      server.expire(clients[operation.client]!.principal, operation.ms)
      break
    case 'thief': {
      const name = `thief ${thieves.length}`
      const document = parseDocumentName(operation.document)
      const random = new Random(seed, name)
      const thief = new Thief({ name, document, stet: operation.stet, world, server, random })
      thieves.push(thief)
      thief.visit(operation.ms)
      break
    }
    case 'compact':
      disk.compact(parseDocumentName(operation.document), operation.ms)
      break
    case 'loads-fail':
      disk.loadsFail = true
      world.after(operation.ms, () => {
        disk.loadsFail = false
      })
      break
  }
}

function giveBack(principal: string, { server, clients }: Pick<Actors, 'server' | 'clients'>): void {
  server.restoreRole(principal)
  for (const client of clients) if (client.principal === principal) client.admit()
}

function mend({
  disk,
  server,
  clients,
  thieves,
}: Omit<Actors, 'world'> & { readonly thieves: readonly Thief[] }): void {
  disk.mood = 'well'
  disk.loadsFail = false
  server.start()
  for (const thief of thieves) thief.leave()
  for (const client of clients) {
    giveBack(client.principal, { server, clients })
    client.resume()
    client.goOnline()
  }
}

/**
 * Who stays connected is shown what is durable within seconds. Later a client that hears nothing for half a minute
 * connects anew by itself, which would hide that nobody told it.
 */
async function checkCaughtUp(
  world: World,
  { disk, clients }: Pick<Actors, 'disk' | 'clients'>,
): Promise<void> {
  await world.runUntil(world.now + 3_000)
  const connections = clients.map((client) => client.connection)
  await world.runUntil(world.now + 3_000)
  const durable = clients.map((client) => claimsOfDoc(disk.holdings(client.document).doc))
  await world.runUntil(world.now + 6_000)
  for (const [index, client] of clients.entries()) {
    if (client.connection === undefined || client.connection !== connections[index]) continue
    const missing = lacks(client.doc, durable[index]!)
    if (missing !== undefined)
      throw new SimFailure('not-caught-up', `${client.name} was not shown ${missing}`)
  }
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
    const opened = new Y.Doc()
    for (const update of disk.read(document)) Y.applyUpdate(opened, update)
    if (fingerprint(opened) !== wanted)
      throw new SimFailure('snapshot', `a snapshot of ${document} does not say what its rows say`)
    server.access.checkClaims(document, disk.claims(document))
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
    checkPresence(here, server)
  }
}

function checkPresence(clients: readonly SimClient[], server: SimServer): void {
  const [first] = clients
  const wanted = new Map<number, string>()
  const draw = new Map<number, (state: string) => string>()
  for (const client of clients) {
    const { own } = client.awareness
    const stamp = (state: string): string => shownAs(state, client.principal, server)
    draw.set(client.doc.clientID, stamp)
    if (own !== undefined) wanted.set(client.doc.clientID, stamp(own))
  }
  const expected = listing(wanted)
  const table = first === undefined ? [] : (server.engine?.presence(first.document) ?? [])
  const atServer = listing(new Map(table.map((entry) => [entry.clientId, entry.state])))
  if (atServer !== expected)
    throw new SimFailure('presence', `the server shows ${atServer}, connected are ${expected}`)
  for (const client of clients) {
    // Nobody is told of itself by the server, and tabs hear of each other without it.
    const states = [...client.awareness.states].map(
      ([id, state]) => [id, draw.get(id)?.(state) ?? state] as const,
    )
    const seen = listing(new Map(states))
    if (seen !== expected)
      throw new SimFailure('presence', `${client.name} sees ${seen}, connected are ${expected}`)
  }
}

/** A state with what the server knows of the person, written by other means than the engine's. */
function shownAs(state: string, principal: string, server: SimServer): string {
  if (principal === anonymous) return state
  const shown = JSON.parse(state) as { user?: object }
  const known = { id: principal, role: server.grantOf(principal)?.role, name: principal }
  return JSON.stringify({ ...shown, user: { ...shown.user, ...known } })
}

function listing(states: ReadonlyMap<number, string>): string {
  const sorted = [...states].sort((a, b) => a[0] - b[0])
  return JSON.stringify(sorted.map(([id, state]) => [id, sortedKeys(JSON.parse(state))]))
}

function sortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([key, part]) => [key, sortedKeys(part)])
}
