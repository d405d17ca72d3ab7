// Rule 4 of the scanner, as far as it is about shared types inside each other.

import { expect, test } from 'vitest'
import { KnownUpdates } from './known-updates.ts'
import { storedScanLimits, syncScanLimits } from './scan-limits.ts'
import type { ScanResult } from './scan-result.ts'
import { scanUpdate } from './scan-update.ts'
import { buildUpdate, text, type, type Struct } from './testing/update-builder.ts'

/** Into an empty document. */
function scan(update: Uint8Array, limits?: typeof syncScanLimits): ScanResult {
  return scanUpdate(update, new KnownUpdates(), limits)
}

/** Shared types, each the parent of the next, written by `clients` in turn. */
function nestedTypes(depth: number, clients: readonly number[]): Uint8Array {
  const blocks = clients.map((client) => ({ client, clock: 0, structs: [] as Struct[] }))
  let parent: readonly [number, number] | undefined
  for (let i = 0; i < depth; i++) {
    const { client, structs } = blocks[i % blocks.length]!
    structs.push(type(1, { key: 'a', ...(parent ? { parent } : {}) }))
    parent = [client, structs.length - 1]
  }
  return buildUpdate({ blocks })
}

function addedTo(held: KnownUpdates, scan: ScanResult): KnownUpdates {
  if (scan.kind === 'gap') throw new Error('a gap')
  held.add(scan)
  return held
}

/** Text of client 5 in a type of client 3. */
function below(clock: number): Uint8Array {
  return buildUpdate({ blocks: [{ client: 5, clock: 0, structs: [text('d', { parent: [3, clock] })] }] })
}

test('types nested 50,000 deep (stack overflow half-way through a deletion) are refused beyond 100', () => {
  expect(() => scan(nestedTypes(50_000, [3]), syncScanLimits)).toThrow('nested more than 100 deep')
  expect(() => scan(nestedTypes(102, [3]))).toThrow('nested more than 100 deep')
  expect(scan(nestedTypes(101, [3])).kind).toBe('accepted')
  // Siblings lie at their neighbour's level, so a detour over them does not help.
  const detour: Struct[] = [type(0)]
  for (let i = 0; i < 101; i++)
    detour.push(text('a', { parent: [3, i * 2] }), type(0, { origin: [3, i * 2 + 1] }))
  expect(() => scan(buildUpdate({ blocks: [{ client: 3, clock: 0, structs: detour }] }))).toThrow(
    'nested more than 100 deep',
  )
  // Blocks that point to each other in turn: the level of a struct may hang on one that comes later.
  expect(() => scan(nestedTypes(102, [3, 4]))).toThrow('nested more than 100 deep')
  expect(() => scan(nestedTypes(20_000, [3, 4, 5]))).toThrow('nested more than 100 deep')
  expect(scan(nestedTypes(101, [3, 4])).kind).toBe('accepted')
})

test('types nested deeper update by update are refused beyond 100, in whatever steps', () => {
  for (const step of [1, 7, 100]) {
    const held = new KnownUpdates()
    let depth = 0
    const deeper = (): ScanResult => {
      const structs = Array.from({ length: step }, (_, i) =>
        type(1, { key: 'a', ...(depth + i > 0 ? { parent: [3, depth + i - 1] as const } : {}) }),
      )
      return scanUpdate(buildUpdate({ blocks: [{ client: 3, clock: depth, structs }] }), held)
    }
    const goOn = (): void => {
      for (;;) {
        const scan = deeper()
        if (scan.kind === 'gap') throw new Error('a gap')
        held.add(scan)
        depth += step
      }
    }
    expect(goOn).toThrow('nested more than 100 deep')
    expect(depth).toBe(Math.floor(101 / step) * step)
  }
})

test('what is sent again at another level stays at the level it has, and so does what is put beside it', () => {
  const held = new KnownUpdates()
  const nested = scanUpdate(nestedTypes(100, [3]), held)
  const below = buildUpdate({
    blocks: [{ client: 4, clock: 0, structs: [text('ab', { parent: [3, 99] })] }],
  })
  for (const scan of [nested, scanUpdate(below, addedTo(held, nested))]) addedTo(held, scan)
  expect(held.level(4, 1)).toBe(100)
  const again = scanUpdate(
    buildUpdate({ blocks: [{ client: 4, clock: 0, structs: [text('abc'), type(0, { origin: [4, 2] })] }] }),
    held,
  )
  addedTo(held, again)
  expect([0, 1, 2, 3].map((clock) => held.level(4, clock))).toEqual([100, 100, 100, 100])
  const deeper = buildUpdate({
    blocks: [{ client: 5, clock: 0, structs: [text('d', { parent: [4, 3] })] }],
  })
  expect(() => scanUpdate(deeper, held)).toThrow('nested more than 100 deep')
})

test('what is stored deeper than that loads all the same, and takes nothing below it', () => {
  const held = new KnownUpdates()
  addedTo(held, scanUpdate(nestedTypes(300, [3, 4]), held, storedScanLimits))
  expect(scanUpdate(below(49), held).kind).toBe('accepted')
  expect(() => scanUpdate(below(60), held)).toThrow('nested more than 100 deep')
  expect(() => scanUpdate(below(149), held)).toThrow('nested more than 100 deep')
})
