// Makes a token as jwt.ts reads it, signed with the shared secret: for an operator at the terminal, and as the example
// of what a program of yours has to sign.
import { SignJWT } from 'jose'
import { parseDocumentRights } from './document-rights.ts'
import { requireStrongSecret } from './secret.ts'
import type { Role } from '@stet/protocol'

export interface MintTokenOptions {
  readonly secret: string
  readonly issuer: string
  readonly audience: string
  /** Who it is for: `sub`. */
  readonly subject: string
  /** For other people's screens. */
  readonly name?: string
  /** Patterns and roles: `{ "handbook": "write", "team-*": "read" }`. */
  readonly documents: Readonly<Record<string, Role>>
  /** Milliseconds since the epoch. */
  readonly issuedAt: number
  readonly expiresAt: number
}

/** Rejects with an Error for a person when the secret is weak or the rights are none that the server understands. */
export async function mintToken(options: MintTokenOptions): Promise<string> {
  const { secret, issuer, audience, subject, name, documents, issuedAt, expiresAt } = options
  requireStrongSecret(secret, 'The JWT secret')
  parseDocumentRights(documents)
  return new SignJWT({ documents, ...(name === undefined ? {} : { name }) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setIssuedAt(Math.floor(issuedAt / 1000))
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(new TextEncoder().encode(secret))
}
