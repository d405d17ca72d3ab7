// An answer about access, from a hook or a webhook, read as strictly as any input: one that is not understood lets
// nobody in.
import { isRole } from '@stet/protocol'
import type { Decision } from './types.ts'

const maxPrincipalLength = 256
const maxNameLength = 200

/** Throws a TypeError that says what is wrong with the answer. */
export function parseDecision(value: unknown): Decision {
  if (typeof value !== 'object' || value === null) fail('it is not an object')
  const answer = value as Readonly<Record<string, unknown>>
  if (answer['kind'] === 'deny') {
    const { code } = answer
    if (code !== 'unauthorized' && code !== 'forbidden' && code !== 'not-found') {
      fail('its "code" is none of "unauthorized", "forbidden" and "not-found"')
    }
    return { kind: 'deny', code, message: text(answer['message'] ?? 'Access was denied.', 'message', 1000) }
  }
  if (answer['kind'] !== 'allow') fail('its "kind" is neither "allow" nor "deny"')
  const { role, name, expiresAt, issuedAt } = answer
  if (!isRole(role)) fail('its "role" is none of "read", "comment" and "write"')
  return {
    kind: 'allow',
    principal: text(answer['principal'], 'principal', maxPrincipalLength),
    role,
    ...(isAbsent(name) || name === '' ? {} : { name: text(name, 'name', maxNameLength) }),
    ...(isAbsent(expiresAt) ? {} : { expiresAt: time(expiresAt, 'expiresAt') }),
    ...(isAbsent(issuedAt) ? {} : { issuedAt: time(issuedAt, 'issuedAt') }),
  }
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

function text(value: unknown, field: string, longest: number): string {
  if (typeof value === 'string' && value !== '' && value.length <= longest && value.isWellFormed())
    return value
  return fail(`its "${field}" is not a text of 1 to ${longest} characters`)
}

function time(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  return fail(`its "${field}" is not a number of milliseconds`)
}

function fail(reason: string): never {
  throw new TypeError(`An answer about access was not understood: ${reason}.`)
}
