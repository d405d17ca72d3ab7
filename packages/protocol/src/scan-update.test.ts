import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ProtocolError } from './errors.ts'
import { defaultScanLimits, storedScanLimits, syncScanLimits } from './scan-limits.ts'
import type { KnownState } from './scan-result.ts'
import { scanUpdate } from './scan-update.ts'
import { fromHex } from './testing/hex.ts'
import {
  any,
  buildUpdate,
  embed,
  gc,
  item,
  skip,
  text,
  type,
  varString,
  varUint,
  type Struct,
} from './testing/update-builder.ts'
import { levelZero } from './type-levels.ts'

// The document that every test is about: client 1 wrote 10 characters, client 2 wrote 5.
const known: KnownState = {
  clock: (client) => (client === 1 ? 10 : client === 2 ? 5 : 0),
  level: () => 0,
}

/** One block of client 3, who has written nothing yet. */
function block(...structs: Struct[]): Uint8Array {
  return buildUpdate({ blocks: [{ client: 3, clock: 0, structs }] })
}

function refusal(update: Uint8Array, limits = defaultScanLimits): string {
  try {
    return JSON.stringify(scanUpdate(update, known, limits))
  } catch (error) {
    return error instanceof ProtocolError && error.code === 'bad-update' ? error.message : String(error)
  }
}

/** One client up to a clock. */
function upTo(clock: number): KnownState {
  return { clock: () => clock, level: () => 0 }
}

function nest(depth: number, open: string, close: string): string {
  return open.repeat(depth) + close.repeat(depth)
}

/** lib0's encoding of lists inside each other. */
function nestedLists(depth: number): number[] {
  return [...Array.from({ length: depth }, () => [117, 1]).flat(), 126]
}

describe('rule 1: integers, lengths and the end', () => {
  test.each([
    ['no bytes at all', '', 'it ends too early'],
    ['only structs, no deletions', '00', 'it ends too early'],
    ['bytes after the end', '00 00 00', '1 bytes follow its end'],
    ['an integer of 9 bytes', '80 80 80 80 80 80 80 80 01', 'longer than 8 bytes'],
    ['an integer of 2^53, where numbers stop being exact', '80 80 80 80 80 80 80 10', 'larger than 2^53-1'],
    ['text longer than what is left', '01 01 03 00 04 01 04 74657874 7f 61', 'more than the'],
    ['a struct cut off', '01 01 03 00 04', 'it ends too early'],
  ])('%s is refused', (_what, hex, reason) => {
    expect(refusal(fromHex(hex))).toContain(reason)
  })

  test('an update larger than the cap of its kind is refused; the same bytes may be a first sync', () => {
    const update = block(text('x'.repeat(defaultScanLimits.maxBytes)))
    expect(refusal(update)).toContain('more than 262144')
    expect(scanUpdate(update, known, syncScanLimits).kind).toBe('accepted')
  })

  test('the empty update is accepted and brings nothing', () => {
    expect(scanUpdate(fromHex('00 00'), known)).toEqual({
      kind: 'accepted',
      overlaps: false,
      structs: [],
      deletes: [],
      roots: [],
      levels: levelZero,
    })
  })
})

describe('rule 2: clients and counts', () => {
  test('a struct count of 30 million in 7 bytes (240 MB allocated by yjs) is refused', () => {
    const update = Uint8Array.of(1, ...varUint(30_000_000), 3, 0)
    expect(update.length).toBe(7)
    expect(refusal(update)).toContain('cannot hold the 30000000 structs')
  })

  test('a million client blocks (seconds of CPU in every receiver) are refused by their number', () => {
    expect(refusal(Uint8Array.of(...varUint(1_000_000), 1, 3, 0, 0, 1, 0))).toContain('more than 64')
    expect(refusal(Uint8Array.of(...varUint(1_000_000), 1, 3, 0, 0, 1, 0), syncScanLimits)).toContain(
      'more than 100000',
    )
  })

  test('more structs than allowed are refused', () => {
    const update = block(...Array.from({ length: defaultScanLimits.maxStructs + 1 }, () => gc(1)))
    expect(refusal(update)).toContain('more than 20000')
  })

  test('an empty block, two blocks of one client and a client ID beyond 32 bits are refused', () => {
    expect(refusal(block())).toContain('a block of structs is empty')
    const one = { client: 3, clock: 0, structs: [gc(1)] }
    expect(refusal(buildUpdate({ blocks: [one, one] }))).toContain('two blocks of client 3')
    expect(refusal(buildUpdate({ blocks: [{ ...one, client: 2 ** 32 }] }))).toContain('larger than 2^32-1')
    expect(refusal(buildUpdate({ deletes: [{ client: 2 ** 32, ranges: [[0, 1]] }] }))).toContain(
      'larger than 2^32-1',
    )
    expect(refusal(block(text('a', { origin: [2 ** 32, 0] })))).toContain('larger than 2^32-1')
  })
})

