// The scanner against yjs itself: what yjs writes is accepted, and what is accepted yjs can take.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { ProtocolError } from './errors.ts'
import { KnownUpdates } from './known-updates.ts'
import { defaultScanLimits, storedScanLimits, syncScanLimits } from './scan-limits.ts'
import type { AcceptedUpdate, KnownState, ScanResult } from './scan-result.ts'
import { scanUpdate } from './scan-update.ts'
import { encodeStateVector } from './state-vector.ts'
import { toHex } from './testing/hex.ts'
import {
  createRandom,
  createRandomHistory,
  type HistoryOptions,
  type Random,
} from './testing/random-history.ts'

// The long runs: `STET_UPDATES=10000000`, `STET_MUTANTS=1000000`, and `STET_SEED` for others than always.
interface Surroundings {
  readonly process?: { readonly env: Record<string, string | undefined> }
  readonly console: { log(text: string): void }
}
const { process: program, console } = globalThis as unknown as Surroundings
const environment = program?.env
const updatesToAccept = Number(environment?.['STET_UPDATES'] ?? 10_000)
const mutantsToTry = Number(environment?.['STET_MUTANTS'] ?? 30_000)
const firstSeed = Number(environment?.['STET_SEED'] ?? 0)
const hours = 3_600_000

const options: fc.Arbitrary<HistoryOptions> = fc.record({
  seed: fc.nat(),
  clients: fc.integer({ min: 1, max: 5 }),
  steps: fc.integer({ min: 1, max: 80 }),
  gc: fc.boolean(),
})

function accept(update: Uint8Array, known: KnownState, limits = syncScanLimits): AcceptedUpdate {
  const result = scanUpdate(update, known, limits)
  if (result.kind !== 'accepted') throw new Error(`a gap: ${JSON.stringify(result)} in ${toHex(update)}`)
  return result
}

test('whatever real clients send is accepted in order, and the known clocks are those of the document', () => {
  fc.assert(
    fc.property(options, (history) => {
      const known = new KnownUpdates()
      const doc = new Y.Doc({ gc: history.gc })
      for (const { kind, update } of createRandomHistory(history)) {
        known.add(accept(update, known, kind === 'update' ? defaultScanLimits : syncScanLimits))
        Y.applyUpdate(doc, update)
      }
      expect(known.stateVector()).toEqual(Y.decodeStateVector(Y.encodeStateVector(doc)))
    }),
    { numRuns: 150 },
  )
}, 60_000)

test(
  'every update of session after session of real clients is accepted',
  () => {
    let accepted = 0
    let bytes = 0
    let seed = firstSeed
    for (; accepted < updatesToAccept; seed++) {
      const known = new KnownUpdates()
      const history = createRandomHistory({ seed, clients: 1 + (seed % 6), steps: 300, gc: seed % 4 > 0 })
      for (const { kind, update } of history) {
        known.add(accept(update, known, kind === 'update' ? defaultScanLimits : syncScanLimits))
        accepted += 1
        bytes += update.length
      }
    }
    console.log(`${accepted} updates (${bytes} bytes) of ${seed - firstSeed} sessions from seed ${firstSeed}`)
    expect(accepted).toBeGreaterThanOrEqual(updatesToAccept)
  },
  10 * hours,
)

test('the whole of a document, merged logs and differences are accepted, and bring nothing to who holds them', () => {
  fc.assert(
    fc.property(options, (history) => {
      const known = new KnownUpdates()
      const doc = new Y.Doc({ gc: history.gc })
      const updates = createRandomHistory(history).map(({ update }) => update)
      for (const update of updates) {
        known.add(accept(update, known))
        Y.applyUpdate(doc, update)
      }
      const whole = Y.encodeStateAsUpdate(doc)
      // Items whose parent was collected become garbage in a client: deleted there, though no update ever said so.
      known.add(accept(whole, known))
      const half = Y.encodeStateVectorFromUpdate(updates[updates.length >> 1]!)
      for (const again of [whole, Y.mergeUpdates(updates), Y.diffUpdate(whole, half), ...updates]) {
        expect(known.brings(accept(again, known, storedScanLimits))).toBe(false)
      }
      const empty = new KnownUpdates()
      expect(accept(whole, empty, storedScanLimits).overlaps).toBe(false)
      expect(accept(Y.mergeUpdates(updates), empty, storedScanLimits).overlaps).toBe(false)
      expect(empty.brings(accept(whole, empty))).toBe(updates.some((update) => update.length > 2))
    }),
    { numRuns: 60 },
  )
}, 60_000)

