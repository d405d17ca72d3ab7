// How a token travels: as one more offered subprotocol when a socket opens, because a browser lets a page set no header of
// a WebSocket, and an address ends up in histories and logs; and as a text frame when a fresh one follows on a socket that
// is open, so that nobody notices that the one before ran out.

import { encodeClientText, maxTokenLength, tokenSubprotocolPrefix } from '@stet/protocol'
import { ConnectionError } from './connection-error.ts'
import type { CountingSocket } from './counting-socket.ts'

/** A fresh token that cannot be had right now is asked for again after this long. */
const renewAgainMs = 5000

export interface TokenSource {
  /** A fresh token as subprotocols to offer, none without a token. Rejects with a ConnectionError 'token-failed'. */
  protocols(): Promise<readonly string[]>
  /** Sends a fresh token on the socket; tries again for as long as it is the current one. */
  renew(socket: CountingSocket): Promise<void>
  stop(): void
}

export interface TokenOwner {
  readonly token: (() => string | Promise<string>) | undefined
  readonly isCurrent: (socket: CountingSocket) => boolean
  readonly onError: (error: ConnectionError) => void
}

export function createTokenSource({ token, isCurrent, onError }: TokenOwner): TokenSource {
  let timer: ReturnType<typeof setTimeout> | undefined

  async function renew(socket: CountingSocket): Promise<void> {
    if (token === undefined) return
    try {
      const fresh = await token()
      if (!isCurrent(socket) || !socket.isOpen || fresh === '') return
      socket.sendText(encodeClientText({ type: 'token', token: fresh }))
    } catch (cause) {
      if (!isCurrent(socket)) return
      onError(tokenFailed(cause))
      clearTimeout(timer)
      timer = setTimeout(() => {
        // Another socket has a token of its own.
        if (isCurrent(socket)) void renew(socket)
      }, renewAgainMs)
    }
  }

  return {
    async protocols() {
      if (token === undefined) return []
      try {
        const fresh = await token()
        return fresh === '' ? [] : [tokenSubprotocol(fresh)]
      } catch (cause) {
        throw tokenFailed(cause)
      }
    },
    renew,
    stop: () => clearTimeout(timer),
  }
}

function tokenFailed(cause: unknown): ConnectionError {
  return new ConnectionError('token-failed', 'Signing in failed. Trying again.', { cause })
}

/** Throws a TypeError for what is no token that a server would read. */
export function tokenSubprotocol(token: string): string {
  if (token.length > maxTokenLength) {
    throw new TypeError(`the token has ${token.length} characters, more than ${maxTokenLength}`)
  }
  const bytes = new TextEncoder().encode(token)
  const base64 = btoa(String.fromCharCode(...bytes))
  return tokenSubprotocolPrefix + base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
