// How deep structs lie, against yjs itself: for whatever real clients send the levels are those of the document, and for
// whatever else is let in they are at least those of the document.

import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { KnownUpdates } from './known-updates.ts'
import { storedScanLimits, syncScanLimits, type ScanLimits } from './scan-limits.ts'
import type { AcceptedUpdate } from './scan-result.ts'
import { scanUpdate } from './scan-update.ts'
import { buildUpdate, text, type, type Place, type Struct } from './testing/update-builder.ts'
import { createRandom, createRandomHistory, type Random } from './testing/random-history.ts'

function accept(update: Uint8Array, known: KnownUpdates, limits = syncScanLimits): AcceptedUpdate {
  const result = scanUpdate(update, known, limits)
  if (result.kind !== 'accepted') throw new Error(`a gap: ${JSON.stringify(result)}`)
  return result
}

function acceptOrTell(update: Uint8Array, known: KnownUpdates, limits: ScanLimits): AcceptedUpdate | string {
  try {
    return accept(update, known, limits)
  } catch (error) {
    return String(error)
  }
}

/** The level of each struct of the document, by walking up from it. */
function levelsOf(doc: Y.Doc): { client: number; clock: number; level: number }[] {
  const levels: { client: number; clock: number; level: number }[] = []
  for (const structs of doc.store.clients.values()) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item)) continue
      let level = 0
      for (let holder = parentOf(struct); holder !== null; holder = parentOf(holder)) level += 1
      levels.push({ client: struct.id.client, clock: struct.id.clock, level })
    }
  }
  return levels
}

function parentOf({ parent }: Y.Item): Y.Item | null {
  if (parent instanceof Y.AbstractType) return parent._item
  throw new Error('A struct of the document has no parent.')
}

test('the known levels are those of the document, update by update, merged, and read again as a whole', () => {
  let deep = 0
  for (let seed = 0; seed < 20; seed++) {
    const gc = seed % 4 > 0
    const doc = new Y.Doc({ gc })
    const live = new KnownUpdates()
    const updates = createRandomHistory({ seed, clients: 1 + (seed % 6), steps: 300, gc }).map(
      ({ update }) => update,
    )
    for (const update of updates) {
      live.add(accept(update, live))
      Y.applyUpdate(doc, update)
    }
    const merged = new KnownUpdates()
    merged.add(accept(Y.mergeUpdates(updates), merged, storedScanLimits))
    const whole = new KnownUpdates()
    whole.add(accept(Y.encodeStateAsUpdate(doc), whole, storedScanLimits))
    const levels = levelsOf(doc)
    for (const known of [live, merged, whole]) {
      const seen = levels.map(({ client, clock }) => ({ client, clock, level: known.level(client, clock) }))
      expect([seed, ...seen]).toEqual([seed, ...levels])
    }
    deep += levels.filter(({ level }) => level > 1).length
  }
  expect(deep).toBeGreaterThan(30)
}, 60_000)

type Id = readonly [client: number, clock: number]

/** Updates of three clients that hang on each other as nobody's editor would make them, several structs in each. */
function createTangle(random: Random): Uint8Array[] {
  const types: Id[] = []
  const all: Id[] = []
  const clocks = new Map<number, number>()
  // Most often the one just before: depth comes of that.
  const pick = (list: readonly Id[]): Id | undefined =>
    list[random.chance(0.85) ? list.length - 1 : random.below(list.length)]
  return Array.from({ length: 1 + random.below(6) }, () => {
    const blocks = new Map<number, { client: number; clock: number; structs: Struct[] }>()
    const count = 1 + random.below(25)
    for (let i = 0; i < count; i++) {
      const client = 1 + random.below(3)
      const clock = clocks.get(client) ?? 0
      const block = blocks.get(client) ?? { client, clock, structs: [] }
      blocks.set(client, block)
      const place = random.chance(0.8)
        ? parentOfTangle(pick(types))
        : neighboursOf(pick(all), pick(all), random)
      const isType = random.chance(0.6)
      block.structs.push(isType ? type(0, place) : text('a', place))
      if (isType) types.push([client, clock])
      all.push([client, clock])
      clocks.set(client, clock + 1)
    }
    return buildUpdate({ blocks: [...blocks.values()] })
  })
}

function parentOfTangle(parent: Id | undefined): Place {
  return parent === undefined ? { root: 'root' } : { parent }
}

function neighboursOf(left: Id | undefined, right: Id | undefined, random: Random): Place {
  if (left === undefined || right === undefined) return { root: 'root' }
  if (left !== right && random.chance(0.3)) return { origin: left, rightOrigin: right }
  return random.chance(0.5) ? { origin: left } : { rightOrigin: right }
}

test('nothing lies deeper in the document than is known, however updates hang on each other', () => {
  const refusals: string[] = []
  let deepest = 0
  const limits: ScanLimits = { ...syncScanLimits, maxTypeDepth: 12 }
  for (let seed = 0; seed < 600; seed++) {
    const doc = new Y.Doc({ gc: false })
    const known = new KnownUpdates()
    for (const update of createTangle(createRandom(seed))) {
      const scan = acceptOrTell(update, known, limits)
      if (typeof scan === 'string') {
        refusals.push(scan)
        break
      }
      known.add(scan)
      Y.applyUpdate(doc, update)
      expect(doc.store.pendingStructs).toBe(null)
    }
    const levels = levelsOf(doc)
    const deeper = levels.filter(({ client, clock, level }) => level > known.level(client, clock))
    expect([seed, ...deeper]).toEqual([seed])
    for (const { level } of levels) deepest = Math.max(deepest, level)
  }
  // The run did something: documents up to the limit, and some beyond it.
  expect(deepest).toBe(12)
  expect(refusals.length).toBeGreaterThan(20)
  for (const refusal of refusals) expect(refusal).toContain('nested more than 12 deep')
}, 60_000)
