// Which access driver a configuration means, and the refusal to be open by accident.
import { readFileSync } from 'node:fs'
import { createJwtAccess, createWebhookAccess, isLoopbackHost } from '@stet/server'
import { Mistake } from './mistake.ts'
import type { Settings } from './config/settings.ts'
import type { Authorize, JwtAccessOptions } from '@stet/server'

type AccessSettings = Pick<
  Settings,
  'host' | 'auth' | 'open' | 'jwtSecret' | 'jwks' | 'jwtIssuer' | 'jwtAudience' | 'webhook' | 'webhookSecret'
>

/** Undefined: everybody may do everything. Throws a Mistake with a sentence for the operator. */
export function chooseAccess(values: AccessSettings): Authorize | undefined {
  try {
    return choose(values)
  } catch (error) {
    if (error instanceof Mistake || !(error instanceof Error)) throw error
    throw new Mistake(error.message, { cause: error })
  }
}

/** What is in effect, for the person who starts the server. */
export function effectiveAuth({
  auth,
  jwtSecret,
  jwks,
  webhook,
}: AccessSettings): 'open' | 'jwt' | 'webhook' {
  if (auth !== 'auto') return auth
  const byToken = jwtSecret !== undefined || jwks !== undefined
  if (byToken && webhook !== undefined) {
    throw new Mistake(
      'Both tokens and a webhook are set up. Say which decides: --auth jwt or --auth webhook.',
    )
  }
  if (byToken) return 'jwt'
  return webhook === undefined ? 'open' : 'webhook'
}

function choose(values: AccessSettings): Authorize | undefined {
  const { host, open, webhook, webhookSecret } = values
  const auth = effectiveAuth(values)
  if (open && auth !== 'open') {
    throw new Mistake(`--open lets everybody in, and access is decided by ${auth}. Leave one of the two out.`)
  }
  switch (auth) {
    case 'open':
      if (open || isLoopbackHost(host)) return undefined
      throw new Mistake(
        `At ${host} other machines reach this server, and everybody could read and write every document. ` +
          'Say who may (--auth jwt or --auth webhook, see the README), or say --open if everybody should.',
      )
    case 'jwt':
      return createJwtAccess(jwtOptions(values))
    case 'webhook':
      if (webhook === undefined)
        throw new Mistake('--auth webhook needs the address to ask: --webhook <url>.')
      return createWebhookAccess({
        url: new URL(webhook),
        ...(webhookSecret === undefined ? {} : { secret: webhookSecret }),
      })
    default:
      return auth satisfies never
  }
}

function jwtOptions({ jwtSecret, jwks, jwtIssuer, jwtAudience }: AccessSettings): JwtAccessOptions {
  const base = { issuer: jwtIssuer, audience: jwtAudience }
  if (jwtSecret !== undefined && jwks !== undefined) {
    throw new Mistake('Tokens are checked with STET_JWT_SECRET or with --jwks. Leave one of the two out.')
  }
  if (jwtSecret !== undefined) return { ...base, secret: jwtSecret }
  if (jwks === undefined) {
    throw new Mistake('--auth jwt needs something to check tokens with: STET_JWT_SECRET or --jwks.')
  }
  return { ...base, keys: /^https?:/u.test(jwks) ? new URL(jwks) : readKeys(jwks) }
}

function readKeys(path: string): NonNullable<JwtAccessOptions['keys']> {
  let keys: unknown
  try {
    keys = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Mistake(`The JWKS file ${path} cannot be read as JSON.`, { cause: error })
  }
  if (typeof keys === 'object' && keys !== null && 'keys' in keys && Array.isArray(keys.keys)) {
    return keys as NonNullable<JwtAccessOptions['keys']>
  }
  throw new Mistake(`The JWKS file ${path} must hold { "keys": [ … ] }.`)
}
