// POST /api/admin/revoke and /api/admin/access: what an operator's program says about rights, for the sockets that are
// open now. These addresses exist only where there is an admin secret.
import { isDocumentName, isRole } from '@stet/protocol'
import { isSameSecret } from '../access/secret.ts'
import { readJsonBody } from './json-body.ts'
import { HttpError, sendJson } from './respond.ts'
import type { AccessControl } from '../access/access-control.ts'
import type { AccessScope } from '../access/overrules.ts'
import type { Handler, HttpRequest, Route } from './router.ts'
import type { Role } from '@stet/protocol'

export interface AdminRoutesOptions {
  /** Without it there are no such routes. */
  readonly secret: string | undefined
  readonly access: AccessControl
  readonly maxBodyBytes: number
}

export function adminRoutes({ secret, access, maxBodyBytes }: AdminRoutesOptions): Route[] {
  if (secret === undefined) return []

  /** Throws an HttpError unless the request shows the secret. */
  const readBody = async ({ request }: HttpRequest): Promise<Readonly<Record<string, unknown>>> => {
    const [, given = ''] = /^Bearer +(\S+) *$/iu.exec(request.headers.authorization ?? '') ?? []
    const address = access.addressOf(request)
    const wait = access.attempts.waitFor(address)
    if (wait > 0) {
      const headers = { 'retry-after': String(wait) }
      throw new HttpError({ status: 429, code: 'rate-limited', message: 'Try again later.', headers })
    }
    if (!isSameSecret(given, secret)) {
      access.attempts.add(address)
      const headers = { 'www-authenticate': 'Bearer' }
      throw new HttpError({
        status: 401,
        code: 'unauthorized',
        message: 'This is not the admin secret.',
        headers,
      })
    }
    return readJsonBody(request, maxBodyBytes)
  }

  const revoke: Handler = async (asked) => {
    const scope = parseScope(await readBody(asked), ['principal', 'document'])
    if (scope.principal === undefined && scope.document === undefined) {
      throw bad('Say whose access ends, where, or both: "principal" and "document".')
    }
    access.gate.change(scope, 'none')
    sendJson(asked.response, { closed: access.live.revoke(scope) })
  }

  const change: Handler = async (asked) => {
    const body = await readBody(asked)
    const scope = parseScope(body, ['principal', 'document', 'role'])
    const role = parseRole(body['role'])
    if (role !== undefined && scope.principal === undefined && scope.document === undefined) {
      throw bad('Say whose role changes, where, or both: "principal" and "document".')
    }
    access.gate.change(scope, role)
    sendJson(asked.response, await access.live.reevaluate(scope))
  }

  return [
    { path: '/api/admin/revoke', methods: { POST: revoke } },
    { path: '/api/admin/access', methods: { POST: change } },
  ]
}

function parseScope(body: Readonly<Record<string, unknown>>, known: readonly string[]): AccessScope {
  for (const field of Object.keys(body)) {
    if (!known.includes(field))
      throw bad(`${JSON.stringify(field.slice(0, 80))} is not known here. Known: ${known.join(', ')}.`)
  }
  const { principal, document } = body
  if (principal !== undefined && (typeof principal !== 'string' || principal === '')) {
    throw bad('"principal" must be a text.')
  }
  if (document !== undefined && (typeof document !== 'string' || !isDocumentName(document))) {
    throw bad('"document" must be the name of a document.')
  }
  return {
    ...(principal === undefined ? {} : { principal }),
    ...(document === undefined ? {} : { document }),
  }
}

function parseRole(value: unknown): Role | undefined {
  if (value === undefined || isRole(value)) return value
  throw bad('"role" must be one of "read", "comment" and "write".')
}

function bad(message: string): HttpError {
  return new HttpError({ status: 400, code: 'bad-request', message })
}