test('blocks in another order than descending (merged by yjs, a part of them is never read) are refused', () => {
  const order = 'as-given'
  const state = buildUpdate({ blocks: [{ client: 5, clock: 0, structs: [text('abc')] }] })
  const more = { client: 5, clock: 3, structs: [text('d', { origin: [5, 2] })] }
  const other = { client: 2, clock: 0, structs: [text('x')] }
  const ascending = buildUpdate({ blocks: [other, more], order })
  expect(pendingOf(Y.mergeUpdates([state, ascending]))).not.toBeNull()
  expect(pendingOf(Y.mergeUpdates([state, buildUpdate({ blocks: [other, more] })]))).toBeNull()

  const knowing = { ...known, clock: (client: number) => (client === 5 ? 3 : 0) }
  for (const limits of [defaultScanLimits, syncScanLimits]) {
    expect(() => scanUpdate(ascending, knowing, limits)).toThrow('not in descending order')
    expect(scanUpdate(buildUpdate({ blocks: [other, more] }), knowing, limits).kind).toBe('accepted')
  }
  expect(scanUpdate(ascending, knowing, storedScanLimits).kind).toBe('accepted')
})

describe('rule 3: no gap, every struct has a length', () => {
  test('a zero-length garbage struct in 7 bytes (nobody can open the document again) is refused', () => {
    const update = block(gc(0))
    expect(update.length).toBe(7)
    expect(refusal(update)).toContain('a struct has length 0')
  })

  test('contents of length zero are refused', () => {
    expect(refusal(block(item(1, [0])))).toContain('length 0') // deleted
    expect(refusal(block(item(2, [0])))).toContain('length 0') // JSON
    expect(refusal(block(item(4, [0])))).toContain('length 0') // text
    expect(refusal(block(item(8, [0])))).toContain('length 0') // any
  })

  test('a giant garbage struct (later edits of that client are dropped) is refused beyond clock 2^31', () => {
    const update = buildUpdate({ blocks: [{ client: 1, clock: 10, structs: [gc(2 ** 40)] }] })
    expect(update.length).toBeLessThanOrEqual(14)
    expect(refusal(update)).toContain('larger than 2^31')
    expect(refusal(block(gc(2 ** 31 - 1), gc(2)))).toContain('larger than 2^31')
    // Below that only ownership of the client ID can tell, which is the engine's rule.
    expect(scanUpdate(block(gc(2 ** 31)), known).kind).toBe('accepted')
  })

  test('a forged next clock (replicas differ for ever with equal state vectors) is a gap when beyond what is known', () => {
    const update = buildUpdate({ blocks: [{ client: 1, clock: 11, structs: [text('a')] }] })
    expect(scanUpdate(update, known)).toEqual({ kind: 'gap', client: 1, need: 11 })
  })

  test('in a sync step 2 a skip over what is unknown is a gap, and one over what is known is none', () => {
    const update = buildUpdate({
      blocks: [
        { client: 1, clock: 0, structs: [text('ab', { root: 't' }), skip(3), text('c', { origin: [1, 4] })] },
      ],
    })
    expect(scanUpdate(update, upTo(0), syncScanLimits)).toEqual({ kind: 'gap', client: 1, need: 5 })
    expect(scanUpdate(update, upTo(4), syncScanLimits)).toMatchObject({ kind: 'gap' })
    expect(scanUpdate(update, upTo(5), syncScanLimits)).toMatchObject({ kind: 'accepted', overlaps: true })
  })

  test('a skip is refused, also where yjs would read it', () => {
    expect(refusal(block(skip(3), text('a')))).toContain('skips structs')
  })

  test('structs that are known, whole or in part, are accepted and told', () => {
    const whole = buildUpdate({
      blocks: [{ client: 1, clock: 4, structs: [text('abc', { origin: [1, 3] })] }],
    })
    expect(scanUpdate(whole, known)).toMatchObject({
      overlaps: true,
      structs: [{ client: 1, from: 4, to: 7 }],
    })
    const part = buildUpdate({
      blocks: [{ client: 1, clock: 8, structs: [text('abc', { origin: [1, 7] })] }],
    })
    expect(scanUpdate(part, known)).toMatchObject({
      overlaps: true,
      structs: [{ client: 1, from: 8, to: 11 }],
    })
    const fresh = buildUpdate({
      blocks: [{ client: 1, clock: 10, structs: [text('abc', { origin: [1, 9] })] }],
    })
    expect(scanUpdate(fresh, known)).toMatchObject({
      overlaps: false,
      structs: [{ client: 1, from: 10, to: 13 }],
    })
  })

  test('a half-known struct whose known half was collected throws in yjs, and applies after trimming', () => {
    const doc = new Y.Doc()
    doc.clientID = 1
    const list = doc.getArray<Y.Text>('list')
    list.insert(0, [new Y.Text('abc')])
    list.delete(0)
    const state = Y.encodeStateAsUpdate(doc)
    const stateVector = Y.encodeStateVector(doc)
    const update = buildUpdate({
      blocks: [{ client: 1, clock: 3, structs: [text('cde')] }],
    })
    const result = scanUpdate(update, upTo(4))
    expect(result).toMatchObject({ kind: 'accepted', overlaps: true })
    const live = new Y.Doc()
    Y.applyUpdate(live, state)
    expect(() => Y.applyUpdate(live, update)).toThrow(TypeError)
    const trimmed = new Y.Doc()
    Y.applyUpdate(trimmed, state)
    Y.applyUpdate(trimmed, Y.diffUpdate(update, stateVector))
    expect(Y.decodeStateVector(Y.encodeStateVector(trimmed)).get(1)).toBe(6)
  })
})

