// Access by JSON Web Token: your program signs a short-lived token for the person it knows, this server only checks it.
//
//   { "iss": "https://you.example", "aud": "stet", "sub": "user-17", "name": "Ann", "exp": 1800000000,
//     "documents": { "handbook": "write", "team-*": "read" } }
//
// `iss`, `aud`, `sub`, `exp` and `documents` are required; `name` is shown to others; `iat` makes a revocation precise:
// a token without it is refused once its person was revoked. The algorithms are a fixed list that depends on the kind
// of key alone, never on what a token says: with a shared secret HS256, with public keys those of RSA, EC and Ed25519.
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { parseDocumentRights, roleFor } from './document-rights.ts'
import { Recent } from './recent.ts'
import { requireStrongSecret } from './secret.ts'
import { anonymous } from './types.ts'
import type { DocumentRights } from './document-rights.ts'
import type { AccessRequest, Authorize, Decision } from './types.ts'
import type { JSONWebKeySet, JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose'

export interface JwtAccessOptions {
  /** Who signs: the exact `iss` of every token. */
  readonly issuer: string
  /** What the token is for: one of its `aud`. */
  readonly audience: string
  /** A secret shared with the signer, at least 32 bytes; or `keys`. */
  readonly secret?: string
  /** The signer's public keys: a JWKS, or the https address of one, fetched when needed and again when keys change. */
  readonly keys?: JSONWebKeySet | URL
  /** Milliseconds since the epoch. Default: the system's. */
  readonly now?: () => number
}

const publicKeyAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

/** Clocks of two machines differ. For `nbf` only: the end of a token is its end. */
const toleranceSeconds = 5

/** A page of the document list asks about each document with the same token. */
const rememberMs = 60_000
const maxRemembered = 2000

/** Throws an Error with a sentence for the operator when the options would let the wrong people in. */
export function createJwtAccess(options: JwtAccessOptions): Authorize {
  const { issuer, audience, now = Date.now } = options
  if (issuer === '' || audience === '') {
    throw new Error('Say whose tokens count and what for: both an issuer and an audience are needed.')
  }
  const { getKey, algorithms } = readKeys(options)
  const remembered = new Recent<Person>({ maxEntries: maxRemembered, now })

  const read = async (token: string): Promise<Person> => {
    const known = remembered.get(token)
    if (known !== undefined) return known
    const checks: JWTVerifyOptions = {
      algorithms: [...algorithms],
      issuer,
      audience,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: toleranceSeconds,
      currentDate: new Date(now()),
    }
    const { payload } = await jwtVerify(token, getKey, checks)
    const person = readPerson(payload)
    remembered.set(token, person, Math.min(person.expiresAt, now() + rememberMs))
    return person
  }

  const authorize = async ({ token, document }: AccessRequest): Promise<Decision> => {
    if (token === undefined) return unauthorized('A token is needed to open documents here.')
    let person: Person
    try {
      person = await read(token)
    } catch (error) {
      const reason = explain(error)
      // Not the token's fault: the keys could not be had.
      if (reason === undefined) throw error
      return unauthorized(`The token was refused: ${reason}.`)
    }
    const { rights, ...allowed } = person
    if (allowed.expiresAt <= now()) return unauthorized('The token was refused: it has expired.')
    const role = roleFor(rights, document)
    if (role === undefined) {
      return { kind: 'deny', code: 'forbidden', message: 'The token gives no access to this document.' }
    }
    return { kind: 'allow', ...allowed, role }
  }
  return Object.assign(authorize, { forget: () => remembered.clear() })
}

interface Person {
  readonly principal: string
  readonly name?: string
  readonly expiresAt: number
  readonly issuedAt: number
  readonly rights: DocumentRights
}

function readKeys({ secret, keys }: JwtAccessOptions): {
  getKey: JWTVerifyGetKey
  algorithms: readonly string[]
} {
  if ((secret === undefined) === (keys === undefined)) {
    throw new Error(
      'Tokens are checked with a shared secret or with public keys (a JWKS): give one of the two.',
    )
  }
  if (secret !== undefined) {
    requireStrongSecret(secret, 'The JWT secret')
    const key = new TextEncoder().encode(secret)
    return { getKey: () => key, algorithms: ['HS256'] }
  }
  if (keys instanceof URL) {
    if (keys.protocol !== 'https:' && !isLoopback(keys.hostname)) {
      throw new Error(
        `The JWKS must come over https, or whoever is on the way chooses the keys: ${keys.href}`,
      )
    }
    return { getKey: createRemoteJWKSet(keys, { timeoutDuration: 3000 }), algorithms: publicKeyAlgorithms }
  }
  if (keys?.keys.some((key) => key.kty === 'oct' || key.d !== undefined)) {
    throw new Error('The JWKS holds a secret or private key. Only public keys belong here.')
  }
  if (keys === undefined || keys.keys.length === 0) throw new Error('The JWKS holds no key.')
  return { getKey: createLocalJWKSet(keys), algorithms: publicKeyAlgorithms }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}

/** The signature is right, and what is signed is not what this server needs. The message says what. */
class UnfitToken extends Error {}

/** Throws an UnfitToken. */
function readPerson({ sub, exp, iat, name, documents }: JWTPayload): Person {
  if (typeof sub !== 'string' || sub === '' || sub.length > 256 || !sub.isWellFormed()) {
    throw new UnfitToken('its "sub" is not a text of 1 to 256 characters')
  }
  if (sub === anonymous) throw new UnfitToken(`its "sub" is "${anonymous}", which stands for nobody`)
  if (exp === undefined) throw new UnfitToken('it has no "exp"')
  return {
    principal: sub,
    ...(typeof name === 'string' && name.trim() !== ''
      ? { name: name.trim().slice(0, 200).toWellFormed() }
      : {}),
    expiresAt: exp * 1000,
    issuedAt: (iat ?? 0) * 1000,
    rights: readRights(documents),
  }
}

function readRights(documents: unknown): DocumentRights {
  try {
    return parseDocumentRights(documents)
  } catch (error) {
    throw error instanceof TypeError ? new UnfitToken(error.message) : error
  }
}

/** Undefined when the error says nothing about the token. */
function explain(error: unknown): string | undefined {
  if (error instanceof UnfitToken) return error.message
  if (error instanceof errors.JWTExpired) return 'it has expired'
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.reason === 'missing'
      ? `it has no "${error.claim}"`
      : `its "${error.claim}" is not the right one`
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong'
  if (error instanceof errors.JOSEAlgNotAllowed) return 'its algorithm is not allowed here'
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'it is signed with a key that is not known here'
  }
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid)
    return 'it is not a signed JWT'
  if (error instanceof errors.JOSENotSupported) return 'it uses something that is not supported'
  return undefined
}

function unauthorized(message: string): Decision {
  return { kind: 'deny', code: 'unauthorized', message }
}
