// A server with access control for tests, and tokens for it.
import { stetSubprotocol, tokenSubprotocolPrefix } from '@stet/protocol'
import { SignJWT } from 'jose'
import { createJwtAccess } from '../access/jwt.ts'
import { startTestServer } from './test-server.ts'
import type { CreateServerOptions } from '../create-server.ts'
import type { Cleanup, TestServer } from './test-server.ts'

const secret = 'q7Jm2xW9vR4tY8uB3nK6pL1sD5fG0hZc'
export const adminSecret = 'A9v2Kx7Qm4Zr8Ty1Wp6Lb3Nd5Hs0Gc-admin'
const claims = { iss: 'https://you.example', aud: 'stet', name: 'Ann' }

export interface Rights {
  readonly sub?: string
  readonly documents?: Readonly<Record<string, string>>
  /** Seconds from now. */
  readonly lives?: number
  readonly iat?: number
}

export const tokenOf = ({
  sub = 'ann',
  documents = { plan: 'write' },
  lives = 600,
  iat,
}: Rights = {}): Promise<string> =>
  new SignJWT({
    ...claims,
    sub,
    documents,
    exp: Date.now() / 1000 + lives,
    ...(iat === undefined ? {} : { iat }),
  })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret))

export const startGuardedServer = (
  cleanup: Cleanup,
  options: Partial<CreateServerOptions> = {},
): Promise<TestServer> =>
  startTestServer(cleanup, {
    authorize: createJwtAccess({ issuer: claims.iss, audience: claims.aud, secret }),
    adminSecret,
    ...options,
  })

export const asSubprotocols = (token: string): string[] => [
  stetSubprotocol,
  `${tokenSubprotocolPrefix}${Buffer.from(token).toString('base64url')}`,
]
