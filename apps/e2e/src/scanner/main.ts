// `pnpm test:scan --history automerge-paper.json.gz --updates 10000000 [--seed 1]`: legitimate updates, recorded from Yjs
// clients that type a real history again and again, through the scanner. Every one must be accepted. And how long that
// takes, beside `Y.parseUpdateMeta` over the same updates in the same process.
import { parseArgs } from 'node:util'
import { defaultScanLimits, KnownUpdates, scanUpdate, storedScanLimits } from '@stet/protocol'
import * as Y from 'yjs'
import { createRandom } from '../harness/random.ts'
import { readHistory, typeAgain } from './real-history.ts'

const { values } = parseArgs({
  options: {
    history: { type: 'string' },
    updates: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
})
if (values.history === undefined) throw new Error('Name the file automerge-paper.json.gz with --history.')
const wanted = Number(values.updates)
if (!Number.isInteger(wanted) || wanted < 1) {
  throw new Error(`--updates is "${values.updates}"; it must be a whole number from 1.`)
}
const firstSeed = Number(values.seed)
if (!Number.isInteger(firstSeed)) throw new Error(`--seed is "${values.seed}"; it must be a whole number.`)

const patches = readHistory(values.history)
const total = { updates: 0, bytes: 0, refused: 0, scanMs: 0, parseMs: 0 }
const whole = { bytes: 0, scanMs: 0, parseMs: 0 }
for (let seed = firstSeed; total.updates < wanted; seed += 1) {
  const random = createRandom(seed)
  // Every third alone; with others, applying their updates takes most of the time.
  const authors = {
    count: seed % 3 === 0 ? 1 + random.below(4) : 1,
    small: seed % 4 === 0,
    rich: seed % 2 === 0,
  }
  const updates = typeAgain(patches, authors, random)
  const { refused, known, ms } = scanAll(updates)
  total.refused += refused
  total.scanMs += ms
  total.parseMs += timed(() => {
    for (const update of updates) Y.parseUpdateMeta(update)
  })
  total.updates += updates.length
  total.bytes += updates.reduce((sum, update) => sum + update.length, 0)

  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  const state = Y.encodeStateAsUpdate(doc)
  const clocks = Y.decodeStateVector(Y.encodeStateVector(doc))
  const same = [...clocks].every(([client, clock]) => known.clock(client) === clock)
  if (!same) throw new Error(`seed ${seed}: the known clocks are not those of the document`)
  whole.bytes += state.length
  whole.scanMs += timed(() => scanUpdate(state, new KnownUpdates(), storedScanLimits))
  whole.parseMs += timed(() => Y.parseUpdateMeta(state))
  console.log(
    `  seed ${seed}: ${updates.length} updates of ${authors.count} people, ${total.updates} in all, ${total.refused} refused`,
  )
}
const ratio = (ours: number, theirs: number): string => (theirs / ours).toFixed(2)
console.log(
  `${total.updates} updates (${total.bytes} bytes) from seed ${firstSeed}: ${total.refused} refused. Scanned and noted in ${Math.round(total.scanMs)} ms, ${Math.round(total.updates / total.scanMs)} per ms; Y.parseUpdateMeta took ${Math.round(total.parseMs)} ms: ${ratio(total.scanMs, total.parseMs)}x its speed. Whole documents, ${whole.bytes} bytes: ${whole.scanMs.toFixed(1)} ms against ${whole.parseMs.toFixed(1)} ms: ${ratio(whole.scanMs, whole.parseMs)}x.`,
)
process.exit(total.refused === 0 ? 0 : 1)

function scanAll(updates: readonly Uint8Array[]) {
  const known = new KnownUpdates()
  let refused = 0
  const ms = timed(() => {
    for (const update of updates) {
      try {
        const result = scanUpdate(update, known, defaultScanLimits)
        if (result.kind === 'accepted') known.add(result)
        else refused += 1
      } catch (error) {
        refused += 1
        if (refused < 10) console.log(`  refused: ${String(error)}`)
      }
    }
  })
  return { known, refused, ms }
}

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
