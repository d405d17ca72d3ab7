import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonFault } from './json-bytes.ts'
import { varString } from './testing/update-builder.ts'

function fault(json: string, maxDepth = 1000): string | undefined {
  // Something stands before and after, as in an update.
  const written = varString(json)
  const body = written.subarray(written.length - utf8Length(json))
  const bytes = new Uint8Array(body.length + 2).fill(0x31)
  bytes.set(body, 1)
  return jsonFault({ bytes, from: 1, to: 1 + body.length, maxDepth })
}

function utf8Length(text: string): number {
  return encodeURIComponent(text).replaceAll(/%../g, 'x').length
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('what JSON.parse reads is accepted, however it is spaced', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\n\t'), (value, space) => {
      const json = JSON.stringify(value, undefined, space)
      fc.pre(!json.includes('__proto__'))
      expect(fault(` ${json}\r\n`)).toBeUndefined()
    }),
  )
})

// Every character that means something in JSON, and some that are not allowed anywhere.
const pieces = Array.from('{}[],:"\\ue-+.0123456789 truefalsn\u007F\u0001é').concat('null', '1e5')

test('damaged JSON is accepted exactly when JSON.parse reads it', () => {
  const piece = fc.constantFrom(...pieces)
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.array(fc.tuple(fc.nat(), fc.nat(2), piece), { maxLength: 3 }),
      (value, edits) => {
        let json = JSON.stringify(value)
        for (const [place, removed, added] of edits) {
          const at = place % (json.length + 1)
          json = json.slice(0, at) + added + json.slice(at + removed)
        }
        fc.pre(json.isWellFormed() && !json.includes('__proto__'))
        expect(fault(json) === undefined).toBe(isJson(json))
      },
    ),
    { numRuns: 3000 },
  )
})

test.each([
  '',
  ' ',
  '-',
  '01',
  '1.',
  '.5',
  '1e',
  '+1',
  '"',
  '"\\x"',
  '"\\u12g4"',
  '[1',
  '{"a":1,}',
  'tru',
  '1 1',
  '\uFEFF1',
])('%j is no JSON', (json) => {
  expect(isJson(json)).toBe(false)
  expect(fault(json)).toContain('not JSON')
})

test('depth counts arrays and objects, and is checked before the rest', () => {
  expect(fault('[{"a":[]}]', 3)).toBeUndefined()
  expect(fault('[{"a":[]}]', 2)).toContain('more than 2 deep')
  expect(fault('['.repeat(1_000_000), 32)).toContain('more than 32 deep')
})

test('__proto__ is refused as a key, however it is escaped, and fine as a value', () => {
  expect(fault('{"__proto__":1}')).toContain('__proto__')
  expect(fault('{"a":[{"\\u005f\\u005Fproto__" :1}]}')).toContain('__proto__')
  expect(fault('["__proto__",{"proto":"__proto__","\\n":1}]')).toBeUndefined()
})
