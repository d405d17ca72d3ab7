// `stet token`: makes a token for a person, to try access out or to hand to a script.
import { mintToken } from '@stet/server'
import { isRole } from '@stet/protocol'
import { Failure, Mistake, show } from '../mistake.ts'
import type { Command } from '../command.ts'
import type { Role } from '@stet/protocol'

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const longest = 365 * 86_400_000

export const token: Command = {
  name: 'token',
  about: 'make a token (JWT) for a person, signed with the shared secret',
  words: [{ name: 'sub', about: 'who it is for, the same at every visit: user-17' }],
  options: {
    documents: {
      argument: '<pattern=role,…>',
      example: '"handbook=write,team-*=read"',
      about: 'what it opens: names, or beginnings of names with a *, and read, comment or write',
    },
    name: { argument: '<name>', example: 'Ann', about: 'what others see; default: what the person says' },
    expires: { argument: '<time>', example: '1h', about: 'when it ends: 30m, 12h, 7d; default: 1h' },
  },
  settings: ['jwtSecret', 'jwtIssuer', 'jwtAudience'],
  notes: `The secret is STET_JWT_SECRET, or "jwtSecret" in the configuration file; the server must have the same.
It is shown as Authorization: Bearer <token>, or in the address of a stock client: ?token=<token>`,
  async run({ configuration, words, options }) {
    const { jwtSecret: secret, jwtIssuer: issuer, jwtAudience: audience } = configuration.values
    if (secret === undefined) {
      throw new Mistake('A token is signed with a secret: set STET_JWT_SECRET to that of the server.')
    }
    const subject = words['sub'] ?? ''
    const documents = parseDocuments(options['documents'])
    const issuedAt = Date.now()
    const expiresAt = issuedAt + parseDuration(options['expires'] ?? '1h')
    const { name } = options
    const minting = { secret, issuer, audience, subject, documents, issuedAt, expiresAt }
    let minted: string
    try {
      minted = await mintToken(name === undefined ? minting : { ...minting, name })
    } catch (error) {
      throw new Failure(error instanceof Error ? error.message : String(error), { cause: error })
    }
    const expires = new Date(expiresAt).toISOString()
    return {
      exitCode: 0,
      text: `${minted}\n`,
      json: { token: minted, sub: subject, documents, issuer, audience, expires },
    }
  },
}

function parseDocuments(text: string | undefined): Readonly<Record<string, Role>> {
  if (text === undefined) {
    throw new Mistake('Say what the token opens, as in: --documents "handbook=write,team-*=read"')
  }
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [pattern = '', role, ...rest] = pair.split('=').map((part) => part.trim())
      if (pattern === '' || !isRole(role) || rest.length > 0) {
        throw new Mistake(
          `--documents has ${show(pair)}, which is not pattern=role with read, comment or write.`,
        )
      }
      return [pattern, role]
    }),
  )
}

function parseDuration(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/u.exec(text) ?? []
  const ms = Number(count) * (units[unit ?? ''] ?? NaN)
  if (ms > 0 && ms <= longest) return ms
  throw new Mistake(`--expires must be a time such as 30m, 12h or 7d, at most 365d, not ${show(text)}.`)
}