test('an update that comes before what it builds on is a gap, never refused and never accepted', () => {
  fc.assert(
    fc.property(options, (history) => {
      const known = new KnownUpdates()
      const doc = new Y.Doc({ gc: history.gc })
      for (const { update } of createRandomHistory(history).toReversed()) {
        const result = scanUpdate(update, known, syncScanLimits)
        Y.applyUpdate(doc, update)
        expect(hasPending(doc)).toBe(result.kind === 'gap')
        if (result.kind === 'gap') return
        known.add(result)
      }
    }),
    { numRuns: 100 },
  )
}, 60_000)

// Damaged updates: of a hundred or so that are accepted per run, each must apply whole to the document that holds
// exactly what is known. What bytes cannot show is allowed to differ after a reload, and nothing else: neighbours in
// the wrong order, or of different parents. The server's checks of whole documents and the clients' checksums are
// there for it.
test(
  'a damaged update that is accepted applies whole, leaves nothing pending, and loads again equal',
  () => {
    const random = createRandom(20_261_123 + firstSeed)
    const seen = { mutants: 0, refused: 0, gaps: 0, accepted: 0, misplaced: 0 }
    for (let seed = firstSeed; seen.mutants < mutantsToTry; seed++) {
      const known = new KnownUpdates()
      const doc = new Y.Doc()
      for (const { update } of createRandomHistory({
        seed,
        clients: 1 + (seed % 4),
        steps: 40,
        gc: seed % 4 > 0,
      })) {
        let state: Uint8Array | undefined
        for (let i = 0; i < 24; i++) {
          const mutant = mutate(update, random)
          seen.mutants += 1
          const result = scanOrRefuse(mutant, known)
          if (result === 'refused') seen.refused += 1
          else if (result.kind === 'gap') seen.gaps += 1
          else {
            seen.accepted += 1
            state ??= Y.encodeStateAsUpdate(doc)
            if (applyOrTell({ state, mutant, known, result }) === 'misplaced') seen.misplaced += 1
          }
        }
        known.add(accept(update, known))
        Y.applyUpdate(doc, update)
      }
    }
    console.log(`mutants from seed ${firstSeed}: ${JSON.stringify(seen)}`)
    // The run did something: mutants of every outcome.
    expect(seen.accepted).toBeGreaterThan(1000)
    expect(seen.gaps).toBeGreaterThan(1000)
    expect(seen.misplaced).toBeLessThan(seen.accepted / 50)
  },
  10 * hours,
)

function scanOrRefuse(update: Uint8Array, known: KnownState): ScanResult | 'refused' {
  try {
    return scanUpdate(update, known, syncScanLimits)
  } catch (error) {
    if (error instanceof ProtocolError && error.code === 'bad-update') return 'refused'
    throw error
  }
}

interface Mutant {
  readonly state: Uint8Array
  readonly mutant: Uint8Array
  readonly known: KnownUpdates
  readonly result: AcceptedUpdate
}

function applyOrTell(mutant: Mutant): 'equal' | 'misplaced' {
  try {
    return applyMutant(mutant)
  } catch (error) {
    throw new Error(`state ${toHex(mutant.state)}, mutant ${toHex(mutant.mutant)}`, { cause: error })
  }
}

