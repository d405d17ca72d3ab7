/**
 * A run as data: who takes part and what happens when. A plan is made from a seed, saved as JSON when it fails, and
 * run again from there; shrinking takes operations out of it.
 */
import { anonymous, type Role } from '../src/access.ts'
import type { DiskMood } from './disk.ts'
import { randomEdit, type Edit } from './edits.ts'
import { Random } from './random.ts'

export interface PlannedClient {
  readonly document: string
  readonly role: Role
  readonly stet: boolean
  /** Whose page it is; 'c0', 'c1', … without it. */
  readonly principal?: string
}

export type Operation =
  | {
      readonly op: 'edit'
      readonly client: number
      readonly edits: readonly Edit[]
      readonly thenDrop: boolean
    }
  | { readonly op: 'online' | 'offline' | 'drop'; readonly client: number }
  | { readonly op: 'show'; readonly client: number; readonly state: string | null }
  | {
      readonly op: 'reload'
      readonly client: number
      readonly keepCopy: boolean
      readonly sayGoodbye: boolean
    }
  | { readonly op: 'crash'; readonly downMs: number }
  | { readonly op: 'restart' | 'all-drop' }
  | { readonly op: 'disk'; readonly mood: DiskMood; readonly ms: number }
  | { readonly op: 'loads-fail'; readonly ms: number }
  | { readonly op: 'stall'; readonly client: number; readonly ms: number }
  /** The right of the client's person changes, and comes back after a while. */
  | { readonly op: 'role'; readonly client: number; readonly role: Role | 'none'; readonly ms: number }
  | { readonly op: 'expire'; readonly client: number; readonly ms: number }
  | { readonly op: 'thief'; readonly document: string; readonly stet: boolean; readonly ms: number }
  | { readonly op: 'compact'; readonly document: string; readonly ms: number }

export interface Plan {
  readonly seed: number
  readonly clients: readonly PlannedClient[]
  /** Pairs of clients that are tabs of one browser. */
  readonly tabs: readonly (readonly [number, number])[]
  /** Milliseconds a room stays loaded when empty: short ones make unloading part of the game. */
  readonly roomIdleMs: number
  readonly steps: readonly { readonly at: number; readonly operation: Operation }[]
}

export function makePlan(seed: number): Plan {
  const random = new Random(seed, 'plan')
  const documents = random.chance(0.3) ? ['one', 'two'] : ['one']
  const count = random.between(2, 4)
  const clients: PlannedClient[] = []
  for (let i = 0; i < count; i += 1) {
    const role = i > 0 && random.chance(0.15) ? random.pick(['read', 'comment'] as const) : 'write'
    const isSignedIn = random.chance(0.8)
    clients.push({
      document: random.pick(documents),
      role,
      stet: random.chance(0.7),
      ...(isSignedIn ? {} : { principal: anonymous }),
    })
  }
  // Quiet plans and wild ones: each kind of trouble is switched on or off for the whole run, so that the few
  // happenings one bug needs do not drown in the others.
  const trouble = {
    crash: random.chance(0.6),
    disk: random.chance(0.5),
    network: random.chance(0.7),
    tabs: random.chance(0.4),
    reload: random.chance(0.5),
  }
  const length = random.between(5_000, 40_000)
  const steps: { at: number; operation: Operation }[] = []
  const total = random.between(15, 70)
  for (let i = 0; i < total; i += 1) {
    const operation = makeOperation(random, { clients, trouble })
    if (operation !== undefined) steps.push({ at: random.between(0, length), operation })
  }
  for (const operation of makeTrouble(random, clients)) {
    steps.push({ at: random.between(0, length), operation })
  }
  steps.sort((a, b) => a.at - b.at)
  const tabs = trouble.tabs ? makeTabs(clients) : []
  return {
    seed,
    clients,
    tabs,
    roomIdleMs: random.pick([0, 500, 5_000, 60_000]),
    steps,
  }
}

/** What others do to the server: each kind happens in some runs only, and then several times. */
function* makeTrouble(random: Random, clients: readonly PlannedClient[]): Generator<Operation> {
  const often = (probability: number): number => (random.chance(probability) ? random.between(1, 6) : 0)
  const anyone = (): number => random.between(0, clients.length - 1)
  const document = (): string => clients[anyone()]?.document ?? 'one'
  for (let n = often(0.4); n > 0; n -= 1)
    yield { op: 'stall', client: anyone(), ms: random.between(100, 8_000) }
  for (let n = often(0.4); n > 0; n -= 1) {
    const role = random.pick(['read', 'read', 'comment', 'none'] as const)
    yield { op: 'role', client: anyone(), role, ms: random.between(100, 8_000) }
  }
  for (let n = often(0.3); n > 0; n -= 1)
    yield { op: 'expire', client: anyone(), ms: random.between(1, 6_000) }
  for (let n = often(0.3); n > 0; n -= 1)
    yield { op: 'thief', document: document(), stet: random.chance(0.5), ms: random.between(500, 5_000) }
  for (let n = often(0.5); n > 0; n -= 1)
    yield { op: 'compact', document: document(), ms: random.between(1, 2_000) }
}

/** The first two writers of a document sit at one machine. */
function makeTabs(clients: readonly PlannedClient[]): readonly (readonly [number, number])[] {
  for (const [i, first] of clients.entries()) {
    const j = clients.findIndex(
      (other, index) => index > i && other.document === first.document && other.role === 'write',
    )
    if (first.role === 'write' && j > 0) return [[i, j]]
  }
  return []
}

interface Setting {
  readonly clients: readonly PlannedClient[]
  readonly trouble: Readonly<Record<'crash' | 'disk' | 'network' | 'tabs' | 'reload', boolean>>
}

function makeOperation(random: Random, { clients, trouble }: Setting): Operation | undefined {
  const client = random.between(0, clients.length - 1)
  const dice = random.between(0, 99)
  if (dice < 50) {
    // Bursts, so that frames overtake the disk.
    const edits = Array.from(
      { length: random.chance(0.3) ? random.between(5, 20) : random.between(1, 3) },
      () => randomEdit(random),
    )
    // Closing the laptop on the last word.
    return { op: 'edit', client, edits, thenDrop: trouble.network && random.chance(0.15) }
  }
  if (dice < 58)
    return {
      op: 'show',
      client,
      state:
        random.chance(0.2) && !trouble.tabs
          ? null
          : JSON.stringify({ user: { name: `c${client}` }, at: random.between(0, 99) }),
    }
  if (dice < 72) {
    if (!trouble.network) return undefined
    if (random.chance(0.25)) return { op: 'all-drop' }
    return { op: random.pick(['online', 'offline', 'drop', 'drop'] as const), client }
  }
  if (dice < 80) {
    return trouble.reload
      ? { op: 'reload', client, keepCopy: random.chance(0.7), sayGoodbye: random.chance(0.5) }
      : undefined
  }
  if (dice < 87) {
    if (!trouble.crash) return undefined
    return random.chance(0.25) ? { op: 'restart' } : { op: 'crash', downMs: random.between(10, 5_000) }
  }
  if (!trouble.disk) return undefined
  if (random.chance(0.2)) return { op: 'loads-fail', ms: random.between(10, 4_000) }
  return {
    op: 'disk',
    mood: random.pick(['failing', 'lost-reply', 'slow'] as const),
    ms: random.between(10, 6_000),
  }
}