describe('rule 4: contents', () => {
  test('JSON nested 5,000 deep (the live document can never be encoded again) is refused', () => {
    expect(refusal(block(embed(nest(5000, '[', ']'))))).toContain('nested more than 32 deep')
    expect(refusal(block(item(6, [...varString('mark'), ...varString(nest(33, '[', ']'))])))).toContain(
      '32 deep',
    )
    expect(refusal(block(item(2, [1, ...varString(nest(33, '{"a":', '}').replace('}', '1}'))])))).toContain(
      '32 deep',
    )
    expect(scanUpdate(block(embed(nest(32, '[', ']'))), known).kind).toBe('accepted')
  })

  test('values nested more than 32 deep are refused', () => {
    expect(refusal(block(any(nestedLists(33))))).toContain('nested more than 32 deep')
    expect(scanUpdate(block(any(nestedLists(32))), known).kind).toBe('accepted')
  })

  test('the key __proto__ is refused wherever a key may stand, also when escaped', () => {
    const proto = varString('__proto__')
    expect(refusal(block(any([118, 1, ...proto, 126])))).toContain('__proto__')
    expect(refusal(block(embed('{"a":{"__proto__":1}}')))).toContain('__proto__')
    expect(refusal(block(embed('{"\\u005f_proto__":1}')))).toContain('__proto__')
    expect(refusal(block(text('a', { key: '__proto__' })))).toContain('__proto__')
    expect(refusal(block(text('a', { root: '__proto__' })))).toContain('__proto__')
    expect(refusal(block(item(6, [...proto, ...varString('1')])))).toContain('__proto__')
    expect(refusal(block(type(3, { name: '__proto__' })))).toContain('__proto__')
  })

  test('text that is not UTF-8 (yjs throws later, at every reader) is refused', () => {
    for (const bytes of ['ff', 'c080', 'eda080', 'f4908080', 'e282', '80']) {
      const raw = fromHex(bytes)
      expect(refusal(block(item(4, [raw.length, ...raw])))).toContain('not valid UTF-8')
    }
    expect(refusal(block(item(7, [3, 1, 0xff])))).toContain('not valid UTF-8')
    expect(refusal(block(any([119, 1, 0xff])))).toContain('not valid UTF-8')
    expect(refusal(block(item(5, [3, 0x22, 0xff, 0x22])))).toContain('not valid UTF-8')
  })

  test('clocks count UTF-16 units, as yjs does', () => {
    expect(scanUpdate(block(text('aß字😀')), known)).toMatchObject({ structs: [{ from: 0, to: 5 }] })
  })

  test('what is not JSON is refused', () => {
    for (const json of ['', 'undefined', '{a:1}', '[1,]', '01', '"\n"', 'nul', '1 2', '{"a"}']) {
      expect(refusal(block(embed(json)))).toContain('not JSON')
    }
  })

  test('a JSON value beyond 64 KiB is refused', () => {
    expect(refusal(block(embed(`"${'x'.repeat(65_535)}"`)))).toContain('more than 65536')
  })

  test('subdocuments, unknown contents, unknown types and flags on garbage are refused', () => {
    expect(refusal(block(item(9, [...varString('guid'), 118, 0])))).toContain('subdocument')
    for (const kind of [11, 15, 31]) expect(refusal(block(item(kind, [1])))).toContain('unknown kind')
    for (const ref of [5, 7, 100]) expect(refusal(block(type(ref)))).toContain('not allowed')
    expect(refusal(block(any([115])))).toContain('unknown kind')
    expect(refusal(Uint8Array.of(1, 1, 3, 0, 0b1000_0000, 1, 0))).toContain('flags')
  })

  test('20,000 root names (each a type that lives for ever) are refused beyond 32, and beyond 128 bytes', () => {
    const roots = (count: number): Uint8Array =>
      block(...Array.from({ length: count }, (_, i) => text('a', { root: `root ${i}` })))
    expect(refusal(roots(33))).toContain('more than 32 root types')
    expect(scanUpdate(roots(32), known)).toMatchObject({
      roots: Array.from({ length: 32 }, (_, i) => `root ${i}`),
    })
    expect(refusal(block(text('a', { root: 'x'.repeat(129) })))).toContain('more than 128')
  })

  test('with an allow-list, other root names are refused', () => {
    const limits = { ...defaultScanLimits, rootNames: new Set(['prosemirror', 'meta']) }
    expect(refusal(block(text('a', { root: 'text' })), limits)).toContain('not allowed')
    expect(scanUpdate(block(text('a', { root: 'meta' })), known, limits).kind).toBe('accepted')
  })
})