/** What a server does with an accepted update, and then all that must hold. */
function applyMutant({ state, mutant, known, result }: Mutant): 'equal' | 'misplaced' {
  const update = result.overlaps ? Y.diffUpdate(mutant, encodeStateVector(known.stateVector())) : mutant
  expect(accept(update, known).overlaps).toBe(false)

  const live = load(state, update)
  const expected = known.stateVector()
  for (const { client, to } of result.structs) expected.set(client, Math.max(to, known.clock(client)))
  const stateVector = toHex(encodeStateVector(expected))
  expect(stateVectorOf(live)).toBe(stateVector)

  const whole = Y.encodeStateAsUpdate(live)
  accept(whole, new KnownUpdates())
  const reloaded = load(whole)
  expect(stateVectorOf(reloaded)).toBe(stateVector)
  const merged = load(Y.mergeUpdates([state, update]))
  expect(stateVectorOf(merged)).toBe(stateVector)

  const equal = contentOf(reloaded) === contentOf(live) && contentOf(merged) === contentOf(live)
  if (equal) return 'equal'
  if (isMisplaced(load(state, update, { gc: false }), update)) return 'misplaced'
  throw new Error('live and reloaded documents differ')
}

function load(state: Uint8Array, update?: Uint8Array, docOptions = { gc: true }): Y.Doc {
  const doc = new Y.Doc(docOptions)
  Y.applyUpdate(doc, state)
  if (update) Y.applyUpdate(doc, update)
  expect(hasPending(doc)).toBe(false)
  return doc
}

function stateVectorOf(doc: Y.Doc): string {
  return toHex(Y.encodeStateVector(doc))
}

function hasPending({ store }: Y.Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null
}

type ContentList = Pick<Y.XmlFragment, '_start' | '_map'>

/** The order of everything that is not deleted, and its content. */
function contentOf(doc: Y.Doc): string {
  const roots = [...doc.share].map(([name, root]): [string, unknown] => [name, listOf(root)])
  return JSON.stringify(roots.sort(byName), (_key, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  )
}

function listOf(root: ContentList): unknown {
  const list: unknown[] = []
  // Marks by what they cover, not as the items that begin and end them: yjs takes away those that have come to cover
  // nothing, but only where a document is open meanwhile.
  const marks = new Map<string, unknown>()
  for (let item = root._start; item; item = item.right) {
    if (item.deleted) continue
    const { content } = item
    if (content instanceof Y.ContentFormat) {
      if (content.value === null) marks.delete(content.key)
      else marks.set(content.key, content.value)
      continue
    }
    const marked = [...marks].sort(byName)
    for (const value of contentOfItem(item)) list.push(marked.length > 0 ? [value, marked] : value)
  }
  const map: [string, unknown][] = []
  for (const [key, item] of root._map) if (!item.deleted) map.push([key, contentOfItem(item)])
  return [list, map.sort(byName)]
}

function contentOfItem({ content }: Y.Item): unknown[] {
  return content instanceof Y.ContentType ? [listOf(content.type)] : content.getContent()
}

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1
}

/** Whether a struct's right neighbour is not to the right of its left one, in one list. */
function isMisplaced({ store }: Y.Doc, update: Uint8Array): boolean {
  return Y.decodeUpdate(update).structs.some((struct) => {
    if (!(struct instanceof Y.Item) || struct.origin === null || struct.rightOrigin === null) return false
    const left = Y.getItem(store, struct.origin)
    const right = Y.getItem(store, struct.rightOrigin)
    if (!(left instanceof Y.Item) || !(right instanceof Y.Item)) return true
    if (left === right) return struct.origin.clock >= struct.rightOrigin.clock
    let next: Y.Item | null = left.right
    while (next !== null && next !== right) next = next.right
    return next === null
  })
}

/** One to three bytes set, changed by a little, flipped, taken out or put in. */
function mutate(update: Uint8Array, random: Random): Uint8Array {
  const bytes = [...update]
  const times = 1 + random.below(3)
  for (let i = 0; i < times; i++) {
    const at = random.below(bytes.length)
    const old = bytes[at] ?? 0
    const change = random.next()
    if (change < 0.4) bytes[at] = random.below(256)
    else if (change < 0.6) bytes[at] = (old + random.pick([1, 255])) & 255
    else if (change < 0.75) bytes[at] = old ^ (1 << random.below(8))
    else if (change < 0.88) bytes.splice(at, 1)
    else bytes.splice(at, 0, random.below(256))
  }
  return Uint8Array.from(bytes)
}
