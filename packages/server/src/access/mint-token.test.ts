import { parseDocumentName } from '@stet/protocol'
import { expect, it } from 'vitest'
import { createJwtAccess } from './jwt.ts'
import { mintToken } from './mint-token.ts'

const keys = {
  secret: 'a good secret of 32 bytes or a few more 0123456789',
  issuer: 'stet',
  audience: 'stet',
}
const times = { issuedAt: 1_800_000_000_000, expiresAt: 1_800_003_600_000 }

it('the server reads what was minted: person, rights and end', async () => {
  const documents = { handbook: 'write', 'team-*': 'read' } as const
  const token = await mintToken({ ...keys, ...times, subject: 'user-17', name: 'Ann', documents })
  const authorize = createJwtAccess({ ...keys, now: () => times.issuedAt + 1000 })
  const ask = (document: string) =>
    authorize({ token, document: parseDocumentName(document), address: '127.0.0.1' })
  expect(await ask('handbook')).toEqual({
    kind: 'allow',
    principal: 'user-17',
    name: 'Ann',
    role: 'write',
    issuedAt: times.issuedAt,
    expiresAt: times.expiresAt,
  })
  expect(await ask('team-plan')).toMatchObject({ kind: 'allow', role: 'read' })
  expect(await ask('other')).toMatchObject({ kind: 'deny', code: 'forbidden' })
})

it('a weak secret and rights that nobody understands are refused', async () => {
  const options = { ...keys, ...times, subject: 'ann', documents: { '*': 'write' } } as const
  await expect(mintToken({ ...options, secret: 'short' })).rejects.toThrow('needs at least 32')
  await expect(mintToken({ ...options, documents: { 'a b': 'write' } })).rejects.toThrow('"a b"')
})