describe('rule 5: origins and parents', () => {
  test('a pointer to itself or to what comes after it is refused', () => {
    expect(refusal(block(text('a', { origin: [3, 0] })))).toContain('points to itself')
    expect(refusal(block(text('a'), text('b', { rightOrigin: [3, 1] })))).toContain('points to itself')
    expect(refusal(block(text('a', { parent: [3, 7] })))).toContain('points to itself')
  })

  test('the same neighbour left and right (live and reloaded document differ) is refused', () => {
    expect(refusal(block(text('a', { origin: [1, 4], rightOrigin: [1, 4] })))).toContain('same neighbour')
  })

  test('a pointer to what nobody has is a gap that names the client and the clock', () => {
    expect(scanUpdate(block(text('a', { origin: [1, 10] })), known)).toEqual({
      kind: 'gap',
      client: 1,
      need: 11,
    })
    expect(scanUpdate(block(text('a', { rightOrigin: [2, 5] })), known)).toEqual({
      kind: 'gap',
      client: 2,
      need: 6,
    })
    expect(scanUpdate(block(text('a', { parent: [9, 0] })), known)).toEqual({
      kind: 'gap',
      client: 9,
      need: 1,
    })
    expect(refusal(block(text('a', { origin: [9, 2 ** 31] })))).toContain('larger than 2^31')
  })

  test('pointers into another block of the same update are fine, into a later or an earlier one', () => {
    const first = { client: 3, clock: 0, structs: [text('abc')] }
    const second = { client: 4, clock: 0, structs: [text('x', { origin: [3, 2] })] }
    const earlier = { client: 2, clock: 0, structs: [text('x', { origin: [3, 2] })] }
    for (const blocks of [
      [first, second],
      [first, earlier],
    ]) {
      expect(scanUpdate(buildUpdate({ blocks }), known).kind).toBe('accepted')
    }
    const beyond = { ...second, structs: [text('x', { origin: [3, 3] })] }
    expect(scanUpdate(buildUpdate({ blocks: [beyond, first] }), known)).toEqual({
      kind: 'gap',
      client: 3,
      need: 4,
    })
  })

  test('blocks that point to each other in turn, but never in a circle, are fine', () => {
    const blocks = [3, 4].map((client) => ({ client, clock: 0, structs: [] as Struct[] }))
    blocks[0]!.structs.push(text('a'))
    for (let i = 0; i < 1000; i++) {
      blocks[1]!.structs.push(text('b', { origin: [3, i] }))
      blocks[0]!.structs.push(text('a', { origin: [4, i] }))
    }
    expect(scanUpdate(buildUpdate({ blocks }), known).kind).toBe('accepted')
  })

  test('structs that wait for each other (pending in yjs for ever, merged again with each update) are refused', () => {
    const blocks = [
      { client: 3, clock: 0, structs: [text('a', { origin: [4, 0] })] },
      { client: 4, clock: 0, structs: [text('b', { origin: [5, 0] })] },
      { client: 5, clock: 0, structs: [text('c', { origin: [3, 0] })] },
    ]
    expect(refusal(buildUpdate({ blocks }))).toContain('wait for each other')
    expect(refusal(buildUpdate({ blocks: blocks.slice(0, 2) }))).toContain('"kind":"gap"')
  })

  test('a chain through 20,000 blocks is settled without recursion', () => {
    const blocks = Array.from({ length: 20_000 }, (_, i) => ({
      client: i + 10,
      clock: 0,
      structs: [text('a', i < 19_999 ? { origin: [i + 11, 0] as const } : {})],
    }))
    expect(scanUpdate(buildUpdate({ blocks }), known, syncScanLimits).kind).toBe('accepted')
  })

  test('a parent is a root type or a struct, nothing else', () => {
    expect(refusal(Uint8Array.of(1, 1, 3, 0, 4, 2, 0, 0, 1, 97, 0))).toContain(
      'neither a root type nor a struct',
    )
  })
})

