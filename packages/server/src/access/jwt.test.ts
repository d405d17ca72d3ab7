import { parseDocumentName } from '@stet/protocol'
import { createServer } from 'node:http'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { once } from 'node:events'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { describeAuthorizeContract } from './contract.ts'
import { createJwtAccess } from './jwt.ts'
import type { JwtAccessOptions } from './jwt.ts'
import type { CryptoKey, JWK, JWTPayload } from 'jose'
import type { AddressInfo } from 'node:net'

const secret = 'q7Jm2xW9vR4tY8uB3nK6pL1sD5fG0hZc'
const key = new TextEncoder().encode(secret)
const issuer = 'https://you.example'
const audience = 'stet'
const now = () => Date.UTC(2026, 10, 23)
const seconds = () => now() / 1000
const plan = parseDocumentName('plan')
const from = { document: plan, address: '203.0.113.7' }

const claims = (): JWTPayload => ({
  iss: issuer,
  aud: audience,
  sub: 'user-1',
  name: 'Ann',
  iat: seconds() - 10,
  exp: seconds() + 600,
  documents: { plan: 'write' },
})
const sign = (
  payload: JWTPayload,
  as: Uint8Array | CryptoKey = key,
  alg = 'HS256',
  kid?: string,
): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }) }).sign(as)
const shared = (options: Partial<JwtAccessOptions> = {}) =>
  createJwtAccess({ issuer, audience, secret, now, ...options })

/** Standing keys: making an RSA pair takes its time. */
let rsa: Awaited<ReturnType<typeof generateKeyPair>>
let ec: typeof rsa
let ed: typeof rsa
let publicKeys: JWK[]
beforeAll(async () => {
  rsa = await generateKeyPair('RS256', { extractable: true })
  ec = await generateKeyPair('ES256', { extractable: true })
  ed = await generateKeyPair('EdDSA', { extractable: true })
  const named = async (pair: typeof rsa, kid: string): Promise<JWK> => ({
    ...(await exportJWK(pair.publicKey)),
    kid,
  })
  publicKeys = [await named(rsa, 'rsa'), await named(ec, 'ec'), await named(ed, 'ed')]
})

describeAuthorizeContract('the JWT driver', async () => ({
  authorize: shared(),
  rightsAreIn: 'token',
  tokenFor: ({ principal, name, documents }) => sign({ ...claims(), sub: principal, name, documents }),
}))

describe('a good token', () => {
  it('allows what it says, with the times that it says', async () => {
    expect(await shared()({ ...from, token: await sign(claims()) })).toEqual({
      kind: 'allow',
      principal: 'user-1',
      name: 'Ann',
      role: 'write',
      expiresAt: (seconds() + 600) * 1000,
      issuedAt: (seconds() - 10) * 1000,
    })
  })

  it('may be for several audiences, without a name, and without the time it was made', async () => {
    const { name: _, iat: __, ...rest } = claims()
    const answer = await shared()({ ...from, token: await sign({ ...rest, aud: ['other', 'stet'] }) })
    expect(answer).toMatchObject({ kind: 'allow', issuedAt: 0 })
    expect(answer).not.toHaveProperty('name')
  })

  it('ends when it ends, remembered or not', async () => {
    let time = now()
    const authorize = shared({ now: () => time })
    const token = await sign(claims())
    expect(await authorize({ ...from, token })).toMatchObject({ kind: 'allow' })
    time += 599_999
    expect(await authorize({ ...from, token })).toMatchObject({ kind: 'allow' })
    time += 1
    expect(await authorize({ ...from, token })).toMatchObject({ kind: 'deny', code: 'unauthorized' })
  })
})

