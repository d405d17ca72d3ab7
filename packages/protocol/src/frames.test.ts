import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import recorded2 from '../fixtures/y-websocket-2.1.0.json?raw'
import recorded3 from '../fixtures/y-websocket-3.1.0.json?raw'
import { decodeAwareness, encodeAwareness } from './awareness.ts'
import { ProtocolError } from './errors.ts'
import { decodeFrame, encodeFrame, keepaliveFrame, type Frame } from './frames.ts'
import { KnownUpdates } from './known-updates.ts'
import { defaultScanLimits, syncScanLimits } from './scan-limits.ts'
import { scanUpdate } from './scan-update.ts'
import { decodeStateVector, encodeStateVector } from './state-vector.ts'
import { fromHex, toHex } from './testing/hex.ts'

interface Recording {
  readonly client: string
  readonly frames: readonly {
    readonly from: 'client' | 'server'
    readonly why: string
    readonly hex: string
  }[]
}

const recordings = [recorded2, recorded3].map((text) => JSON.parse(text) as Recording)

describe.each(recordings)('frames recorded from $client', ({ frames }) => {
  test('every frame decodes to its variant and is encoded again to the same bytes', () => {
    const types = frames.map(({ from, hex }) => {
      const frame = decodeFrame(fromHex(hex))
      expect(toHex(encodeFrame(frame))).toBe(hex)
      return `${from} ${frame.type}`
    })
    expect(types).toEqual([
      'client sync-step-1',
      'client awareness',
      'server sync-step-2',
      'server sync-step-1',
      'client sync-step-2',
      'server sync-step-1',
      'client sync-step-2',
      ...Array.from({ length: 8 }, () => 'client update'),
      'client awareness',
      'server awareness',
      'client awareness',
      'server query-awareness',
      'client awareness',
      'server awareness',
      'server auth-denied',
      'client awareness',
      'client awareness',
      'client sync-step-1',
      'client awareness',
      'server sync-step-1',
      'client sync-step-2',
    ])
  })

  test('every update passes the scanner, in order, within the limits of its kind', () => {
    const known = new KnownUpdates()
    let fresh = 0
    for (const { from, why, hex } of frames) {
      const frame = decodeFrame(fromHex(hex))
      if (frame.type !== 'update' && frame.type !== 'sync-step-2') continue
      const limits = frame.type === 'update' ? defaultScanLimits : syncScanLimits
      const result = scanUpdate(frame.update, known, limits)
      if (result.kind !== 'accepted') throw new Error(`${from}: ${why}: ${JSON.stringify(result)}`)
      if (known.brings(result)) fresh += 1
      known.add(result)
    }
    // The first step 2, eight edits, the offline edit; the two answers in between bring nothing.
    expect(fresh).toBe(10)
    expect([...known.stateVector().keys()].sort((a, b) => a - b)).toEqual([1001, 2002])
  })

  test('every state vector and awareness update is encoded again to the same bytes', () => {
    for (const { hex } of frames) expect(encodeInsides(hex)).toBe(hex)
  })

  test('leaving is a null state with a higher clock', () => {
    const states = frames
      .map(({ hex }) => decodeFrame(fromHex(hex)))
      .flatMap((frame) => (frame.type === 'awareness' ? decodeAwareness(frame.entries) : []))
      .filter((entry) => entry.clientId === 1001)
    const gone = states.findIndex((entry) => entry.state === 'null')
    expect(gone).toBeGreaterThan(0)
    expect(states[gone]!.clock).toBeGreaterThan(states[gone - 1]!.clock)
  })
})

/** Decodes a frame and what is in it, and encodes both again. */
function encodeInsides(hex: string): string {
  const frame = decodeFrame(fromHex(hex))
  if (frame.type === 'sync-step-1') {
    return toHex(
      encodeFrame({ ...frame, stateVector: encodeStateVector(decodeStateVector(frame.stateVector)) }),
    )
  }
  if (frame.type === 'awareness') {
    return toHex(encodeFrame({ ...frame, entries: encodeAwareness(decodeAwareness(frame.entries)) }))
  }
  return toHex(encodeFrame(frame))
}

const bytes = fc.uint8Array({ maxLength: 200 })
const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
  bytes.map((stateVector) => ({ type: 'sync-step-1', stateVector }) as const),
  bytes.map((update) => ({ type: 'sync-step-2', update }) as const),
  bytes.map((update) => ({ type: 'update', update }) as const),
  bytes.map((entries) => ({ type: 'awareness', entries }) as const),
  fc.constant({ type: 'query-awareness' } as const),
  fc.string({ unit: 'grapheme' }).map((reason) => ({ type: 'auth-denied', reason }) as const),
)

test('what is encoded is decoded to the same frame', () => {
  fc.assert(
    fc.property(anyFrame, (frame) => {
      expect(decodeFrame(encodeFrame(frame))).toEqual(frame)
    }),
  )
})

test('random bytes decode or are refused with a code, and never throw anything else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12, max: 9 }), (random) => {
      expect(outcome(() => decodeFrame(random))).toMatch(/^(decoded|bad-frame|unknown-frame)$/)
    }),
    { numRuns: 2000 },
  )
})

function outcome(decode: () => unknown): string {
  try {
    decode()
    return 'decoded'
  } catch (error) {
    return error instanceof ProtocolError ? error.code : String(error)
  }
}

test('a frame cut short, or with bytes after its end, is refused', () => {
  fc.assert(
    fc.property(anyFrame, fc.nat(), (frame, cut) => {
      const whole = encodeFrame(frame)
      expect(() => decodeFrame(whole.subarray(0, cut % whole.length))).toThrow(ProtocolError)
      expect(() => decodeFrame(Uint8Array.of(...whole, 0))).toThrow(ProtocolError)
    }),
  )
})

test('fields are views of the frame, not copies', () => {
  const whole = fromHex('00 02 03 01 02 03')
  const frame = decodeFrame(whole)
  expect(frame.type === 'update' && frame.update.buffer === whole.buffer).toBe(true)
})

test('the keepalive frame is an awareness frame that carries nobody', () => {
  const frame = decodeFrame(keepaliveFrame)
  expect(frame.type === 'awareness' && decodeAwareness(frame.entries)).toEqual([])
  expect(toHex(keepaliveFrame)).toBe('010100')
})

test.each([
  ['no bytes', '', 'bad-frame'],
  ['a length beyond the end', '00 02 7f 00', 'bad-frame'],
  ['a length of 2^53-1', '00 02 ffffffffffffff0f', 'bad-frame'],
  ['an integer of 9 bytes', '808080808080808001', 'bad-frame'],
  ['a reason that is not UTF-8', '02 00 01 ff', 'bad-frame'],
  ['a type that is not defined', '04', 'unknown-frame'],
  ['a sync kind that is not defined', '00 03 00', 'unknown-frame'],
  ['an auth kind that is not defined', '02 01 00', 'unknown-frame'],
])('refused with a code: %s', (_what, hex, code) => {
  expect(() => decodeFrame(fromHex(hex))).toThrow(expect.objectContaining({ code }))
})
