import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { ProtocolError } from './errors.ts'
import { syncScanLimits } from './scan-limits.ts'
import type { KnownState, ScanResult } from './scan-result.ts'
import { scanUpdate, UpdateScan } from './scan-update.ts'

const known: KnownState = { clock: (client) => (client === 1 ? 3 : 0), level: () => 0 }

function randomUpdate(edits: readonly { client: number; where: number; size: number }[]): Uint8Array {
  const docs = new Map<number, Y.Doc>()
  let state: Uint8Array = new Uint8Array([0, 0])
  for (const { client, where, size } of edits) {
    const doc = docs.get(client) ?? new Y.Doc()
    docs.set(client, doc)
    doc.clientID = client
    Y.applyUpdate(doc, state)
    const text = doc.getText('text')
    if (size < 0) text.delete(0, Math.min(text.length, -size))
    else text.insert(Math.floor(where * text.length), 'abcdefgh'.slice(0, size))
    doc.getMap('map').set('key', { where, size })
    state = Y.mergeUpdates([state, Y.encodeStateAsUpdate(doc)])
  }
  return state
}

function outcome(scan: () => ScanResult): unknown {
  try {
    return scan()
  } catch (error) {
    if (error instanceof ProtocolError) return error.message
    throw error
  }
}

function inSlices(update: Uint8Array, sizes: readonly number[]): ScanResult {
  const scan = new UpdateScan(update, known, syncScanLimits)
  for (let turn = 0; ; turn += 1) {
    const result = scan.advance(sizes[turn % sizes.length] ?? 1)
    if (result !== undefined) return result
    if (turn > update.length + 10) throw new Error('It does not come to an end.')
  }
}

const edit = fc.record({
  client: fc.integer({ min: 1, max: 4 }),
  where: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  size: fc.integer({ min: -5, max: 8 }),
})

test('read in slices of any size an update is judged as when it is read at once, broken ones too', () => {
  fc.assert(
    fc.property(
      fc.array(edit, { minLength: 1, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 }),
      fc.option(fc.record({ at: fc.nat(10_000), byte: fc.integer({ min: 0, max: 255 }) }), { freq: 1 }),
      (edits, sizes, damage) => {
        const update = randomUpdate(edits).slice()
        if (damage !== null) update[damage.at % update.length] = damage.byte
        const whole = outcome(() => scanUpdate(update, known, syncScanLimits))
        expect(outcome(() => inSlices(update, sizes))).toEqual(whole)
      },
    ),
    { numRuns: 150 },
  )
})
