// Where a request carries its token. A WebSocket: as one more offered subprotocol, as the query parameter `token`
// (which stock clients can set), or as a cookie. HTTP: in the Authorization header, or as a cookie. A browser sends
// cookies along for any page, so a cookie counts only with an Origin that may connect.
import { maxTokenLength, parseSchemaSubprotocol, tokenSubprotocolPrefix } from '@stet/protocol'
import { ProtocolError, stetSubprotocol } from '@stet/protocol'
import type { SchemaVersion } from '@stet/protocol'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

export const tokenCookie = 'stet_token'

export interface Credentials {
  readonly token?: string
  readonly source: 'subprotocol' | 'query' | 'header' | 'cookie' | 'none'
}

/** Throws a ProtocolError 'unauthorized' for what claims to be a token and cannot be one. */
export function readUpgradeCredentials({
  headers,
  url,
}: Pick<IncomingMessage, 'headers' | 'url'>): Credentials {
  const offered = offeredSubprotocols(headers).find((name) => name.startsWith(tokenSubprotocolPrefix))
  if (offered !== undefined) {
    return { token: decodeToken(offered.slice(tokenSubprotocolPrefix.length)), source: 'subprotocol' }
  }
  const target = url ?? ''
  const query = target.includes('?')
    ? new URLSearchParams(target.slice(target.indexOf('?'))).get('token')
    : null
  if (query !== null && query !== '') return { token: checked(query), source: 'query' }
  return readCookie(headers)
}

/** Throws a ProtocolError 'unauthorized'. */
export function readHttpCredentials(headers: IncomingHttpHeaders): Credentials {
  const { authorization } = headers
  if (authorization !== undefined) {
    const [, token] = /^Bearer +(\S+) *$/iu.exec(authorization) ?? []
    if (token === undefined) fail('The Authorization header must be "Bearer" and a token.')
    return { token: checked(token), source: 'header' }
  }
  return readCookie(headers)
}

export function offersStet(headers: IncomingHttpHeaders): boolean {
  return offeredSubprotocols(headers).includes(stetSubprotocol)
}

/** The document schema of the client's editor; undefined when it does not say, or nothing usable. */
export function offeredSchema(headers: IncomingHttpHeaders): SchemaVersion | undefined {
  for (const offered of offeredSubprotocols(headers)) {
    const schema = parseSchemaSubprotocol(offered)
    if (schema !== undefined) return schema
  }
  return undefined
}

function offeredSubprotocols(headers: IncomingHttpHeaders): readonly string[] {
  return (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
}

function readCookie({ cookie = '' }: IncomingHttpHeaders): Credentials {
  for (const pair of cookie.split(';')) {
    const [name, ...rest] = pair.split('=')
    if (name?.trim() !== tokenCookie) continue
    const value = rest.join('=').trim()
    if (value !== '') return { token: checked(value), source: 'cookie' }
  }
  return { source: 'none' }
}

function decodeToken(text: string): string {
  const bytes = Buffer.from(text, 'base64url')
  // Node reads past what is no base64url; what was read must be what was written.
  if (text === '' || bytes.toString('base64url') !== text) {
    fail(`The subprotocol ${tokenSubprotocolPrefix}… must end in the token's bytes in base64url.`)
  }
  try {
    return checked(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (error) {
    if (error instanceof ProtocolError) throw error
    return fail('The token is not UTF-8.')
  }
}

function checked(token: string): string {
  return token.length > maxTokenLength ? fail(`The token has more than ${maxTokenLength} characters.`) : token
}

function fail(message: string): never {
  throw new ProtocolError('unauthorized', message)
}
