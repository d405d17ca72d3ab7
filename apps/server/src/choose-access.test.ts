import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { chooseAccess, effectiveAuth } from './choose-access.ts'

const secret = 'q7Jm2xW9vR4tY8uB3nK6pL1sD5fG0hZc'
const defaults = {
  host: '127.0.0.1',
  auth: 'auto',
  open: false,
  jwtSecret: undefined,
  jwks: undefined,
  jwtIssuer: 'stet',
  jwtAudience: 'stet',
  webhook: undefined,
  webhookSecret: undefined,
} as const
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stet-access-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('this machine only: open; other machines too: only when that is said', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) {
    expect(chooseAccess({ ...defaults, host })).toBeUndefined()
  }
  for (const host of ['0.0.0.0', '::', '192.168.1.5', 'docs.example.com', '127.0.0.1.example.com']) {
    expect(() => chooseAccess({ ...defaults, host })).toThrow(`At ${host} other machines reach this server`)
    expect(() => chooseAccess({ ...defaults, host, auth: 'open' })).toThrow('or say --open')
    expect(chooseAccess({ ...defaults, host, open: true })).toBeUndefined()
    expect(chooseAccess({ ...defaults, host, jwtSecret: secret })).toBeTypeOf('function')
  }
})

it('what is set up decides, unless something is said', () => {
  expect(effectiveAuth({ ...defaults, jwtSecret: secret })).toBe('jwt')
  expect(effectiveAuth({ ...defaults, jwks: 'keys.json' })).toBe('jwt')
  expect(effectiveAuth({ ...defaults, webhook: 'http://x/' })).toBe('webhook')
  expect(effectiveAuth({ ...defaults, jwtSecret: secret, auth: 'open' })).toBe('open')
  expect(chooseAccess({ ...defaults, webhook: 'http://127.0.0.1:1/' })).toBeTypeOf('function')
})

it('public keys come from a file or an https address', () => {
  const path = join(folder, 'keys.json')
  writeFileSync(path, JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'AAAA' }] }))
  expect(chooseAccess({ ...defaults, jwks: path })).toBeTypeOf('function')
  expect(chooseAccess({ ...defaults, jwks: 'https://login.example.com/jwks.json' })).toBeTypeOf('function')
  writeFileSync(path, '{}')
  expect(() => chooseAccess({ ...defaults, jwks: path })).toThrow('must hold { "keys"')
  expect(() => chooseAccess({ ...defaults, jwks: join(folder, 'none') })).toThrow('cannot be read')
})

it.each([
  [{ auth: 'jwt' }, 'STET_JWT_SECRET or --jwks'],
  [{ auth: 'webhook' }, '--webhook <url>'],
  [{ jwtSecret: secret, jwks: 'x' }, 'Leave one of the two out'],
  [{ jwtSecret: secret, webhook: 'http://x/' }, 'Say which decides'],
  [{ jwtSecret: secret, open: true }, '--open lets everybody in'],
  [{ jwtSecret: 'a'.repeat(40) }, 'too easy to guess'],
  [{ jwks: 'http://login.example.com/jwks' }, 'must come over https'],
] as const)('%j is said in a sentence', (change, sentence) => {
  expect(() => chooseAccess({ ...defaults, ...change })).toThrow(sentence)
})