describe('a token that is refused, with a sentence that says why', () => {
  const cases: [string, Partial<JWTPayload>, string][] = [
    ['expired', { exp: seconds() - 60 }, 'it has expired'],
    ['expired within what clocks may differ', { exp: seconds() - 1 }, 'it has expired'],
    ['not valid yet', { nbf: seconds() + 60 }, 'its "nbf" is not the right one'],
    ['of another signer', { iss: 'https://evil.example' }, 'its "iss" is not the right one'],
    ['for another program', { aud: 'mail' }, 'its "aud" is not the right one'],
    ['for others', { aud: ['mail', 'stet-admin'] }, 'its "aud" is not the right one'],
    ['with an odd role', { documents: { plan: 'admin' } }, 'the role of "plan"'],
    ['with an odd pattern', { documents: { 'p*n': 'read' } }, 'neither a document'],
    ['of nobody', { sub: 'anonymous' }, 'stands for nobody'],
    ['with an empty name for the person', { sub: '' }, 'its "sub"'],
    ['with an end that is no time', { exp: '2999' as unknown as number }, 'its "exp" is not the right one'],
  ]
  it.each(cases)('%s', async (_, change, reason) => {
    const answer = await shared()({ ...from, token: await sign({ ...claims(), ...change }) })
    expect(answer).toMatchObject({
      kind: 'deny',
      code: 'unauthorized',
      message: expect.stringContaining(reason),
    })
  })

  it.each(['exp', 'sub', 'iss', 'aud', 'documents'])('without "%s"', async (claim) => {
    const { [claim]: _, ...rest } = claims()
    const answer = await shared()({ ...from, token: await sign(rest) })
    expect(answer).toMatchObject({
      kind: 'deny',
      code: 'unauthorized',
      message: expect.stringContaining(`no "${claim}"`),
    })
  })

  it('signed with another secret, or changed after signing', async () => {
    const other = await sign(claims(), new TextEncoder().encode(`${secret}!`))
    const [head, , signature] = (await sign(claims())).split('.')
    const forged = Buffer.from(JSON.stringify({ ...claims(), sub: 'admin' })).toString('base64url')
    for (const token of [other, `${head}.${forged}.${signature}`]) {
      expect(await shared()({ ...from, token })).toMatchObject({
        kind: 'deny',
        message: expect.stringContaining('signature'),
      })
    }
  })

  it('not signed at all: "alg": "none"', async () => {
    const unsigned = new UnsecuredJWT(claims()).encode()
    for (const token of [unsigned, `${unsigned}AAAA`]) {
      expect(await shared()({ ...from, token })).toMatchObject({ kind: 'deny', code: 'unauthorized' })
    }
  })

  it('with another algorithm of the same kind', async () => {
    const token = await sign(claims(), new TextEncoder().encode(secret.repeat(2)), 'HS512')
    const answer = await shared({ secret: secret.repeat(2) })({ ...from, token })
    expect(answer).toMatchObject({
      kind: 'deny',
      message: expect.stringContaining('algorithm is not allowed'),
    })
  })

  it('a good token for another document: forbidden', async () => {
    const answer = await shared()({
      ...from,
      document: parseDocumentName('other'),
      token: await sign(claims()),
    })
    expect(answer).toMatchObject({ kind: 'deny', code: 'forbidden' })
  })
})

