// WebSocket close codes Stet sends, and the one rule that clients draw from them. The ranges are those of
// y-websocket 3: codes 4400–4499 are final, everything else is tried again. A stock client that is refused with
// a code outside that range would come back every 2.5 seconds for ever, so the ranges are a promise.

/** Every close code a Stet server sends by itself. */
export const closeCodes = {
  internalError: 1011,
  restart: 1012,
  tryLater: 1013,
  badInput: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  notFound: 4404,
  loadFailed: 4500,
} as const

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes]

/** What each code tells the peer; PROTOCOL.md prints this table and a test compares them. */
export const closeCodeTable: Readonly<Record<CloseCode, string>> = {
  1011: 'the server made a mistake',
  1012: 'the server restarts',
  1013: 'too many connections or frames, the peer reads too slowly, or its access cannot be checked now',
  4400: 'the peer sent something that is not allowed',
  4401: 'not signed in, or the token has run out',
  4403: 'no access to this document, or none any more',
  4404: 'there is no such document',
  4500: 'the document cannot be read from storage at the moment',
}

/** Whether a client may connect again by itself after this close code. */
export function mayReconnect(code: number): boolean {
  return !(code >= 4400 && code < 4500)
}
