// How a token travels: as one more offered subprotocol. A browser lets a page set no header of a WebSocket, and an
// address ends up in histories and logs.

import { maxTokenLength, tokenSubprotocolPrefix } from '@stet/protocol'

/** Throws a TypeError for what is no token that a server would read. */
export function tokenSubprotocol(token: string): string {
  if (token.length > maxTokenLength) {
    throw new TypeError(`the token has ${token.length} characters, more than ${maxTokenLength}`)
  }
  const bytes = new TextEncoder().encode(token)
  const base64 = btoa(String.fromCharCode(...bytes))
  return tokenSubprotocolPrefix + base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