describe('public keys', () => {
  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('a token signed with %s is read', async (alg) => {
    const authorize = createJwtAccess({ issuer, audience, keys: { keys: publicKeys }, now })
    const pair = alg === 'ES256' ? ec : alg === 'EdDSA' ? ed : rsa
    const signer = alg === 'PS256' ? await asPss(pair.privateKey) : pair.privateKey
    const kid = alg === 'ES256' ? 'ec' : alg === 'EdDSA' ? 'ed' : 'rsa'
    expect(await authorize({ ...from, token: await sign(claims(), signer, alg, kid) })).toMatchObject({
      kind: 'allow',
    })
  })

  it('the public key as a shared secret opens nothing', async () => {
    const authorize = createJwtAccess({ issuer, audience, keys: { keys: publicKeys }, now })
    const pem = await exportSPKI(rsa.publicKey)
    for (const material of [pem, pem.trim(), JSON.stringify(publicKeys[0])]) {
      for (const kid of ['rsa', undefined]) {
        const token = await sign(claims(), new TextEncoder().encode(material), 'HS256', kid)
        expect(await authorize({ ...from, token })).toMatchObject({
          kind: 'deny',
          message: expect.stringContaining('algorithm'),
        })
      }
    }
  })

  it('with a shared secret, a token signed by any public key pair opens nothing', async () => {
    const token = await sign(claims(), rsa.privateKey, 'RS256', 'rsa')
    expect(await shared()({ ...from, token })).toMatchObject({
      kind: 'deny',
      message: expect.stringContaining('algorithm'),
    })
  })

  it('a key that is not in the set, and a token that brings its own key', async () => {
    const authorize = createJwtAccess({ issuer, audience, keys: { keys: publicKeys }, now })
    const stranger = await generateKeyPair('ES256', { extractable: true })
    const own = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'ES256', kid: 'ec', jwk: await exportJWK(stranger.publicKey) })
      .sign(stranger.privateKey)
    for (const token of [await sign(claims(), stranger.privateKey, 'ES256', 'who'), own]) {
      expect(await authorize({ ...from, token })).toMatchObject({ kind: 'deny', code: 'unauthorized' })
    }
  })

  describe('from an address', () => {
    const servers: { close(): unknown }[] = []
    afterEach(() => {
      for (const server of servers.splice(0)) server.close()
    })

    it('are fetched, and fetched again for a key that is new; while they cannot be had nobody is denied', async () => {
      let served: JWK[] = []
      let status = 500
      const server = createServer((_, response) => {
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify({ keys: served }))
      })
      servers.push(server)
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const keys = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`)
      const authorize = createJwtAccess({ issuer, audience, keys, now })
      const token = await sign(claims(), ec.privateKey, 'ES256', 'ec')
      await expect(authorize({ ...from, token })).rejects.toThrow('200 OK')
      status = 200
      served = publicKeys
      expect(await authorize({ ...from, token })).toMatchObject({ kind: 'allow' })
    })
  })
})

describe('what an operator is told at the start', () => {
  it.each([
    ['a short secret', { secret: 'x'.repeat(31) }, 'has 31 bytes and needs at least 32'],
    ['an empty secret', { secret: '' }, 'has 0 bytes'],
    ['a secret of one letter', { secret: 'a'.repeat(64) }, 'too easy to guess'],
    ['a secret of a few letters', { secret: 'secret'.repeat(8) }, 'too easy to guess'],
    ['neither secret nor keys', { secret: undefined }, 'give one of the two'],
    ['both', { keys: { keys: [] } }, 'give one of the two'],
    ['no keys', { secret: undefined, keys: { keys: [] } }, 'holds no key'],
    [
      'a secret among the keys',
      { secret: undefined, keys: { keys: [{ kty: 'oct', k: 'AAAA' }] } },
      'Only public keys',
    ],
    [
      'keys over http',
      { secret: undefined, keys: new URL('http://keys.example/jwks') },
      'must come over https',
    ],
    ['no issuer', { issuer: '' }, 'issuer'],
    ['no audience', { audience: '' }, 'audience'],
  ])('%s', (_, change, sentence) => {
    const options = Object.entries({ issuer, audience, secret, ...change }).filter(
      ([, value]) => value !== undefined,
    )
    expect(() => createJwtAccess(Object.fromEntries(options) as unknown as JwtAccessOptions)).toThrow(
      sentence,
    )
  })

  it('the sentence does not repeat the secret', () => {
    expect(() => createJwtAccess({ issuer, audience, secret: 'hunter2' })).toThrow(/^(?!.*hunter2)/u)
  })
})

/** The same RSA key for the other padding. */
async function asPss(privateKey: CryptoKey): Promise<CryptoKey> {
  const jwk = await exportJWK(privateKey)
  return crypto.subtle.importKey(
    'jwk',
    { ...jwk, alg: 'PS256' },
    { name: 'RSA-PSS', hash: 'SHA-256' },
    false,
    ['sign'],
  )
}