describe('rule 6: deletions', () => {
  test('a delete range in the future (deletes all that user will ever write) is a gap, or refused beyond 2^31', () => {
    const update = buildUpdate({ deletes: [{ client: 1, ranges: [[0, 2 ** 40]] }] })
    expect(update.length).toBeLessThanOrEqual(13)
    expect(refusal(update)).toContain('beyond clock 2^31')
    const near = buildUpdate({ deletes: [{ client: 1, ranges: [[0, 11]] }] })
    expect(scanUpdate(near, known)).toEqual({ kind: 'gap', client: 1, need: 11 })
    const nobody = buildUpdate({ deletes: [{ client: 9, ranges: [[0, 1]] }] })
    expect(scanUpdate(nobody, known)).toEqual({ kind: 'gap', client: 9, need: 1 })
  })

  test('deletions of what is known, and of what the update brings, are accepted', () => {
    const update = buildUpdate({
      blocks: [{ client: 1, clock: 10, structs: [text('abc')] }],
      deletes: [
        { client: 2, ranges: [[0, 5]] },
        {
          client: 1,
          ranges: [
            [2, 1],
            [9, 4],
          ],
        },
      ],
    })
    expect(scanUpdate(update, known)).toMatchObject({
      deletes: [
        { client: 2, from: 0, to: 5 },
        { client: 1, from: 2, to: 3 },
        { client: 1, from: 9, to: 13 },
      ],
    })
  })

  test('deletions of length 0, too many, or in two lists of one client are refused', () => {
    expect(refusal(buildUpdate({ deletes: [{ client: 1, ranges: [[3, 0]] }] }))).toContain('length 0')
    const one = { client: 1, ranges: [[3, 1]] } as const
    expect(refusal(buildUpdate({ deletes: [one, one] }))).toContain('two lists of deletions of client 1')
    const none = { client: 1, ranges: [] }
    const others = [2, 3].map((client) => ({ client, ranges: [[0, 1]] as const }))
    for (const lists of [
      [none, one],
      [one, ...others, none],
      [none, ...others, one],
    ]) {
      expect(refusal(buildUpdate({ deletes: lists }))).toContain('two lists of deletions of client 1')
    }
    expect(refusal(Uint8Array.of(0, 1, 1, ...varUint(1e9), 0, 1))).toContain('cannot hold')
    expect(refusal(Uint8Array.of(0, ...varUint(1e9)))).toContain('more than 10000')
    const many = { client: 1, ranges: Array.from({ length: 50_001 }, () => [3, 1] as const) }
    expect(refusal(buildUpdate({ deletes: [many] }))).toContain('more than 50000 deletions')
  })

  test('a damaged update is refused as damaged, not answered as a gap', () => {
    expect(refusal(buildUpdate({ blocks: [{ client: 1, clock: 99, structs: [gc(0)] }] }))).toContain(
      'length 0',
    )
  })
})

test('the V2 encoding is refused', () => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'hello')
  expect(refusal(Y.encodeStateAsUpdateV2(doc))).toContain('An update was refused')
})

function pendingOf(merged: Uint8Array): unknown {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, merged)
  return doc.store.pendingStructs
}
